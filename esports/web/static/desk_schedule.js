// The desk of the schedule: stations, the plan with its reasons, pins, publishing.

import { ask } from "./ask.js";
import { call, newKey, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { found, movable } from "./desk_schedule_drag.js";
import { demand } from "./desk_schedule_pin.js";
import { clear, complete, enable, tell, values } from "./forms.js";
import { daysOf, editHours } from "./desk_schedule_hours.js";
import { search } from "./desk_schedule_search.js";
import "./desk_schedule_settings.js";
import { follow } from "./live.js";
import { clock, days, emptyDay, sides, wish } from "./schedule_board.js";
import "./site.js";
import { lang, moment, page, t } from "./words.js";

const { event } = page;
const base = `/events/${event.id}`;
const POLL_MS = 700;
const LOOK_MS = 30_000;
const UNSURE = 80;
const venuesPlace = document.getElementById("venues");
const planPlace = document.getElementById("plan");
const form = document.getElementById("venue-form");
let { plan, schedule } = page;

const when = new Intl.DateTimeFormat(lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: event.time_zone });
const stations = () => schedule.venues.flatMap((venue) => venue.stations);

const isMoving = movable(planPlace, { match: (id) => matchOf(id), stations, zone: event.time_zone, drop, rest: () => draw() });

function draw() {
  if (isMoving()) return;
  morphChildren(venuesPlace, schedule.venues.map(venueCard));
  morphChildren(planPlace, [drift(), endings(), bar(), search(plan), problems(), warned(), moves(), ...board(), without(), reasons()].filter(Boolean));
}

function venueCard(venue) {
  const hours = [...new Set(venue.hours.map(({ begins, ends }) => `${begins}–${ends}`))].join(", ");
  return h(
    "div",
    { class: "stack", key: venue.id },
    h("p", { class: "row spread" }, h("strong", {}, venue.name, " ", h("span", { class: "quiet" }, hours)), h("span", { class: "row" }, h("button", { type: "button", class: "small-button", "data-hours": venue.id }, t("Hours")), h("button", { type: "button", class: "small-button", "data-remove-venue": venue.id }, t("Remove")))),
    h("ul", { class: "lines stations" }, venue.stations.map(stationLine)),
  );
}

function stationLine(station) {
  return h(
    "li",
    { key: station.id },
    h("span", { class: "grow" }, h("strong", {}, station.name), h("small", { class: "quiet" }, station.titles.join(", "))),
    station.out_of_order && h("span", { class: "chip", "data-state": "cancelled" }, t("Out of order")),
    h("button", { type: "button", class: "small-button", "data-order": station.id }, station.out_of_order ? t("Works again") : t("Out of order")),
  );
}

// What does not hold any more in what is published, and what to do about it.
function drift() {
  return (
    plan.drift.length > 0 &&
    h(
      "div",
      { class: "card stack", key: "drift", id: "drift", role: "status" },
      h("strong", {}, t("What is published does not hold any more")),
      h("ul", { class: "problems" }, plan.drift.map((one) => h("li", {}, t(one.text, one.params)))),
      h("p", { class: "quiet" }, t("Plan the rest again: it moves as few matches as it can, and shows them before anybody is told.")),
    )
  );
}

// Whether each tournament ends on its day, the one least sure first.
function endings() {
  const name = (id) => page.tournaments.find((one) => one.id === id)?.name ?? "–";
  const line = (one) => {
    const chance = Math.round(one.in_time * 100);
    const end = one.median ? t("Ends at about {time}", { time: when.format(new Date(one.median)) }) : t("It does not end in the hours that there are.");
    const words = { 0: t("hardly any chance"), 100: t("almost certain") }[chance] ?? t("{chance} % chance", { chance });
    return h("li", { key: one.tournament, "data-chance": chance }, h("span", { class: "grow" }, h("strong", {}, name(one.tournament)), h("small", { class: "quiet" }, end)), h("span", { class: "chip", "data-state": chance < UNSURE ? "cancelled" : "live" }, words));
  };
  const sorted = [...plan.endings].sort((one, other) => one.in_time - other.in_time);
  return sorted.length > 0 && h("details", { class: "card fold", key: "endings", id: "endings", open: sorted[0].in_time * 100 < UNSURE }, h("summary", {}, t("Whether each tournament ends on its day")), h("ul", { class: "lines" }, sorted.map(line)));
}

function bar() {
  const words = { none: t("There is no plan yet."), planning: t("The plan is being made…"), ready: t("The plan is ready, and not published yet."), failed: t("The plan could not be made."), published: t("The plan is published.") };
  const undoable = plan.version > 0 && plan.state === "published";
  return h(
    "div",
    { class: "card stack", key: "bar" },
    h("p", { class: "row spread" }, h("strong", { id: "plan-state", "data-state": plan.state, role: "status" }, words[plan.state]), plan.planned_at && h("span", { class: "quiet" }, t("Made {time}", { time: moment(plan.planned_at) }))),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: plan.state === "ready" || plan.drift.length ? "" : "main", "data-act": "plan", disabled: plan.state === "planning" }, t("Plan all matches")),
      plan.version > 0 && h("button", { type: "button", class: plan.drift.length && plan.state !== "ready" ? "main" : "", "data-act": "replan", disabled: plan.state === "planning" }, t("Plan the rest again")),
      plan.state === "ready" && h("button", { type: "button", class: "main", "data-act": "publish" }, t("Publish")),
      plan.undoable && h("button", { type: "button", "data-act": "back" }, t("Take back the last change")),
      undoable && h("button", { type: "button", "data-act": "undo" }, t("Take the publication back")),
    ),
  );
}

