// What a draft is at, in words.

import { label, t } from "./words.js";

/** Whose turn it is and for what; or why it is nobody's. */
export function turnWords(view, names) {
  if (view.phase === "ready") return t("The draft has not begun.");
  if (view.phase === "ended") return t("The draft has ended.");
  if (view.kind === "lineup") {
    return view.turn.length === 2
      ? t("Both sides hand in their lineups")
      : t("{name} has yet to hand in a lineup", { name: names[view.turn[0]] });
  }
  const name = names[view.turn[0]] ?? "";
  if (view.kind === "ban") return t("{name} bans", { name });
  if (view.kind === "side") return t("{name} chooses a side", { name });
  return t("{name} picks", { name });
}

/** The words of the button that makes a choice. */
export function deedWords(kind, name) {
  if (kind === "ban") return t("Ban {name}", { name });
  if (kind === "side") return t("Start as {name}", { name });
  return t("Pick {name}", { name });
}

/** What was chosen, in one line; lineups are shown by themselves. */
export function choiceWords(decision) {
  if (decision.sealed) return t("Handed in");
  return decision.choice ?? t("No ban");
}

/** A remark where it was not the side that chose. */
export function causeWords(decision) {
  return decision.cause === "chosen" || decision.cause === "skip" ? null : label("cause", decision.cause);
}
