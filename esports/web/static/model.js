// Questions about a stage's view that more than one drawing asks. Nothing here touches the page.

import { t } from "./words.js";

export const OVER = new Set(["settled", "bye", "skipped"]);

/** The entries of a stage by id. */
export function entriesOf(stage) {
  return new Map(stage.entries.map((entry) => [entry.id, entry]));
}

/** Matches in playing order. */
export function inOrder(matches) {
  return [...matches].sort((a, b) => a.number - b.number);
}

/** Matches by round number, rounds ascending. */
export function byRound(matches) {
  const rounds = new Map();
  for (const match of inOrder(matches)) {
    if (!rounds.has(match.round)) rounds.set(match.round, []);
    rounds.get(match.round).push(match);
  }
  return [...rounds.entries()].sort(([a], [b]) => a - b);
}

/** Whether it is being played at this moment, as far as anyone said. */
export function isLive(match) {
  return match.state === "live" && match.phase === "ready";
}

/** Whether it is or could be played now: live ones first, then those that wait for nobody. */
export function playable(matches) {
  return inOrder(matches.filter((match) => match.phase === "ready")).sort((a, b) => isLive(b) - isLive(a));
}

/** The name of an elimination round by how far it is from its last one. */
export function roundName(round, last) {
  const after = last - round;
  if (after === 0) return t("Final");
  if (after === 1) return t("Semifinals");
  if (after === 2) return t("Quarterfinals");
  return t("Round of {size}", { size: 2 ** (after + 1) });
}

/** Who sits in a slot, in words: an entry's name, nobody, or where the occupant comes from. */
export function occupant(slot, entries, matches) {
  if (slot.entry) return entries.get(slot.entry)?.name ?? t("Unknown");
  if (slot.vacant) return t("Bye");
  const source = slot.source ?? {};
  const key = source.winner_of ?? source.loser_of;
  const feeder = key && matches.find((match) => match.key === key || match.id === key);
  if (feeder && source.winner_of) return t("Winner of match {number}", { number: feeder.number });
  if (feeder) return t("Loser of match {number}", { number: feeder.number });
  if (source.seed) return t("Seed {seed}", { seed: source.seed });
  return t("To be decided");
}

/** A sentence of the engine, with ids of entries and matches replaced by what people call them. */
export function sentence(text, params, stage) {
  const entries = entriesOf(stage);
  const named = Object.entries(params ?? {}).map(([name, value]) => [name, entries.get(value)?.name ?? called(value, stage)]);
  const words = t(text, Object.fromEntries(named));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function called(value, stage) {
  const match = typeof value === "string" && stage.matches.find((one) => one.key === value);
  return match ? t("match {number}", { number: match.number }) : value;
}