function problems() {
  return plan.problems.length > 0 && h("ul", { class: "problems", key: "problems" }, plan.problems.map((one) => h("li", {}, t(one.text, one.params))));
}

// The matches with minors in them that the plan puts outside of their hours; who they are is not told.
function warned() {
  const { mode } = plan.settings.minors;
  if (mode === "off") return false;
  const left = plan.matches.filter((match) => match.warning);
  const why = mode === "block" ? t("It is not published like that: make the plan anew.") : t("It can be published all the same.");
  return h(
    "div",
    { class: "card stack", key: "warned", id: "warned" },
    left.length > 0 && h("strong", { class: "warned" }, t("Matches with a player with limited hours, outside of them: {count}", { count: left.length })),
    left.length > 0 && h("p", {}, why),
    left.length > 0 && h("ul", { class: "lines" }, left.map(line)),
    plan.ages_unknown > 0 && h("p", { class: "quiet" }, t("Entries of which nobody knows whether minors play for them, and whose hours are not limited: {count}", { count: plan.ages_unknown })),
    !left.length && !plan.ages_unknown && h("p", { class: "quiet" }, t("All matches with minors in them are within their hours.")),
  );
}

// The published matches that get another place with this plan.
function moves() {
  if (plan.state !== "ready" || plan.version === 0) return false;
  const moved = plan.matches.filter((match) => match.published && match.phase !== "settled" && match.state === "idle" && (match.published.station !== match.station || match.published.starts_at !== match.starts_at));
  return h(
    "div",
    { class: "card stack", key: "moves", id: "moves" },
    h("strong", {}, plan.moved ? t("{count} published matches move; only their people are told.", { count: plan.moved }) : t("No published match moves.")),
    moved.length > 0 && h("ul", { class: "lines" }, moved.map(move)),
  );
}

function move(match) {
  const place = ({ station, starts_at }) => (starts_at ? `${when.format(new Date(starts_at))} · ${stations().find((one) => one.id === station)?.name ?? "–"}` : t("Without a place"));
  return h(
    "li",
    { key: match.match },
    h("span", { class: "grow" }, h("strong", {}, `${match.tournament_name} #${match.number}: ${sides(match)}`), h("small", { class: "quiet" }, `${place(match.published)} → ${place(match)}`), h("small", { class: "quiet" }, t(match.reason.text, match.reason.params))),
  );
}

function board() {
  const own = days(plan.matches, schedule.venues, event.time_zone, (match, inside, more) => h("button", { ...more, type: "button", "data-pin": match.match, "aria-describedby": "moving-hint" }, inside), new Map(), true);
  const there = new Set(own.map(({ key }) => key));
  const open = new Set(schedule.venues.flatMap(({ hours }) => hours.map(({ day }) => day)));
  own.push(...[...open].filter((day) => !there.has(day)).map((day) => emptyDay(day, schedule.venues, event.time_zone)));
  own.sort((one, other) => (one.key < other.key ? -1 : 1));
  return there.size ? [h("p", { class: "quiet wide-only", id: "moving-hint", key: "moving-hint" }, t("Drag a match to another time or station, or move it with the arrow keys; it is pinned there. Press it for more.")), ...own] : own;
}

function without() {
  const left = plan.matches.filter((match) => !match.starts_at);
  return left.length > 0 && h("div", { class: "stack", key: "without" }, h("h3", {}, t("Without a place")), h("ul", { class: "lines" }, left.map(line)));
}

function reasons() {
  const placed = plan.matches.filter((match) => match.starts_at);
  return placed.length > 0 && h("details", { class: "card fold", key: "reasons" }, h("summary", {}, t("Why each match is where it is")), h("ul", { class: "lines reasons" }, placed.map(line)));
}

const led = ({ referees }) => referees.length > 0 && h("small", { class: "quiet" }, t("Referees: {names}", { names: referees.map(({ name }) => name).join(", ") }));

function line(match) {
  const time = match.starts_at ? clock(match.starts_at, event.time_zone) : "–";
  return h(
    "li",
    { key: match.match },
    h("b", {}, time),
    h("span", { class: "grow" }, h("strong", {}, `${match.tournament_name} #${match.number}: ${sides(match)}`), h("small", { class: "quiet" }, t(match.reason.text, match.reason.params)), led(match), wish(match, event.time_zone) && h("small", { class: "later" }, wish(match, event.time_zone)), match.warning && h("small", { class: "warned" }, t(match.warning.text, match.warning.params))),
    h("button", { type: "button", class: "small-button", "data-pin": match.match }, match.pin ? t("Pinned") : match.wanted_at ? t("Wanted") : t("Pin")),
  );
}

