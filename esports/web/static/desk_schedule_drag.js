// Matches of the time line that are moved by hand: dragged with a mouse or a finger, or with the arrow keys.
// Nothing changes until a match is let go; what the place would mean is told meanwhile.

import { call, Refusal } from "./api.js";
import { h } from "./dom.js";
import { clock } from "./schedule_board.js";
import { t } from "./words.js";

const STEP = 5 * 60_000;
const WIDE_STEPS = 6;
const LOOK_MS = 150;
const HOLD_MS = 400;
const SLACK = 6;
const EDGE = 48;
const OPEN = new Set(["waiting", "ready", "stale"]);
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** What stands against a place, in words; `told` is null while it is not known. */
export function found(told) {
  if (!told) return h("p", { class: "quiet" }, t("Looking what it would mean…"));
  if (!told.findings.length) return h("p", { class: "quiet" }, t("Nothing stands against it."));
  return h(
    "ul",
    { class: "found" },
    told.findings.map((one) => h("li", { class: one.gives_way ? null : "warned", "data-code": one.code }, t(one.text, one.params), " ", one.gives_way && h("small", { class: "quiet" }, t("The plan can make way.")))),
  );
}

/** Ask what it would mean to have a match at a place. */
export const look = (match, place) => call("POST", `/matches/${match.match}/pin/look`, { body: place });

/**
 * Let the blocks in `root` be moved. `desk` has `match(id)`, `stations()` in the order of the lanes, `zone`,
 * `drop(match, place, told)`, which may be refused, and `rest()`, called when nothing is moved any more.
 * Gives what says whether a match is being moved, when nothing may be drawn anew.
 */
