// The stages on the desk: look at a draw before it is made, make it, pair a round that waits.

import { ask } from "./ask.js";
import { call, newKey, toast } from "./api.js";
import { h } from "./dom.js";
import { card } from "./match.js";
import { entriesOf, inOrder, OVER } from "./model.js";
import { label, page, t } from "./words.js";

const UNTOUCHED = new Set(["idle", "called"]);

/** One line for each stage, with what can be done with it now. */
export function stageList(view) {
  const stages = [...view.stages].sort((a, b) => a.stage.position - b.stage.position);
  return [
    h("h2", { key: "title" }, t("Stages")),
    stages.length
      ? h("ul", { class: "lines", key: "list" }, stages.map((stage, index) => line(stage, stages[index - 1])))
      : h("p", { class: "empty", key: "empty" }, t("There are no stages yet. Add the first one below.")),
  ];
}

function line(stage, before) {
  const { id, name, format, state, position } = stage.stage;
  const done = stage.matches.filter((match) => OVER.has(match.phase)).length;
  const facts = [label("format", format), stage.matches.length ? t("{done} of {all} matches played", { done, all: stage.matches.length }) : null];
  return h(
    "li",
    { key: id },
    h("div", { class: "grow" }, h("strong", {}, `${position}. ${name}`), h("span", { class: "quiet" }, facts.filter(Boolean).join(" · "))),
    h("span", { class: "chip", "data-state": state }, label("stage", state)),
    page.may.manage_tournament && actions(stage, before),
  );
}

function actions(stage, before) {
  const { id, state, format } = stage.stage;
  if (state === "pending") {
    const ready = !before || before.stage.state === "finished";
    return ready
      ? h("div", { class: "row full" }, h("button", { type: "button", class: "main", "data-draw": id }, t("Look at the draw and start")))
      : h("p", { class: "quiet full" }, t("It can start when the stage before is finished."));
  }
  const newest = Math.max(...stage.matches.map((match) => match.round));
  const fresh = stage.matches.filter((match) => match.round === newest);
  const untouched = fresh.every((match) => match.phase === "bye" || (match.phase === "ready" && UNTOUCHED.has(match.state)));
  if (state === "running" && format === "swiss" && newest > 1 && untouched) {
    return h("div", { class: "row full" }, h("button", { type: "button", class: "small-button", "data-unpair": id, "data-round": newest }, t("Take the pairing of round {number} back", { number: newest })));
  }
  const waits = state === "running" && format === "swiss" && stage.matches.every((match) => OVER.has(match.phase));
  return waits && h("div", { class: "row full" }, h("button", { type: "button", "data-pair": id }, t("Pair the next round")));
}

/** Show the draw that a start would make; start the stage with exactly that draw on a yes. */
export async function previewAndStart(id, seq) {
  const drawn = await call("POST", `/stages/${id}/draw`, { body: {} });
  const first = Math.min(...drawn.matches.map((match) => match.round));
  const entries = entriesOf(drawn);
  const matches = inOrder(drawn.matches).filter((match) => match.round === first && match.bracket !== "third_place");
  const count = drawn.entries.length;
  const body = [
    h("p", {}, matches.length ? t("{count} entries, first round:", { count }) : t("{count} entries take part.", { count })),
    h("div", { class: "preview" }, matches.map((match) => card(match, drawn, entries))),
    drawn.kept_apart.length ? h("ul", { class: "impact" }, drawn.kept_apart.map((one) => h("li", {}, t(one.text, one.params)))) : null,
    h("p", { class: "quiet small" }, t("Draw seed {seed}: with it anybody can repeat this draw.", { seed: drawn.stage.draw_seed })),
  ];
  if (!(await ask({ title: drawn.stage.name, body, action: t("Start the stage") }))) return;
  await call("POST", `/stages/${id}/start`, { body: { draw_seed: drawn.stage.draw_seed, expected_seq: seq }, key: `start-${id}-${drawn.stage.draw_seed}` });
  toast(t("{name} has started.", { name: drawn.stage.name }));
}

/** Pair the round that waits. */
export async function pairRound(id) {
  await call("POST", `/stages/${id}/rounds`, { key: newKey() });
  toast(t("The next round is paired."));
}

/** Take back the newest round of a Swiss, in which nothing has been done; `done` is called with what undoes it. */
export async function unpairRound(id, round, done) {
  const reason = h("textarea", { id: "unpair-reason", class: "short", rows: "2", maxlength: "500" });
  const body = [
    h("p", {}, t("Those who would have played are told. A round that is paired by itself is paired anew with the next change, or by hand.")),
    h("div", { class: "field" }, h("label", { for: "unpair-reason" }, t("Why? Everybody can read it.")), reason),
  ];
  const title = t("Take the pairing of round {number} back", { number: round });
  if (!(await ask({ title, body, action: t("Take it back"), danger: true })) || !reason.value.trim()) return;
  await call("POST", `/stages/${id}/rounds/unpair`, { body: { round, reason: reason.value.trim() }, key: newKey() });
  done(t("The pairing of round {number} is taken back.", { number: round }), () => pairRound(id));
}
