// A free-for-all: its lobbies round by round, and in each how everybody came out of every game.

import { h } from "./dom.js";
import { sign } from "./match.js";
import { byRound, entriesOf, occupant, OVER } from "./model.js";
import { t } from "./words.js";

/** The whole picture: a block a round, a table a lobby. */
export function lobbies(stage, changed) {
  const entries = entriesOf(stage);
  const rounds = byRound(stage.matches);
  return h(
    "div",
    { class: "lobbies" },
    [...rounds].map(([round, matches]) =>
      h(
        "section",
        { key: `r${round}` },
        rounds.size > 1 && h("h3", {}, t("Round {number}", { number: round })),
        h("div", { class: "lobby-row" }, matches.map((match) => lobby(match, stage, entries, changed))),
      ),
    ),
  );
}

function lobby(match, stage, entries, changed) {
  const played = match.placements ?? [];
  const games = Array.from({ length: Math.max(match.best_of, played.length) }, (_, index) => index);
  return h(
    "section",
    { class: changed?.has(match.id) ? "pool lobby flash" : "pool lobby", key: match.id, "data-phase": match.phase },
    h("h3", {}, h("span", {}, t("Lobby {number}", { number: match.number })), h("small", {}, OVER.has(match.phase) ? t("Done") : t("{done} of {all} games", { done: played.length, all: match.best_of }))),
    h(
      "table",
      {},
      games.length > 1 && h("thead", {}, h("tr", {}, h("th", {}), games.map((index) => h("th", { scope: "col" }, t("Game {number}", { number: index + 1 }))))),
      h("tbody", {}, match.slots.filter((slot) => slot.entry).map((slot) => row(slot, played, games, entries, stage))),
    ),
  );
}

function row(slot, played, games, entries, stage) {
  const name = occupant(slot, entries, stage.matches);
  return h(
    "tr",
    { key: slot.entry, "data-entry": slot.entry },
    h("th", { scope: "row" }, sign(name), h("span", { class: "name", title: name }, name)),
    games.map((index) => cell(played[index]?.find((one) => one.entry === slot.entry))),
  );
}

function cell(one) {
  if (!one) return h("td", { class: "quiet" }, "–");
  if (one.place === null || one.place === undefined) return h("td", { class: "quiet" }, "×");
  return h("td", { class: one.place === 1 ? "win" : null }, t("{place} · {kills} kills", one));
}
