// Entering a score: tap the winner or type the games, look at what will be said, say it.

import { ask } from "./ask.js";
import { call, Refusal } from "./api.js";
import { h } from "./dom.js";
import { sign } from "./match.js";
import { entriesOf, occupant } from "./model.js";
import { lobbyForm } from "./report_lobby.js";
import { label, page, t } from "./words.js";

const OUTCOMES = ["walkover", "no_show", "forfeit", "disqualification", "double_forfeit"];

/** The sheet that reports a match. `done` is called with a sentence about what was recorded. */
export function reportSheet(match, stage, done) {
  const error = h("p", { class: "form-error", role: "alert" });
  return claimSheet(match, stage, [error], (body, words) => submit(match, body, words, error, done));
}

/** A sheet with every way to say how a match ended; `send` gets the report's body and the words for it. */
export function claimSheet(match, stage, top, send) {
  const names = sides(match, stage);
  return h(
    "div",
    {},
    h(
      "header",
      {},
      h("div", {}, h("h2", {}, t("Match {number}", { number: match.number })), h("p", { class: "quiet" }, `${stage.stage.name} · ${t("Best of {games}", { games: match.best_of })}`)),
      h("button", { type: "button", class: "plain", "data-close": true, "aria-label": t("Close") }, "×"),
    ),
    top,
    match.bracket === "lobby" ? lobbyForm(match, stage, send) : twoSides(match, names, send),
  );
}

/** The ways to say how a match between two ended; `rest` are those beside games and the winner alone. */
export function twoSides(match, names, send, rest = outcomes(names, send)) {
  return [
    gamesForm(match, names, send),
    h("section", { class: "stack" }, h("h3", {}, t("Only the winner is known")), h("div", { class: "winners" }, names.map((name, slot) => winner(name, slot, send)))),
    rest,
  ];
}

/** The names of the two sides. */
export function sides(match, stage) {
  const entries = entriesOf(stage);
  return match.slots.map((slot) => occupant(slot, entries, stage.matches));
}

// One game decides: its points. More games: a line for each, as many as were played.
function gamesForm(match, names, send) {
  const lines = Array.from({ length: match.best_of }, (_, index) => gameLine(index, names, match.best_of));
  const form = h(
    "form",
    { class: "score", novalidate: true },
    h("div", { class: "score-line heads" }, h("span", {}), names.map((name) => h("span", {}, sign(name), name))),
    lines,
    h("button", { class: "main" }, t("Look at the result")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const games = lines.map(read).filter(Boolean);
    const won = [0, 1].map((slot) => games.filter((game) => game[slot] > game[1 - slot]).length);
    const score = match.best_of === 1 && games.length === 1 ? games[0] : won;
    const words = t("{first} {a} – {b} {second}", { first: names[0], a: score[0], b: score[1], second: names[1] });
    send({ games: games.map((scores) => ({ scores })) }, words);
  });
  return form;
}

function gameLine(index, names, bestOf) {
  const input = (slot) =>
    h("input", { type: "text", inputmode: "numeric", pattern: "[0-9]*", maxlength: "7", autocomplete: "off", "aria-label": t("{name}, game {number}", { name: names[slot], number: index + 1 }) });
  return h("div", { class: "score-line" }, h("span", { class: "quiet" }, bestOf === 1 ? t("Score") : t("Game {number}", { number: index + 1 })), input(0), input(1));
}

function read(line) {
  const found = [...line.querySelectorAll("input")].map((input) => input.value.trim());
  return found.every((text) => text === "") ? null : found.map((text) => (/^\d+$/.test(text) ? Number(text) : -1));
}

function winner(name, slot, send) {
  const button = h("button", { type: "button" }, sign(name), name);
  button.addEventListener("click", () => send({ winner: slot }, t("{name} wins", { name })));
  return button;
}

function outcomes(names, send) {
  const kind = h("select", { "aria-label": t("What happened") }, OUTCOMES.map((one) => h("option", { value: one }, label("outcome", one))));
  const slot = h("select", { "aria-label": t("Who does not play") }, names.map((name, index) => h("option", { value: String(index) }, name)));
  const button = h("button", { type: "button" }, t("Look at the result"));
  kind.addEventListener("change", () => (slot.hidden = kind.value === "double_forfeit"));
  button.addEventListener("click", () => {
    const both = kind.value === "double_forfeit";
    const outcome = both ? { kind: kind.value } : { kind: kind.value, slot: Number(slot.value) };
    const words = both ? label("outcome", kind.value) : `${names[slot.value]}: ${label("outcome", kind.value)}`;
    send({ outcome }, words);
  });
  return h("details", { class: "fold" }, h("summary", {}, t("It was not played out")), h("div", { class: "stack" }, kind, slot, button));
}

async function submit(match, body, words, error, done) {
  error.textContent = "";
  const title = t("Match {number}", { number: match.number });
  const note = t("Everybody sees it at once, and the bracket moves on.");
  if (!(await ask({ title, body: [h("p", { class: "verdict" }, words), h("p", { class: "quiet" }, note)], action: t("Confirm the result") }))) return;
  try {
    const key = `${match.id}-${match.revision}-${JSON.stringify(body)}`.replace(/[^ -~]/g, "");
    const told = await call("POST", `/matches/${match.id}/reports`, { body: { ...body, expected_revision: match.revision }, key: key.slice(0, 255) });
    done(told.state === "entered" ? t("Entered: {result}. Another member of the staff confirms it.", { result: words }) : t("Recorded: {result}", { result: words }));
  } catch (refusal) {
    tell(refusal, error);
  }
}

/** Say in `place` why the server refused. */
export function tell(refusal, place) {
  if (!(refusal instanceof Refusal)) throw refusal;
  place.textContent = [refusal.message, ...(refusal.problem.errors ?? []).map((one) => one.detail)]
    .filter((text, index, all) => all.indexOf(text) === index)
    .join(" ");
  place.scrollIntoView({ block: "nearest" });
}

/** Whether this person may report at all. */
export const mayReport = Boolean(page.may?.report_result);
