// The stages on the desk: look at a draw before it is made, make it, pair a round that waits.

import { ask } from "./ask.js";
import { call, newKey, toast } from "./api.js";
import { h } from "./dom.js";
import { card } from "./match.js";
import { entriesOf, inOrder, OVER } from "./model.js";
import { label, page, t } from "./words.js";

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
