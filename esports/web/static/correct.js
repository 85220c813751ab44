// Correcting a result: say what it should have been and why, see all that changes, agree to just that.

import { ask } from "./ask.js";
import { call, newKey } from "./api.js";
import { h } from "./dom.js";
import { entriesOf, occupant } from "./model.js";
import { claimSheet, sides, tell } from "./report.js";
import { label, page, t } from "./words.js";

const BEFORE_PLAY = new Set(["draft", "registration", "check_in", "seeding"]);

/** The sheet that corrects a match. `done` is called with a sentence about what was done. */
export function correctSheet(match, stage, done) {
  const error = h("p", { class: "form-error", role: "alert" });
  const reason = h("textarea", { id: "why", class: "short", rows: "2", maxlength: "500", required: true });
  const stands = h("input", { type: "checkbox", id: "stands" });
  const top = [
    h("p", { class: "quiet" }, t("Recorded: {result}", { result: now(match, stage) })),
    error,
    h("div", { class: "field" }, h("label", { for: "why" }, t("Why is it corrected? Everybody can read it.")), reason),
    h("label", { class: "check" }, stands, t("Put it on record, but let the result stand")),
  ];
  return claimSheet(match, stage, top, async (body, words) => {
    error.textContent = "";
    if (!reason.value.trim()) {
      error.textContent = t("Please say why.");
      return reason.focus();
    }
    try {
      await correct({ match, stage, body, words, reason: reason.value.trim(), stands: stands.checked }, done);
    } catch (refusal) {
      tell(refusal, error);
    }
  });
}

function now(match, stage) {
  if (match.bracket === "lobby") return t("{done} of {all} games", { done: match.placements.length, all: match.best_of });
  const [first, second] = sides(match, stage);
  const [a, b] = match.slots.map((slot) => slot.score ?? null);
  if (a !== null && b !== null) return t("{first} {a} – {b} {second}", { first, a, b, second });
  return match.winner === 0 || match.winner === 1 ? t("{name} wins", { name: [first, second][match.winner] }) : label("outcome", match.outcome);
}

async function correct({ match, stage, body, words, reason, stands }, done) {
  const claim = { ...body, expected_revision: match.revision };
  const shown = await call("POST", `/matches/${match.id}/correction/preview`, { body: claim });
  const agreed = { ...claim, reason, stands, impact_token: shown.impact_token };
  const started = !stands && shown.impact.some((one) => one.kind === "stage");
  const said = [
    h("p", { class: "verdict" }, words),
    ...(started ? followingChoice(match, stage, claim, shown, agreed) : [impactList(stands ? { impact: [] } : shown, stage)]),
    h("p", { class: "quiet" }, t("It can be taken back until something is played that rests on it.")),
  ];
  const danger = voids(shown) && !stands;
  const title = t("Correct match {number}", { number: match.number });
  if (!(await ask({ title, body: said, action: t("Correct the result"), danger }))) return;
  const made = await send(match, agreed);
  if (!made.report) return done(t("Proposed: another member of the staff makes the correction."));
  done(t("Corrected: {result}", { result: words }), () => revert(made));
}

// Where the tournament asks for a second person, it is proposed.
function send(match, agreed) {
  const path = `/matches/${match.id}/correction`;
  const two = page.view.tournament?.reporting.second_person_corrections;
  return call("POST", two ? `${path}/propose` : path, { body: agreed, key: newKey() });
}

// Whether something that was played is to be played again, here or in the following stage.
function voids({ impact }) {
  return impact.some((one) => one.effect === "void" || one.matches?.some((match) => match.effect === "void"));
}

