// A tree on the grid: a column a round, every match in the middle of the rows of those that feed it.

import { h } from "./dom.js";
import { card } from "./match.js";
import { entriesOf, OVER } from "./model.js";
import { t } from "./words.js";

const LEAST_ROWS_WITH_THIRD = 8;
const MINOR = new Set(["lower", "placement"]);

/** Whether each round has as many matches as the one before, or half of them. */
export function regular(rounds) {
  const steps = rounds.slice(1).map((matches, index) => rounds[index].length / matches.length);
  return rounds.length > 0 && rounds.at(-1).length === 1 && steps.every((step) => step === 1 || step === 2);
}

/**
 * The drawing of `at.rounds`, lists of matches in playing order, with the match for third place at the foot
 * of the last column if there is one. `at.name` gives the heading of a column.
 */
export function board(at) {
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
  const last = column === rounds.length - 1 && !MINOR.has(rounds[column][0].bracket) ? " final" : "";
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
