// Elimination trees: a column a round, every match in the middle of the two that feed it.

import { board, regular } from "./board.js";
import { h } from "./dom.js";
import { card } from "./match.js";
import { byRound, entriesOf, inOrder, roundName } from "./model.js";
import { label, t } from "./words.js";

/** A single elimination, with its third-place match at the foot of the final's column, and the places below. */
export function tree(stage, changed) {
  const rounds = roundsOf(stage, ["upper", "final"]);
  if (!regular(rounds)) return columns(stage, changed);
  const third = stage.matches.filter((match) => match.bracket === "third_place");
  const main = board({ stage, changed, rounds, third, name: (column) => roundName(column + 1, rounds.length) });
  const places = placements(stage).map(([first, matches]) => placement(first, matches, stage, changed));
  return places.length ? h("div", { class: "parts" }, main, places) : main;
}

// The matches that play for places, by the best place of each small bracket: it stands in their keys.
function placements(stage) {
  const found = new Map();
  for (const match of stage.matches.filter(({ bracket }) => bracket === "placement")) {
    const first = Number(/^P(\d+)/.exec(match.key)?.[1] ?? 0);
    if (!found.has(first)) found.set(first, []);
    found.get(first).push(match);
  }
  return [...found.entries()].sort(([a], [b]) => a - b);
}

function placement(first, matches, stage, changed) {
  const rounds = byRound(matches).map(([, found]) => found);
  const name = (column) => t("Round {number}", { number: rounds[column][0].round });
  const title = t("Places {first} to {last}", { first, last: first + 2 * rounds[0].length - 1 });
  return part(title, board({ stage, changed, rounds, third: [], name }));
}

function part(title, drawing) {
  return h("section", { class: "part", key: title }, h("h4", {}, title), drawing);
}

/** A double elimination: the upper bracket and the grand final above, the lower bracket below. */
export function twoTrees(stage, changed) {
  const parts = [roundsOf(stage, ["upper", "final"]), roundsOf(stage, ["lower"])].filter((rounds) => rounds.length);
  if (!parts.every(regular)) return columns(stage, changed);
  return h(
    "div",
    { class: "parts" },
    parts.map((rounds) => board({ stage, changed, rounds, third: [], name: (column) => doubleTitle(rounds, column) })),
  );
}

function doubleTitle(rounds, column) {
  const { bracket } = rounds[column][0];
  const last = bracket !== "final" && rounds[column + 1]?.[0].bracket !== bracket;
  if (!last) return title(rounds[column][0]);
  return bracket === "upper" ? t("Upper bracket final") : t("Lower bracket final");
}

/** A gauntlet: one match a round, each winner goes on to the next. */
export function ladder(stage, changed) {
  const rounds = byRound(stage.matches).map(([, matches]) => matches);
  const name = (column) => (column === rounds.length - 1 ? t("Final") : t("Round {number}", { number: column + 1 }));
  return board({ stage, changed, rounds, third: [], name });
}

/** Groups of four: each by itself, a column a round. */
export function groups(stage, changed) {
  const names = [...new Set(stage.matches.map((match) => match.group ?? ""))].sort();
  const of = (group) => ({ ...stage, matches: stage.matches.filter((match) => (match.group ?? "") === group) });
  return h(
    "div",
    { class: "groups" },
    names.map((group) => part(t("Group {group}", { group }), rows(roundsOf(of(group), ["group"]), stage, changed, groupRound))),
  );
}

function groupRound({ round }) {
  const names = [t("Opening matches"), t("Winners and elimination"), t("Decider")];
  return names[round - 1] ?? t("Round {number}", { number: round });
}

/** Any other graph of matches: a column a bracket and round, without lines. */
export function columns(stage, changed) {
  const brackets = [...new Set(inOrder(stage.matches).map((match) => match.bracket))];
  return rows(roundsOf(stage, brackets), stage, changed, title);
}

function rows(rounds, stage, changed, name) {
  const entries = entriesOf(stage);
  return h(
    "div",
    { class: "columns" },
    rounds.map((matches) =>
      h("div", { key: matches[0].id }, h("h3", {}, name(matches[0])), matches.map((match) => card(match, stage, entries, changed))),
    ),
  );
}

function title(match) {
  if (match.bracket === "final") return match.round > 1 ? t("Grand final, second match") : t("Grand final");
  const where = match.group ? t("Group {group}", { group: match.group }) : match.bracket !== "custom" && label("bracket", match.bracket);
  return [where, t("Round {number}", { number: match.round })].filter(Boolean).join(" · ");
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
