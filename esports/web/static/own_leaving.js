// A captain leaves while it is played: what that changes is shown in words first, and done only so.

import { ask } from "./ask.js";
import { call, newKey } from "./api.js";
import { impactList } from "./correct.js";
import { h } from "./dom.js";
import { t } from "./words.js";

const LEAVES = { kind: "withdrawn", annulled: false };

/** Ask with the preview, and withdraw; gives whether it was done. */
export async function leaveWhilePlayed(entry, tournament) {
  const shown = await call("POST", `/entries/${entry.id}/departure/preview`, { body: LEAVES });
  const stage = await playedIn(entry, tournament);
  const reason = h("textarea", { id: "leave-reason", class: "short", rows: "2", maxlength: "500" });
  const body = [
    h("p", {}, t("Your coming matches go to the opponents. What you have played stays.")),
    stage ? impactList(shown, stage) : null,
    h("div", { class: "field" }, h("label", { for: "leave-reason" }, t("Why? Everybody can read it.")), reason),
  ];
  if (!(await ask({ title: t("Withdraw now?"), body, action: t("Withdraw"), danger: true }))) return false;
  const why = reason.value.trim() || t("Withdrawn by the captain.");
  await call("POST", `/entries/${entry.id}/departure`, { body: { ...LEAVES, reason: why, impact_token: shown.impact_token }, key: newKey() });
  return true;
}

// The last stage that the entry plays in, with the names of those in it.
async function playedIn(entry, tournament) {
  const { items } = await call("GET", `/tournaments/${tournament}/stages`);
  const begun = items.filter((one) => one.state === "running" || one.state === "finished");
  const found = await Promise.all(begun.map((one) => call("GET", `/stages/${one.id}/view`)));
  return found.findLast((stage) => stage.entries?.some((one) => one.id === entry.id));
}
