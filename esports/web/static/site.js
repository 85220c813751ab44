// What every page can do: sign out.

import { call } from "./api.js";

document.querySelector("[data-sign-out]")?.addEventListener("click", async () => {
  await call("DELETE", "/session");
  location.assign("/");
});
