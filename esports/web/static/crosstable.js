// A round robin as a cross table: who met whom, read by row.

import { h } from "./dom.js";
import { sign } from "./match.js";
import { entriesOf } from "./model.js";
import { t } from "./words.js";

/** One table for each group of the stage. */
export function crosstables(stage, changed) {
  const groups = [...new Set(stage.matches.map((match) => match.group ?? ""))].sort();
  return h("div", { class: "crosses" }, groups.map((group) => table(stage, group, groups.length > 1, changed)));
}

function table(stage, group, named, changed) {
  const entries = entriesOf(stage);
  const matches = stage.matches.filter((match) => (match.group ?? "") === group);
  const inside = new Set(matches.flatMap((match) => match.slots.map((slot) => slot.entry)).filter(Boolean));
  const rows = stage.entries.filter((entry) => inside.has(entry.id)).sort((a, b) => (a.seed ?? 0) - (b.seed ?? 0));
  return h(
    "div",
    { class: "table", key: `g${group}` },
    h(
      "table",
      { class: "cross" },
      named && h("caption", {}, t("Group {group}", { group })),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { class: "who" }, t("Entry")),
          rows.map((entry) => h("th", { scope: "col", title: entry.name }, sign(entry.name), h("span", { class: "unseen" }, entry.name))),
        ),
      ),
      h("tbody", {}, rows.map((entry) => row(entry, rows, matches, entries, changed))),
    ),
  );
}

function row(entry, rows, matches, entries, changed) {
  return h(
    "tr",
    { key: entry.id },
    h("th", { scope: "row", class: "who" }, h("span", {}, sign(entry.name), h("span", { class: "name" }, entry.name))),
    rows.map((other) => (other.id === entry.id ? h("td", { class: "self" }) : meeting(entry, other, matches, changed))),
  );
}

function meeting(entry, other, matches, changed) {
  const met = matches.filter((match) => {
    const ids = match.slots.map((slot) => slot.entry);
    return ids.includes(entry.id) && ids.includes(other.id);
  });
  return h("td", {}, met.map((match) => cell(match, entry, other, changed)));
}

function cell(match, entry, other, changed) {
  const [mine, theirs] = [entry, other].map((who) => match.slots.find((slot) => slot.entry === who.id));
  const outcome = { win: t("Won"), loss: t("Lost"), draw: t("Drawn") }[mine.outcome];
  const score = mine.score === null || mine.score === undefined ? outcome ?? "·" : `${mine.score}–${theirs.score}`;
  return h(
    "button",
    {
      type: "button",
      class: [mine.outcome, changed?.has(match.id) && "flash"].filter(Boolean).join(" ") || null,
      "data-match": match.id,
      "aria-label": `${entry.name}, ${other.name}: ${score === "·" ? t("Not played yet") : score}`,
    },
    score,
  );
}
