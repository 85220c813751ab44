// Ask before something is done that others will see.

import { h } from "./dom.js";
import { t } from "./words.js";

/** Ask; resolves to true only if the person says yes. `body` may be a node that explains more. */
export function ask({ title, body, action, danger = false }) {
  const dialog = document.getElementById("ask");
  const yes = h("button", { type: "button", class: danger ? "danger" : "main", value: "yes" }, action);
  const no = h("button", { type: "button", value: "no" }, t("Not yet"));
  dialog.firstElementChild.replaceChildren(
    h("h2", { id: "ask-title" }, title),
    ...[body].flat().filter(Boolean).map((part) => (typeof part === "string" ? h("p", {}, part) : part)),
    h("div", { class: "row answers" }, no, yes),
  );
  return new Promise((resolve) => {
    const settle = (answer) => {
      dialog.removeEventListener("close", cancelled);
      dialog.close();
      resolve(answer);
    };
    const cancelled = () => settle(false);
    yes.addEventListener("click", () => settle(true));
    no.addEventListener("click", () => settle(false));
    dialog.addEventListener("close", cancelled);
    dialog.showModal();
    (danger ? no : yes).focus();
  });
}
