// The draft room: draws the draft that came with the page, then follows its match.

import { call, newKey, Refusal, toast } from "./api.js";
import { board, confirm, pool, starts } from "./draft_board.js";
import { lineupForm } from "./draft_lineup.js";
import { turnWords } from "./draft_words.js";
import { h, morphChildren } from "./dom.js";
import { follow } from "./live.js";
import "./site.js";
import { watch } from "./status.js";
import { page, t } from "./words.js";

const room = page.room;
const place = document.getElementById("room");
// The server's clock decides; the page only shows how it runs.
const ahead = Date.parse(room.now) - Date.now();
const forms = new Map();
let view = { ...room.view, names: room.names };
let gone = room.voided;
let chosen = null;

/** The slots that who looks here may choose for, now. */
function mine() {
  if (gone || view.phase !== "running") return [];
  return view.turn.filter((slot) => slot === room.slot || room.directs);
}

function draw() {
  if (gone) {
    morphChildren(place, [h("p", { class: "empty", key: "gone" }, t("This draft does not count any more."))]);
    return;
  }
  const slots = mine();
  morphChildren(place, [head(), board(view, room.names), ...choices(slots), room.directs && desk()].filter(Boolean));
  tick();
}

function head() {
  return h(
    "div",
    { class: "turn", key: "turn", "data-phase": view.phase, "data-mine": mine().includes(room.slot) },
    h("p", { id: "turn", role: "status" }, turnWords(view, room.names)),
    h("p", { id: "clock", class: "clock", "aria-hidden": "true" }),
    mine().includes(room.slot) && h("p", { class: "yours" }, t("It is your turn")),
  );
}

function choices(slots) {
  if (view.kind === "lineup") return slots.map(lineup);
  if (view.kind === "side") return slots.length ? [starts(view, { chosen }), confirm(view, chosen)] : [];
  return [pool(room, view, { mine: slots.length > 0, chosen }), slots.length > 0 && confirm(view, chosen)];
}

// The form itself is what is drawn each time, so that what is typed and where stays.
function lineup(slot) {
  const count = room.script.steps[view.step].count;
  if (!forms.has(slot)) forms.set(slot, lineupForm(room, slot, count, (rows) => choose(slot, rows)));
  return forms.get(slot);
}

function desk() {
  const verbs = {
    ready: [["begin", t("Begin the draft")]],
    running: [["pause", t("Pause")], ["undo", t("Undo the last choice")]],
    paused: [["resume", t("Go on")], ["undo", t("Undo the last choice")]],
    ended: [["undo", t("Undo the last choice")]],
  }[view.phase];
  return h("div", { class: "row", key: "desk" }, verbs.map(([verb, words]) => h("button", { type: "button", class: "small-button", key: verb, "data-verb": verb }, words)));
}

function tick() {
  const clock = document.getElementById("clock");
  if (!clock) return;
  const left = view.deadline_at ? Date.parse(view.deadline_at) - Date.now() - ahead : view.left_ms;
  if (left === null || left === undefined) {
    clock.textContent = "";
    return;
  }
  const seconds = Math.max(0, Math.ceil(left / 1000));
  clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  clock.dataset.low = String(seconds <= 10);
}

/** Take a newer match: its draft is the truth, but for the own lineup while it is sealed to others. */
function take(match) {
  const next = (match.drafts ?? []).find((one) => one.id === room.id);
  gone = !next;
  if (next && (next.step !== view.step || next.phase !== view.phase)) chosen = null;
  if (next) view = { ...next, names: room.names, decisions: next.decisions.map(own) };
  if (chosen && !view.options.includes(chosen)) chosen = null;
  draw();
}

function own(decision) {
  const known = decision.sealed && view.decisions.find((one) => one.id === decision.id && one.slot === room.slot);
  return known && known.choice ? known : decision;
}

async function send(path, body, key) {
  place.setAttribute("aria-busy", "true");
  try {
    return await call("POST", `/drafts/${room.id}/${path}`, { body, key });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast([refusal.message, ...(refusal.problem.errors ?? []).map((one) => one.detail)].filter((text, index, all) => all.indexOf(text) === index).join(" "), "error");
    return null;
  } finally {
    place.removeAttribute("aria-busy");
  }
}

async function choose(slot, choice) {
  const told = await send("actions", { slot, step: view.step, choice }, newKey());
  // What comes by the feed may be newer than the reply.
  if (told && told.view.revision >= view.revision) take({ drafts: [told.view] });
}

place.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || place.hasAttribute("aria-busy")) return;
  if (button.dataset.choice) {
    chosen = button.dataset.choice;
    draw();
  } else if (button.id === "deed" && chosen) choose(mine()[0], chosen);
  else if (button.dataset.verb) send(button.dataset.verb, { expected_revision: view.revision }, newKey());
});

place.replaceChildren();
draw();
setInterval(tick, 250);
document.documentElement.dataset.ready = "true";
watch(follow, page.topic, take);