const matchOf = (id) => plan.matches.find((one) => one.match === id);

async function pin(id) {
  if (await demand(matchOf(id), stations(), plan.settings.streams.length > 0, event.time_zone)) await planAnew();
}

// A match that was dragged: pinned where it was let go, unless somebody thinks better of it.
async function drop(match, place, told) {
  const title = t("Pin it there all the same?");
  if (told.findings.some((one) => !one.gives_way) && !(await ask({ title, body: found(told), action: t("Pin and plan anew") }))) return;
  await call("PUT", `/matches/${match.match}/pin`, { body: { ...place, streamed: Boolean(match.pin?.streamed) }, key: newKey() });
  await planAnew();
  const at = stations().find((one) => one.id === place.station)?.name ?? "";
  toast(t("Pinned: {time}, {place}.", { time: when.format(new Date(place.starts_at)), place: at }), "done", () => act({ dataset: { act: "back" } }));
}

// After a change of what plans hold to: as it was planned before, which leaves what is published where it can.
const planAnew = () => makePlan(plan.version > 0 && (plan.state === "published" || !plan.search) ? "replan" : "plan");

async function makePlan(how = "plan") {
  plan = await call("POST", `${base}/schedule/${how}`, { key: newKey() });
  draw();
}

async function look() {
  [plan, schedule] = await Promise.all([call("GET", `${base}/schedule/plan`), call("GET", `${base}/schedule`)]);
  document.dispatchEvent(new CustomEvent("venues", { detail: schedule.venues }));
  draw();
}

async function ofPlan(how, more) {
  plan = await call("POST", `${base}/schedule/plan/${how}`, { body: { plan: plan.plan, ...more }, key: newKey() });
  draw();
}

const ACTS = {
  plan: () => makePlan(),
  replan: () => makePlan("replan"),
  stop: () => ofPlan("stop"),
  search: ({ seconds }) => ofPlan("search", { seconds: Number(seconds) }),
  publish: async () => {
    const told = await call("POST", `${base}/schedule/publish`, { body: { plan: plan.plan }, key: newKey() });
    toast(t("Published: {count} matches have a new place.", { count: told.moved }));
    await look();
  },
  back: async () => {
    await ofPlan("undo");
    toast(t("The last change of the plan is taken back."));
  },
  undo: async () => {
    await call("POST", `${base}/schedule/undo`, { body: { version: plan.version }, key: newKey() });
    toast(t("The publication is taken back."));
    await look();
  },
};

async function order(id) {
  const station = stations().find((one) => one.id === id);
  await call("PATCH", `/stations/${id}`, { body: { out_of_order: !station.out_of_order }, key: newKey() });
  await look();
}

async function removeVenue(id) {
  if (!(await ask({ title: t("Remove the venue?"), body: t("Its stations go with it."), action: t("Remove"), danger: true }))) return;
  await call("DELETE", `/venues/${id}`, { key: newKey() });
  await look();
}

async function act(target) {
  const { act: verb, order: station, hours, removeVenue: venue, pin: match } = target.dataset;
  if (hours) return editHours(schedule.venues.find((one) => one.id === hours), event, look);
  try {
    await (verb ? ACTS[verb](target.dataset) : station ? order(station) : venue ? removeVenue(venue) : pin(match));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
    await look();
  }
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act], [data-order], [data-hours], [data-remove-venue], [data-pin]");
  if (target) act(target);
});

document.addEventListener("settings-kept", look);

// One span for each day of the event.
const everyDay = (begins, ends) => daysOf(event).map((day) => ({ day, begins, ends }));

form.addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  clear(form);
  if (!complete(form)) return;
  const told = values(form);
  const breaks = told.break_begins && told.break_ends ? everyDay(told.break_begins, told.break_ends) : [];
  try {
    const venue = await call("POST", `${base}/venues`, { body: { name: told.name, hours: everyDay(told.begins, told.ends), breaks }, key: newKey() });
    for (let number = 1; number <= (told.stations ?? 0); number += 1) {
      await call("POST", `/venues/${venue.id}/stations`, { body: { name: t("Station {number}", { number }), titles: told.titles }, key: newKey() });
    }
    form.reset();
    document.getElementById("new-venue").open = false;
    await look();
  } catch (refusal) {
    tell(form, refusal);
  }
});

enable(form);
document.getElementById("new-venue").open = !schedule.venues.length;
draw();
document.documentElement.dataset.ready = "true";

// Time goes on: how far a plan is, whoever asked for it, and what is late show by themselves. What was
// pressed meanwhile is newer than what was asked for before.
async function glance() {
  const before = plan;
  const told = await call("GET", `${base}/schedule/plan`);
  if (plan !== before) return;
  plan = told;
  draw();
}

let looked = Date.now();
follow(`event/${event.id}`, { onNews: () => (looked = 0) });
setInterval(async () => {
  if (Date.now() - looked < (plan.state === "planning" ? POLL_MS : LOOK_MS)) return;
  looked = Infinity;
  try {
    await glance();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  } finally {
    looked = Date.now();
  }
}, POLL_MS);
