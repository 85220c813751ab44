// The table of a stage, and in words why somebody stands where they stand.

import { h } from "./dom.js";
import { sign } from "./match.js";
import { entriesOf, sentence } from "./model.js";
import { label, page, t } from "./words.js";

/** The standings, a table a group; `open` holds the entries whose trail is shown. */
export function standings(stage, open) {
  if (!stage.standings.length) return h("p", { class: "empty" }, t("The table fills as results come in."));
  const groups = [...new Set(stage.standings.map((standing) => standing.group ?? ""))].sort();
  return h(
    "div",
    { class: "stack" },
    groups.map((group) => {
      const rows = stage.standings.filter((standing) => (standing.group ?? "") === group);
      return table(stage, rows.sort((a, b) => (a.ordinal ?? a.place) - (b.ordinal ?? b.place)), groups.length > 1 && group, open);
    }),
  );
}

function table(stage, rows, group, open) {
  const figures = columns(rows);
  const entries = entriesOf(stage);
  return h(
    "div",
    { class: "table", key: `t${group}` },
    h(
      "table",
      {},
      group && h("caption", {}, t("Group {group}", { group })),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", {}, h("span", { class: "unseen" }, t("Place"))),
          h("th", { class: "who" }, t("Entry")),
          figures.map((figure) => h("th", { scope: "col" }, label("figure", figure))),
          h("th", {}, h("span", { class: "unseen" }, t("Why?"))),
        ),
      ),
      h("tbody", {}, rows.map((row) => line(row, { stage, entries, figures, open }))),
    ),
  );
}

// The figures that these rows have, in the labels' order; draws only where there was one.
function columns(rows) {
  const has = (figure) => rows.some((row) => (figure === "draws" ? row.figures?.draws > 0 : figure in (row.figures ?? {})));
  return Object.keys(page.labels.figure).filter(has);
}

function line(row, at) {
  const name = at.entries.get(row.entry)?.name ?? "";
  const shown = at.open.has(row.entry);
  return [
    h(
      "tr",
      { key: row.entry, class: fate(row, at.stage) },
      h("td", { class: "place" }, String(row.place)),
      h("td", { class: "who" }, h("span", {}, sign(name), name)),
      at.figures.map((figure) => h("td", {}, String(row.figures?.[figure] ?? ""))),
      h(
        "td",
        { class: "why" },
        h(
          "button",
          { type: "button", "data-why": row.entry, "aria-expanded": String(shown), "aria-label": t("Why is {name} here?", { name }) },
          h("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: "M3 6l5 5 5-5", fill: "none", stroke: "currentColor", "stroke-width": "2" })),
        ),
      ),
    ),
    shown && h("tr", { key: `why ${row.entry}`, class: "trail" }, h("td", { colspan: String(at.figures.length + 3) }, trail(row, at.stage))),
  ];
}

function trail(row, stage) {
  const steps = (row.trail ?? []).map((step) => sentence(step.text, step.params, stage));
  return steps.length
    ? h("ol", {}, steps.map((text) => h("li", {}, text)))
    : h("p", {}, t("Nobody else is near: the results alone decide this place."));
}

/** Whether an entry is through or out, as far as it is decided. */
function fate(row, stage) {
  const { qualifies, state } = stage.stage;
  const told = { advanced: "through", eliminated: "out" }[row.figures?.status];
  if (told) return told;
  if (!qualifies || state !== "finished") return "";
  return row.ordinal <= qualifies ? "through" : "out";
}
