// What a side says of its match, in words.

import { h } from "./dom.js";
import { label, moment, t } from "./words.js";

/** The body of a report in one line. */
export function claimWords(body, names) {
  if (body.winner === 0 || body.winner === 1) return t("{name} wins", { name: names[body.winner] });
  if (body.outcome) return outcome(body.outcome, names);
  const games = (body.games ?? []).map((game) => game.scores ?? [0, 0]);
  const won = [0, 1].map((slot) => games.filter((game) => game[slot] > game[1 - slot]).length);
  const [a, b] = games.length === 1 ? games[0] : won;
  return t("{first} {a} – {b} {second}", { first: names[0], a, b, second: names[1] });
}

function outcome({ kind, slot }, names) {
  if (kind === "forfeit") return t("{name} concedes", { name: names[slot] });
  return slot === undefined ? label("outcome", kind) : `${names[slot]}: ${label("outcome", kind)}`;
}

/** A claim with its evidence and what was said against it, as a line of a list. */
export function said(claim, names) {
  const games = (claim.body.games ?? []).map((game) => (game.scores ?? []).join(" : "));
  return h(
    "li",
    { key: claim.id },
    h("span", { class: "quiet small" }, claim.state === "entered" ? t("A referee has entered") : claim.slot === null || claim.slot === undefined ? t("Reported from the station") : t("{name} says", { name: names[claim.slot] })),
    h("strong", {}, claimWords(claim.body, names)),
    games.length > 1 && h("span", { class: "small" }, games.join(" · ")),
    claim.evidence && h("a", { class: "small", href: claim.evidence, rel: "noopener noreferrer nofollow", target: "_blank" }, claim.evidence),
    claim.due_at && claim.state === "claimed" && !claim.objection && h("span", { class: "quiet small" }, t("Counts from {time} without an answer", { time: moment(claim.due_at) })),
    claim.objection && h("span", { class: "small" }, t("Against it: {reason}", { reason: claim.objection.reason })),
    claim.objection?.evidence && h("a", { href: claim.objection.evidence, rel: "noopener noreferrer nofollow", target: "_blank" }, t("Evidence against it")),
  );
}