export function movable(root, desk) {
  const bar = h("div", { id: "moving", class: "card stack", role: "status", hidden: true });
  root.after(bar);
  let held = null;
  let waiting = null;

  function lift(block, by) {
    const match = desk.match(block.dataset.pin);
    // What is played or over stays where it is.
    if (!OPEN.has(match.phase) || !["idle", "voided"].includes(match.state)) return;
    const length = Date.parse(match.ends_at) - Date.parse(match.starts_at);
    const ghost = h("div", { class: "block ghost", "aria-hidden": "true" });
    held = { match, block, ghost, by, length, at: Date.parse(match.starts_at), station: match.station, told: null, timer: 0 };
    block.dataset.lifted = "";
    document.getElementById("toast").textContent = "";
    show();
  }

  const place = () => ({ station: held.station, starts_at: new Date(held.at).toISOString() });
  const moved = () => held.station !== held.match.station || held.at !== Date.parse(held.match.starts_at);
  const track = (station) => [...held.block.closest(".lanes").querySelectorAll("[data-station]")].find((one) => one.dataset.station === station);

  function move(at, station, where = track(station)) {
    if (at === held.at && station === held.station) return;
    Object.assign(held, { at, station, told: null });
    const { from, to } = where.closest(".lanes").dataset;
    const share = (moment) => `${((moment - from) / (to - from)) * 100}%`;
    held.ghost.style.setProperty("--at", share(at));
    held.ghost.style.setProperty("--long", `calc(${share(at + held.length)} - ${share(at)})`);
    held.ghost.replaceChildren(h("b", {}, clock(at, desk.zone)), ...[...held.block.children].slice(1).map((one) => one.cloneNode(true)));
    where.append(held.ghost);
    clearTimeout(held.timer);
    held.timer = setTimeout(seek, LOOK_MS);
    show();
  }

  async function seek() {
    const own = held;
    const asked = place();
    try {
      const told = await look(own.match, asked);
      if (held !== own || place().starts_at !== asked.starts_at || own.station !== asked.station) return;
      own.told = told;
      show();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (held === own) show(refusal.message);
    }
  }

  function show(refused = "") {
    const { match, at, length, station } = held;
    const name = desk.stations().find((one) => one.id === station)?.name ?? "";
    const keys = held.by === "keys" && h("p", { class: "quiet small" }, t("Arrow keys move it, Enter pins it there, Escape leaves it where it was."));
    tell(h("strong", {}, `${match.tournament_name} #${match.number} · ${clock(at, desk.zone)}–${clock(at + length, desk.zone)} · ${name}`), refused ? h("p", { class: "warned", role: "alert" }, refused) : moved() && found(held.told), keys);
  }

  function tell(...words) {
    bar.hidden = false;
    bar.replaceChildren(...words.filter(Boolean));
  }

  function end() {
    clearTimeout(held.timer);
    held.ghost.remove();
    delete held.block.dataset.lifted;
    held = null;
    bar.hidden = true;
    desk.rest();
  }

  async function drop() {
    if (!moved()) return end();
    const own = held;
    own.dropping = true;
    clearTimeout(own.timer);
    try {
      await desk.drop(own.match, place(), own.told ?? (await look(own.match, place())));
      end();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      end();
      tell(h("p", { class: "warned", role: "alert" }, refusal.message));
    }
  }

  // With the mouse a match is lifted as soon as it is drawn away; a finger that is not held still scrolls.
  root.addEventListener("pointerdown", (event) => {
    const block = event.target.closest(".block[data-pin]");
    if (!block || held || event.button !== 0) return;
    bar.hidden = true;
    const start = { block, id: event.pointerId, x: event.clientX, y: event.clientY, grip: event.clientX - block.getBoundingClientRect().left };
    waiting = start;
    if (event.pointerType !== "mouse") {
      start.timer = setTimeout(() => {
        waiting = null;
        lift(block, start);
      }, HOLD_MS);
    }
  });

  document.addEventListener("pointermove", (event) => {
    if (waiting?.id === event.pointerId && Math.hypot(event.clientX - waiting.x, event.clientY - waiting.y) > SLACK) {
      const { block } = waiting;
      clearTimeout(waiting.timer);
      if (event.pointerType === "mouse") lift(block, waiting);
      waiting = null;
    }
    if (held?.by.id === event.pointerId && !held.dropping) {
      Object.assign(held.by, { x: event.clientX, y: event.clientY });
      follow();
      scroll();
    }
  });

  function follow() {
    const { x, y, grip } = held.by;
    const where = document.elementFromPoint(x, y)?.closest(".track[data-station]");
    if (!where || !root.contains(where)) return;
    const { left, width } = where.getBoundingClientRect();
    const { from, to } = where.closest(".lanes").dataset;
    const at = Number(from) + ((x - grip - left) / width) * (to - from);
    move(Math.min(Math.max(Math.round(at / STEP) * STEP, Number(from)), to - STEP), where.dataset.station, where);
  }

  // At its edge the time line goes on, and so does the page.
  function scroll() {
    if (held.scrolling) return;
    const board = held.ghost.isConnected ? held.ghost.closest(".board") : held.block.closest(".board");
    const { left, right } = board.getBoundingClientRect();
    const { x, y } = held.by;
    const across = x > right - EDGE ? 1 : x < left + EDGE ? -1 : 0;
    const down = y > innerHeight - EDGE ? 1 : y < EDGE ? -1 : 0;
    if (!across && !down) return;
    held.scrolling = true;
    requestAnimationFrame(() => {
      if (!held || held.dropping) return;
      held.scrolling = false;
      const before = [board.scrollLeft, scrollY];
      board.scrollLeft += across * 12;
      scrollBy(0, down * 12);
      follow();
      if (board.scrollLeft !== before[0] || scrollY !== before[1]) scroll();
    });
  }

  document.addEventListener("pointerup", (event) => {
    if (waiting) clearTimeout(waiting.timer);
    waiting = null;
    if (held?.by.id !== event.pointerId || held.dropping) return;
    // The click that follows is no wish to open the match.
    const stop = (click) => click.stopPropagation();
    document.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", stop, { capture: true }));
    drop();
  });
  document.addEventListener("pointercancel", (event) => {
    if (waiting) clearTimeout(waiting.timer);
    waiting = null;
    if (held?.by.id === event.pointerId && !held.dropping) end();
  });
  document.addEventListener("touchmove", (event) => held && event.preventDefault(), { passive: false });
  root.addEventListener("contextmenu", (event) => (held || waiting) && event.preventDefault());

  root.addEventListener("keydown", (event) => {
    const block = event.target.closest(".block[data-pin]");
    if (held?.dropping) return;
    if (event.key === "Enter" && held?.by === "keys") {
      event.preventDefault();
      return drop();
    }
    const [along, lanes] = KEYS[event.key] ?? [];
    if (along === undefined || !block || (held && held.by !== "keys")) return;
    event.preventDefault();
    if (!held) lift(block, "keys");
    if (!held) return;
    const fitting = desk.stations().filter((one) => one.titles.includes(held.match.title) && track(one.id));
    const lane = fitting.findIndex((one) => one.id === held.station) + lanes;
    const at = held.at + along * STEP * (event.shiftKey ? WIDE_STEPS : 1);
    const { from, to } = block.closest(".lanes").dataset;
    move(Math.min(Math.max(at, Number(from)), to - STEP), fitting[Math.min(Math.max(lane, 0), fitting.length - 1)]?.id ?? held.station);
    held.ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && held && !held.dropping && end());
  root.addEventListener("focusout", () => held?.by === "keys" && !held.dropping && end());

  return () => held !== null;
}
