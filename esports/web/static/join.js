// Where the link of an invitation leads. Its secret waits in this tab while somebody makes an account.

import { call, newKey, Refusal } from "./api.js";
import { h } from "./dom.js";
import "./site.js";
import { t } from "./words.js";

const KEPT = "invitation";
const place = (id) => document.getElementById(id);

if (location.hash.length > 1) {
  sessionStorage.setItem(KEPT, location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
const body = { token: sessionStorage.getItem(KEPT) ?? "" };
let team = null;

/** Who is in the team already is led to it. */
async function attempt(act) {
  try {
    place("refused").textContent = "";
    await act();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (team && refusal.problem.code === "already_member") return enter();
    place("refused").textContent = refusal.message;
  }
}

function enter() {
  sessionStorage.removeItem(KEPT);
  location.assign(`/teams/${team.team}`);
}

function show() {
  const crest = team.logo
    ? h("img", { class: "crest", src: `/api/v1/logos/${team.logo}`, alt: "", width: "48", height: "48" })
    : h("span", { class: "crest", "aria-hidden": "true" }, team.tag.slice(0, 3));
  place("crest").replaceWith(crest);
  place("name").textContent = team.name;
  place("size").textContent = t("Members: {count}", { count: team.size });
  place("team").hidden = false;
}

place("join")?.addEventListener("click", () =>
  attempt(async () => {
    await call("POST", "/invites/accept", { body, key: newKey() });
    enter();
  }),
);
await attempt(async () => {
  team = await call("POST", "/invites/look", { body });
  show();
});
document.documentElement.dataset.ready = "true";
