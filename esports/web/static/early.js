// A button that is pressed before the page's script has come does its work as soon as it has: on a slow line
// nothing would happen, and nobody would know why. The last one pressed counts.

(() => {
  let pressed = null;
  const keep = (event) => {
    const button = event.target.closest?.("button[type=button]");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = button;
  };
  document.addEventListener("click", keep, true);
  document.addEventListener(
    "wired",
    () => {
      document.removeEventListener("click", keep, true);
      if (pressed?.isConnected) pressed.click();
    },
    { once: true },
  );
})();
