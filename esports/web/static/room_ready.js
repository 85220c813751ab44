// Whether the sides are there: each says so, the other one and the staff see it at once.

import { h } from "./dom.js";
import { moment, t } from "./words.js";

const BEFORE = new Set(["idle", "called", "voided"]);

/** Who is ready, with the button for one's own side; for a referee the way back. Nothing for the public. */
export function readiness(room, names, send) {
  const inside = room.rules || (room.slot !== null && room.slot !== undefined);
  const { match } = room;
  if (match.phase !== "ready" || !BEFORE.has(match.state) || match.slots.length !== 2 || !inside) return null;
  const said = new Map(room.ready.map((one) => [one.slot, one]));
  const own = room.slot !== null && room.slot !== undefined && !said.has(room.slot);
  return h(
    "section",
    { class: "card", key: "ready" },
    h("h2", {}, t("Ready to play?")),
    h("ul", { class: "said" }, names.map((name, slot) => line(room, name, slot, said.get(slot), send))),
    h("p", { class: "quiet small", role: "status" }, note(room, names)),
    own && h("div", { class: "row" }, deed("main", t("We are ready"), () => send("POST", `/matches/${match.id}/ready`, {}))),
  );
}

function line(room, name, slot, word, send) {
  const back = room.rules && word && deed("small-button", t("Not there after all"), () => send("POST", `/matches/${room.match.id}/ready/take-back`, { slot }));
  return h("li", { key: `ready-${slot}` }, h("strong", {}, name), word ? h("span", {}, t("Ready since {time}", { time: moment(word.said_at) })) : h("span", { class: "quiet" }, t("Not ready yet")), back);
}

// What comes next: nobody loses by the clock alone.
export function note(room, names) {
  if (room.pause) return t("Time stands still while the match is paused.");
  if (room.ready.length === 2) return t("Both sides are ready. Good game!");
  const [word] = room.ready;
  if (!word?.due_at) return "";
  return t("{name} has until {time}; then a referee looks at it.", { name: names[1 - word.slot], time: moment(word.due_at) });
}

function deed(style, words, act) {
  const button = h("button", { type: "button", class: style }, words);
  button.addEventListener("click", act);
  return button;
}
