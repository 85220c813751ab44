// The two sides of a draft with their bans and picks, and the pool. Nothing here speaks to the server.

import { causeWords, choiceWords, deedWords } from "./draft_words.js";
import { h } from "./dom.js";
import { sign } from "./match.js";
import { t } from "./words.js";

/** Both sides beside what is common to them. */
export function board(view, names) {
  return h(
    "div",
    { class: "sides", key: "sides" },
    names.map((name, slot) => sideOf(view, name, slot)),
    left(view),
  );
}

function sideOf(view, name, slot) {
  const own = view.decisions.filter((one) => one.slot === slot);
  const on = view.phase === "running" && view.turn.includes(slot);
  return h(
    "section",
    { class: on ? "party on" : "party", key: slot, "data-slot": String(slot), "aria-current": on ? "true" : null },
    h("h2", {}, sign(name), h("span", {}, name)),
    list(t("Bans"), "bans", own.filter((one) => one.kind === "ban"), view),
    list(t("Picks"), "picks", own.filter((one) => one.kind === "pick" || one.kind === "lineup"), view),
  );
}

function list(title, kind, decisions, view) {
  if (!decisions.length) return null;
  return h("div", { class: kind }, h("h3", {}, title), h("ol", {}, decisions.map((one) => item(one, view))));
}

function item(decision, view) {
  const cause = causeWords(decision);
  return h(
    "li",
    { key: decision.id, "data-kind": decision.kind, "data-empty": decision.choice === undefined || decision.choice === null },
    Array.isArray(decision.choice) ? lineup(decision.choice) : h("strong", {}, choiceWords(decision)),
    start(decision, view),
    cause && h("small", {}, cause),
  );
}

function lineup(rows) {
  return h("ul", { class: "lineup" }, rows.map((row) => h("li", {}, h("strong", {}, row.hero), h("span", {}, `${row.player} · ${row.spell}`))));
}

// A side is chosen on the thing that was picked or left just before it.
function start(decision, view) {
  const at = view.decisions.indexOf(decision);
  const next = view.decisions[at + 1];
  if (decision.kind === "ban" || next?.kind !== "side") return null;
  return h("small", { class: "start" }, t("{name} starts as {side}", { name: view.names[next.slot], side: next.choice }));
}

function left(view) {
  const rest = view.decisions.filter((one) => one.slot === null || one.slot === undefined);
  return rest.length ? h("section", { class: "party rest", key: "rest" }, list(t("Left over"), "picks", rest, view)) : null;
}

/** The pool: buttons for what may be chosen by who looks, plain for all else. */
export function pool(room, view, { mine, chosen }) {
  const options = new Set(mine ? view.options : []);
  const gone = new Map(view.decisions.filter((one) => typeof one.choice === "string").map((one) => [one.choice, one.kind]));
  return h(
    "div",
    { class: "pool", key: "pool" },
    room.pool.map((name) =>
      options.has(name)
        ? h("button", { type: "button", key: name, "data-choice": name, "aria-pressed": String(name === chosen) }, name)
        : h("span", { key: name, "data-gone": gone.get(name) ?? (view.kind && !view.options.includes(name) && taking(view) ? "barred" : null) }, name),
    ),
  );
}

/** The sides to start on, as buttons. */
export function starts(view, { chosen }) {
  return h(
    "div",
    { class: "pool starts", key: "starts" },
    view.options.map((name) => h("button", { type: "button", key: name, "data-choice": name, "aria-pressed": String(name === chosen) }, name)),
  );
}

const taking = (view) => view.kind === "ban" || view.kind === "pick";

/** The button that makes the choice that was tapped: twice, since a ban cannot be taken back. */
export function confirm(view, chosen) {
  const words = chosen ? deedWords(view.kind, chosen) : t("Choose above");
  return h("div", { class: "deed", key: "deed" }, h("button", { type: "button", class: "main", id: "deed", disabled: !chosen }, words));
}
