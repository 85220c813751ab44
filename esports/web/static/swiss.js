// A Swiss stage as broadcasts show it: a column a round, a pool a record, who is through and who is out.

import { h } from "./dom.js";
import { card, side } from "./match.js";
import { byRound, entriesOf, OVER } from "./model.js";
import { t } from "./words.js";

/** The records that a stage asks for: wins that advance and losses that send home; none in fixed rounds. */
function limits(stage) {
  const { variant, wins = 3, losses = 3 } = stage.stage.options ?? {};
  return variant === "fixed_rounds" ? null : { wins, losses };
}

/** How much of the stage is over, from 0 to 1: rounds that are not paired yet count as well. */
export function share(stage) {
  const { wins, losses } = limits(stage) ?? {};
  const fixed = stage.stage.options?.rounds || Math.ceil(Math.log2(stage.entries.length));
  const matches = byRound(stage.matches).map(([, found]) => found.filter((match) => OVER.has(match.phase)).length / found.length);
  return Math.min(1, matches.reduce((sum, part) => sum + part, 0) / (wins ? wins + losses - 1 : fixed));
}

/** Every entry's record before each round, and after the last: [wins, draws, losses] by entry id. */
function records(stage) {
  let present = new Map(stage.entries.map((entry) => [entry.id, [0, 0, 0]]));
  const before = new Map();
  for (const [round, matches] of byRound(stage.matches)) {
    before.set(round, present);
    present = new Map([...present].map(([id, record]) => [id, [...record]]));
    for (const match of matches) count(match, present);
  }
  return { before, present };
}

function count(match, present) {
  for (const slot of match.slots) {
    const record = present.get(slot.entry);
    if (!record) continue;
    if (slot.outcome === "win" || match.phase === "bye") record[0] += 1;
    else if (slot.outcome === "draw") record[1] += 1;
    else if (slot.outcome === "loss") record[2] += 1;
  }
}

/** The whole picture. */
export function swiss(stage, changed) {
  const entries = entriesOf(stage);
  const { before, present } = records(stage);
  const columns = new Map();
  const put = (column, record, pool) => {
    if (!columns.has(column)) columns.set(column, []);
    columns.get(column).push({ record, pool });
  };
  for (const [round, matches] of byRound(stage.matches)) {
    for (const [key, pool] of pools(matches, before.get(round))) {
      put(round - 1, key, open(key, pool, stage, entries, changed));
    }
  }
  const limit = limits(stage);
  for (const [key, ids] of limit ? ended(present, limit) : []) {
    const { won, lost } = figures(key);
    put(won + lost, key, closed(key, ids, won === limit.wins, stage, entries));
  }
  const ordered = [...columns.entries()].sort(([a], [b]) => a - b);
  const now = Math.max(...stage.matches.filter((match) => !OVER.has(match.phase)).map((match) => match.round - 1));
  return h(
    "div",
    { class: "swiss", "--cols": String(ordered.length) },
    ordered.map(([column, found]) =>
      h("div", { key: `c${column}`, class: column === now ? "now" : null }, found.sort(bestFirst).map(({ pool }) => pool)),
    ),
  );
}

// A match of unequal records stands with the better one: the worse one was moved up to it.
function pools(matches, before) {
  const found = new Map();
  for (const match of matches) {
    const sides = match.slots.map((slot) => before.get(slot.entry)).filter(Boolean);
    const record = sides.sort((one, other) => other[0] - one[0] || one[2] - other[2])[0] ?? [0, 0, 0];
    const key = record.join("-");
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(match);
  }
  return found;
}

function ended(present, { wins, losses }) {
  const found = new Map();
  for (const [id, record] of present) {
    if (record[0] !== wins && record[2] !== losses) continue;
    const key = record.join("-");
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(id);
  }
  return found;
}

function bestFirst(one, other) {
  const value = ({ record: key }) => figures(key).won - figures(key).lost;
  return value(other) - value(one);
}

function open(key, matches, stage, entries, changed) {
  const { won, lost } = figures(key);
  const left = matches.filter((match) => !OVER.has(match.phase)).length;
  return h(
    "section",
    { class: "pool", key, "--tone": String(Math.max(0, Math.min(150, 80 + 35 * (won - lost)))) },
    h("h3", {}, record(key), h("small", {}, left ? t("{left} to play", { left }) : t("Done"))),
    h("div", {}, matches.map((match) => card(match, stage, entries, changed))),
  );
}

function closed(key, ids, through, stage, entries) {
  const places = new Map(stage.standings.map((standing) => [standing.entry, standing.ordinal]));
  const sorted = [...ids].sort((a, b) => (places.get(a) ?? 999) - (places.get(b) ?? 999));
  return h(
    "section",
    { class: through ? "pool through" : "pool out", key },
    h("h3", {}, record(key), h("small", {}, through ? t("Advance") : t("Eliminated"))),
    h("div", {}, sorted.map((id) => side({ entry: id }, stage, entries))),
  );
}

function figures(key) {
  const [won, drawn, lost] = key.split("-").map(Number);
  return { won, drawn, lost };
}

// Wins and losses, as broadcasts write them; draws stand between them where there are any.
function record(key) {
  const { won, drawn, lost } = figures(key);
  const title = drawn ? t("{won} won, {drawn} drawn, {lost} lost", { won, drawn, lost }) : null;
  return h("span", { title }, (drawn ? [won, drawn, lost] : [won, lost]).join("–"));
}
