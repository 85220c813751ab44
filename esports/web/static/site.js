// What every page can do: tell how many notices wait, and sign out.

import { call } from "./api.js";
import { ask } from "./unread.js";

document.querySelector("[data-sign-out]")?.addEventListener("click", async () => {
  await call("DELETE", "/session");
  location.assign("/");
});

ask();
