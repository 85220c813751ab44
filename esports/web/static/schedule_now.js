// What goes on at the published matches: who is called, plays, is late or is done, as their tournaments tell it.

import { h } from "./dom.js";
import { follow } from "./live.js";
import { entriesOf, OVER } from "./model.js";
import { label, t } from "./words.js";

const MINUTE = 60_000;
/** So long a match may be late before it is told. */
const LATE_MS = 5 * MINUTE;
/** Tournaments are followed that play within so long. */
const NEAR_MS = 12 * 60 * MINUTE;
const ON = new Set(["running", "paused"]);
const UNPLAYED = new Set(["bye", "skipped"]);
const IDLE = new Set(["idle", "voided"]);
const followed = new Set();
const told = new Map();

/**
 * Follow the tournaments of these matches that are on today; `changed` is called whenever one tells something.
 * One that is over is still followed: that it is may be heard before the result of its final is.
 */
export function followPlayed(tournaments, matches, changed) {
  const near = new Set(matches.filter((one) => !OVER.has(one.phase) && one.starts_at && Date.parse(one.starts_at) < Date.now() + NEAR_MS).map((one) => one.tournament));
  for (const { id, state } of tournaments) {
    if (!ON.has(state) || !near.has(id) || followed.has(id)) continue;
    followed.add(id);
    follow(`tournament/${id}`, { onView: (view) => changed(take(view)) });
  }
}

function take(view) {
  for (const stage of view.stages) {
    const entries = entriesOf(stage);
    for (const { id, phase, state, slots } of stage.matches) {
      told.set(id, { phase, state, names: slots.map((slot) => entries.get(slot.entry)?.name ?? null) });
    }
  }
}

/** The matches as they are now, without those that nobody has to play, as came out since they were published. */
export function present(matches) {
  return matches.map((match) => ({ ...match, ...told.get(match.match) })).filter(({ phase }) => !UNPLAYED.has(phase));
}

/** "called", "late", ... of what everybody should see at a glance, else nothing. */
export function sign(match) {
  if (OVER.has(match.phase)) return "";
  if (!IDLE.has(match.state)) return match.state;
  return match.starts_at && Date.parse(match.starts_at) + LATE_MS < Date.now() ? "late" : "";
}

/** The sign in words. */
export function signed(match) {
  const what = sign(match);
  return what && h("small", { class: "sign", "data-sign": what }, what === "late" ? t("Late") : label("match", what));
}