// What becomes of a following stage that has started: each choice is shown before it is agreed to.
function followingChoice(match, stage, claim, shown, agreed) {
  const list = h("div", { "aria-live": "polite" }, impactList(shown, stage));
  const choices = { keep: t("Leave it as it is"), exchange: t("Exchange only who should not be in it"), reseat: t("Seat all of them anew") };
  const select = h("select", { id: "following" }, Object.entries(choices).map(([value, text]) => h("option", { value }, text)));
  let known = "keep";
  select.addEventListener("change", async () => {
    const chosen = select.value;
    select.disabled = true;
    try {
      const other = await call("POST", `/matches/${match.id}/correction/preview`, { body: { ...claim, following: chosen } });
      list.replaceChildren(impactList(other, stage));
      Object.assign(agreed, { following: chosen, impact_token: other.impact_token });
      document.querySelector("#ask button[value=yes]").className = voids(other) ? "danger" : "main";
      known = chosen;
    } catch (refusal) {
      const error = h("p", { class: "form-error", role: "alert" });
      tell(refusal, error);
      list.replaceChildren(error);
      select.value = known;
    }
    select.disabled = false;
  });
  return [list, h("div", { class: "field" }, h("label", { for: "following" }, t("The following stage")), select)];
}

async function revert(made) {
  await call("POST", `/corrections/${made.id}/revert`, { body: { reason: t("Taken back at once.") }, key: newKey() });
}

/** All that a preview says would change in a stage. */
export function impactList(shown, stage) {
  const lines = shown.impact.flatMap((one) => told(one, stage)).filter(Boolean);
  return lines.length ? h("ul", { class: "impact" }, lines.map((line) => h("li", {}, line))) : h("p", { class: "quiet" }, t("Nothing else changes."));
}

// One line of the preview, in words.
function told(one, stage) {
  const entries = entriesOf(stage);
  const name = (id) => (id ? occupant({ entry: id }, entries, stage.matches) : t("To be decided"));
  const pair = (ids) => ids.map(name).join(" – ");
  const places = { name: one.entry && name(one.entry), before: one.before ?? "–", after: one.after ?? "–" };
  const words = {
    match: () => matchWords(one, pair),
    place: () => t("{name}: place {before} → {after}", places),
    seed: () => t("{name}: seed in the next stage {before} → {after}", places),
    stage: () => stageWords(one),
    earlier: () => stageWords(one),
    paired: () => t("{rounds} of {name}: paired already, and stays as it is.", { rounds: rounds(one.rounds), name: one.name }),
    tournament: () => tournamentWords(one),
  };
  return words[one.kind]();
}

function rounds(numbers) {
  return numbers.map((number) => t("Round {number}", { number })).join(", ");
}

// A tournament that places lead to: who comes in there for whom; or that its organisers have to look.
function tournamentWords(one) {
  const seats = one.seats ?? [];
  if (seats.length) return seats.map((seat) => t("In {name}: {line}", { name: one.name, line: t("seed {seed}: {before} → {after}", { seed: seat.seed, before: seat.before ?? "–", after: seat.after }) }));
  if (!BEFORE_PLAY.has(one.state)) return t("{name} has places for who qualifies here. Play has begun there: it stays as it is.", { name: one.name });
  return t("{name} has places for who qualifies here; look there as well.", { name: one.name });
}

// A following stage that has started: what changes there, each line with its name.
function stageWords(one) {
  if (one.following === "keep") return t("{name} has started and stays as it is.", { name: one.name });
  const name = (id) => one.names[id] ?? t("To be decided");
  const pair = (ids) => ids.map(name).join(" – ");
  return [
    ...(one.seats ?? []).map((seat) => t("seed {seed}: {before} → {after}", { seed: seat.seed, before: name(seat.before), after: name(seat.after) })),
    ...one.matches.map((match) => matchWords(match, pair)).filter(Boolean),
    ...(one.kind === "earlier" ? one.places.map((place) => t("{name}: place {before} → {after}", { name: name(place.entry), before: place.before ?? "–", after: place.after ?? "–" })) : []),
  ].map((line) => t("In {name}: {line}", { name: one.name, line }));
}

function matchWords(one, pair) {
  if (one.effect === "void") return t("Match {number} is void and is played again: {sides}", { number: one.number, sides: pair(one.after) });
  if (one.effect === "untouched") return t("Match {number} becomes {sides}", { number: one.number, sides: pair(one.after) });
  if (one.effect === "given_up") return t("Match {number} goes to the opponent: {sides}", { number: one.number, sides: pair(one.after) });
  if (one.effect === "annulled") return t("Match {number} is annulled: {sides}", { number: one.number, sides: pair(one.after) });
  if (one.effect === "unneeded") return t("Match {number} need not be played any more", { number: one.number });
  return null;
}
