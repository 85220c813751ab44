// A Swiss stage as broadcasts show it: a column a round, a pool a record, who is through and who is out.

import { h } from "./dom.js";
import { card, side } from "./match.js";
import { byRound, entriesOf, OVER } from "./model.js";
import { t } from "./words.js";

/** The records that a stage asks for: wins that advance and losses that send home. */
function limits(stage) {
  const { wins = 3, losses = 3 } = stage.stage.options ?? {};
  return { wins, losses };
}

/** Every entry's record before each round, and after the last: [[wins, losses] by entry id, ...]. */
function records(stage) {
  let present = new Map(stage.entries.map((entry) => [entry.id, [0, 0]]));
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
    else if (slot.outcome === "loss") record[1] += 1;
  }
}

/** The whole picture. */
export function swiss(stage, changed) {
  const entries = entriesOf(stage);
  const { before, present } = records(stage);
  const { wins, losses } = limits(stage);
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
  for (const [key, ids] of ended(present, wins, losses)) {
    const [won, lost] = key.split("-").map(Number);
    put(won + lost, key, closed(key, ids, won === wins, stage, entries));
  }
  const ordered = [...columns.entries()].sort(([a], [b]) => a - b);
  const now = Math.max(...stage.matches.filter((match) => !OVER.has(match.phase)).map((match) => match.round - 1));
  return h(
    "div",
    { class: "swiss" },
    ordered.map(([column, found]) =>
      h("div", { key: `c${column}`, class: column === now ? "now" : null }, found.sort(bestFirst).map(({ pool }) => pool)),
    ),
  );
}

function pools(matches, before) {
  const found = new Map();
  for (const match of matches) {
    const record = match.slots.map((slot) => before.get(slot.entry)).find(Boolean) ?? [0, 0];
    const key = record.join("-");
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(match);
  }
  return found;
}

function ended(present, wins, losses) {
  const found = new Map();
  for (const [id, [won, lost]] of present) {
    if (won !== wins && lost !== losses) continue;
    const key = `${won}-${lost}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(id);
  }
  return found;
}

function bestFirst(one, other) {
  const value = ({ record }) => record.split("-").map(Number)[0] - record.split("-").map(Number)[1];
  return value(other) - value(one);
}

function open(key, matches, stage, entries, changed) {
  const [won, lost] = key.split("-").map(Number);
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

function record(key) {
  return h("span", {}, key.replace("-", "–"));
}
