// Check-in by each player: who is here of one's own team, and the press that says that one is.

import { call, newKey } from "./api.js";
import { h } from "./dom.js";
import { moment, t } from "./words.js";

const OPEN = new Set(["confirmed", "waitlisted", "checked_in"]);

/** The section that checks players in: for who registered the entry all of them, for a player their own line. */
export function arrivals(entry, page) {
  if (!OPEN.has(entry.state)) return null;
  const players = entry.roster.map((player, position) => ({ ...player, position })).filter((player) => player.role === "player");
  const own = players.find((player) => player.person === page.person);
  const window = page.check_in;
  return h(
    "section",
    { class: "card stack", key: "players" },
    h("h2", {}, t("Check in")),
    window && h("p", { class: "quiet" }, t("From {from} to {to}", { from: moment(window.opens_at), to: moment(window.closes_at) })),
    h("p", { id: "progress" }, h("strong", {}, t("{here} of {needed} players are here", { here: entry.players_in, needed: page.needed }))),
    own && waits(own, entry, page) && h("button", { type: "button", class: "main tall", "data-player": "" }, t("Check in now")),
    page.registrant
      ? h("ul", { class: "lines" }, players.map((player) => line(player, player === own, entry, page)))
      : own && !waits(own, entry, page) && h("p", { class: "quiet" }, t("You are here. Your team is checked in once enough players are.")),
  );
}

// Who was here when the entry was held back presses once more.
function waits(player, entry, page) {
  return !player.checked_in_at || (!entry.checked_in_at && entry.players_in >= page.needed);
}

function line(player, own, entry, page) {
  const known = player.in_game_id ?? player.name ?? t("Player {number}", { number: player.position + 1 });
  const by = player.checked_in_at
    ? h("span", { class: "chip", "data-state": "check_in" }, t("Is here"))
    : player.person
      ? !own && h("span", { class: "quiet small" }, t("Checks in from their own account"))
      : waits(player, entry, page) && h("button", { type: "button", class: "small-button", "data-player": String(player.position) }, t("Is here"));
  return h("li", { key: String(player.position) }, h("span", { class: "grow" }, known), by);
}

/** Say that a player is here: by position on the roster as it was seen, or oneself with none. */
export function checkInPlayer(entry, position) {
  const others = position !== "";
  return call("POST", `/entries/${entry.id}/players/check-in`, {
    body: others ? { position: Number(position) } : {},
    key: newKey(),
    revision: others ? entry.revision : undefined,
  });
}
