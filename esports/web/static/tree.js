// Elimination trees: a column a round, every match in the middle of the two that feed it.

import { h } from "./dom.js";
import { card } from "./match.js";
import { entriesOf, inOrder, OVER, roundName } from "./model.js";
import { label, t } from "./words.js";

const LEAST_ROWS_WITH_THIRD = 8;

/** A single elimination, with its third-place match at the foot of the final's column. */
export function tree(stage, changed) {
  const rounds = roundsOf(stage, ["upper", "final"]);
  if (!regular(rounds)) return columns(stage, changed);
  const third = stage.matches.filter((match) => match.bracket === "third_place");
  return board({ stage, changed, rounds, third, name: (column) => roundName(column + 1, rounds.length) });
}

/** A double elimination: the upper bracket and the grand final above, the lower bracket below. */
export function twoTrees(stage, changed) {
  const parts = [roundsOf(stage, ["upper", "final"]), roundsOf(stage, ["lower"])].filter((rounds) => rounds.length);
  if (!parts.every(regular)) return columns(stage, changed);
  return h(
    "div",
    { class: "stack" },
    parts.map((rounds) => board({ stage, changed, rounds, third: [], name: (column) => title(rounds[column][0]) })),
  );
}

/** Any other graph of matches: a column a bracket and round, without lines. */
export function columns(stage, changed) {
  const entries = entriesOf(stage);
  const rounds = roundsOf(stage, [...new Set(inOrder(stage.matches).map((match) => match.bracket))]);
  return h(
    "div",
    { class: "columns" },
    rounds.map((matches) =>
      h("div", { key: matches[0].id }, h("h3", {}, title(matches[0])), matches.map((match) => card(match, stage, entries, changed))),
    ),
  );
}

function title(match) {
  if (match.bracket === "final") return match.round > 1 ? t("Grand final, second match") : t("Grand final");
  return [label("bracket", match.bracket), match.group, t("Round {number}", { number: match.round })].filter(Boolean).join(" · ");
}

// The rounds of these brackets, one bracket after another: lists of matches in playing order.
function roundsOf(stage, brackets) {
  const rounds = new Map();
  for (const bracket of brackets) {
    const matches = inOrder(stage.matches.filter((match) => match.bracket === bracket));
    for (const match of matches.sort((a, b) => a.round - b.round || a.number - b.number)) {
      const key = `${bracket} ${match.group ?? ""} ${match.round}`;
      if (!rounds.has(key)) rounds.set(key, []);
      rounds.get(key).push(match);
    }
  }
  return [...rounds.values()];
}

/** Whether each round has as many matches as the one before, or half of them. */
function regular(rounds) {
  const steps = rounds.slice(1).map((matches, index) => rounds[index].length / matches.length);
  return rounds.length > 0 && rounds.at(-1).length === 1 && steps.every((step) => step === 1 || step === 2);
}

function board(at) {
  const entries = entriesOf(at.stage);
  const rows = Math.max(2 * at.rounds[0].length, at.third.length ? LEAST_ROWS_WITH_THIRD : 2);
  const now = at.rounds.findIndex((matches) => matches.some((match) => !OVER.has(match.phase)));
  const drawn = (match) => card(match, at.stage, entries, at.changed);
  return h(
    "div",
    { class: "tree", "--rows": String(rows), "--cols": String(at.rounds.length) },
    at.rounds.map((matches, column) => [
      h("h3", { key: `r${column}`, class: column === now ? "now" : null, "--col": String(column + 1) }, at.name(column)),
      matches.map((match, index) => node(drawn(match), match, lines(at.rounds, column), column, index * (rows / matches.length), rows / matches.length)),
    ]),
    at.third.map((match) => node(h("div", {}, h("p", { class: "label" }, t("Third place")), drawn(match)), match, "third", at.rounds.length - 1, rows - 3, 3)),
  );
}

// Two lines come together where a round halves; one goes straight on where it does not.
function lines(rounds, column) {
  const last = column === rounds.length - 1 && rounds[column][0].bracket !== "lower" ? " final" : "";
  if (column === 0) return last;
  return (rounds[column - 1].length === rounds[column].length ? "straight" : "fed") + last;
}

function node(content, match, style, column, row, span) {
  return h(
    "div",
    { class: `node ${style}`, key: `n${match.id}`, "--col": String(column + 1), "--row": String(row + 1), "--span": String(span) },
    content,
  );
}
