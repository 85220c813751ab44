// One match as a card, and the sheet with all that is known about it.

import { h } from "./dom.js";
import { entriesOf, isLive, occupant, sentence } from "./model.js";
import { label, moment, t } from "./words.js";

/** A small coloured sign in place of a logo: up to three letters, and a hue that stays with the name. */
export function sign(name) {
  let hash = 2166136261;
  for (const character of name) hash = Math.imul(hash ^ character.codePointAt(0), 16777619) >>> 0;
  return h("span", { class: "mono", "aria-hidden": "true", "--hue": String(hash % 360) }, letters(name));
}

function letters(name) {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [name];
  const number = words.length > 1 && /^\d{1,2}$/.test(words.at(-1)) ? words.at(-1) : "";
  const wide = /[^\u0000-\u024f]/.test(words[0]);
  const first = [...words[0]];
  if (number) return (first[0] + number).toUpperCase();
  if (wide) return first.slice(0, 2).join("");
  return (words.length > 1 ? words.map((word) => [...word][0]) : first).slice(0, 3).join("").toUpperCase();
}

/** One side of a match: sign, name, score. */
export function side(slot, stage, entries) {
  const name = occupant(slot, entries, stage.matches);
  const state = slot.entry ? slot.outcome ?? "" : "open";
  const score = slot.score ?? (slot.outcome === "win" ? "✓" : "");
  return h(
    "span",
    { class: `side ${state}`, "data-entry": slot.entry, key: slot.entry ?? undefined },
    slot.entry ? sign(name) : h("span"),
    h("span", { class: "name", title: slot.entry ? name : null }, name),
    h("span", { class: "score" }, String(score)),
    slot.outcome === "win" && h("span", { class: "unseen" }, t("Winner")),
  );
}

/** A match as a button that opens its sheet. */
export function card(match, stage, entries, changed) {
  return h(
    "button",
    {
      type: "button",
      class: changed?.has(match.id) ? "match flash" : "match",
      "data-match": match.id,
      "data-phase": match.phase,
      "data-live": isLive(match),
      key: match.id,
    },
    h("span", { class: "cap" }, h("span", {}, caption(match)), status(match)),
    match.bracket === "lobby" ? h("span", { class: "side" }, h("span"), h("span", { class: "name" }, t("{count} entries", { count: present(match) }))) : match.slots.map((slot) => side(slot, stage, entries)),
  );
}

function present(match) {
  return match.slots.filter((slot) => slot.entry).length;
}

function caption(match) {
  const number = t("Match {number}", { number: match.number });
  return match.phase === "bye" ? number : `${number} · ${t("Bo{games}", { games: match.best_of })}`;
}

const TOLD = new Set(["called", "reported", "disputed"]);

function status(match) {
  if (isLive(match)) return h("b", {}, t("LIVE"));
  if (match.state === "voided") return h("em", {}, t("To be replayed"));
  if (match.phase === "stale") return h("b", {}, label("phase", "stale"));
  if (match.phase === "ready") return h("em", {}, TOLD.has(match.state) ? label("match", match.state) : t("Ready"));
  return h("span", {}, match.phase === "waiting" ? "" : match.phase === "bye" ? t("Bye") : "");
}

/** Everything about one match, for the sheet. */
export function details(match, stage) {
  const entries = entriesOf(stage);
  const reason = typeof match.reason === "string" ? { text: match.reason } : match.reason;
  const facts = [
    [t("State"), isLive(match) ? t("LIVE") : label("phase", match.phase)],
    match.outcome && match.outcome !== "played" && [t("How it ended"), label("outcome", match.outcome)],
    [t("Format"), t("Best of {games}", { games: match.best_of })],
    match.starts_at && [t("Time"), moment(match.starts_at)],
    match.station && [t("Station"), match.station],
    reason && [t("Why this pairing"), sentence(reason.text, reason.params, stage)],
  ].filter(Boolean);
  return h(
    "div",
    {},
    h(
      "header",
      {},
      h("h2", {}, t("Match {number}", { number: match.number })),
      h("button", { type: "button", class: "plain", "data-close": true, "aria-label": t("Close") }, "×"),
    ),
    h("div", { class: "versus" }, match.slots.map((slot) => side(slot, stage, entries))),
    match.games?.length > 1 && games(match),
    h("dl", { class: "about" }, facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    match.phase === "ready" && h("div", { class: "row" }, h("a", { class: "button small-button", href: `${home()}/matches/${match.id}` }, t("Match room"))),
    draftLinks(match.drafts ?? []),
  );
}

/** The ways to the rooms of drafts, game by game; nothing where there are none. */
export function draftLinks(drafts) {
  const inGames = [...drafts].sort((a, b) => a.game - b.game);
  return inGames.length > 0 && h("div", { class: "row" }, inGames.map(draftLink));
}

// Rooms stand below the tournament's public page, whichever page of it this is.
const home = () => location.pathname.replace(/^\/desk/, "");

function draftLink(draft) {
  const href = `${home()}/drafts/${draft.id}`;
  return h("a", { class: "button small-button", key: draft.id, href }, t("Draft of game {number}", { number: draft.game }));
}

function games(match) {
  return h(
    "ol",
    { class: "games" },
    match.games.map((game, index) =>
      h("li", {}, h("small", {}, t("Game {number}", { number: index + 1 })), game.join(" : ")),
    ),
  );
}
