// A captain's own entry, on the phone: how it stands, and the one thing to do now.

import { ask } from "./ask.js";
import { call, newKey, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { countdown, keep, mayBeEarly } from "./expected.js";
import { follow } from "./live.js";
import { leaveWhilePlayed } from "./own_leaving.js";
import { arrivals, checkInPlayer } from "./own_players.js";
import { qr } from "./qr.js";
import "./site.js";
import { watch } from "./status.js";
import { label, moment, page, t } from "./words.js";

const place = document.getElementById("entry");
const GONE = new Set(page.gone);
let { entry } = page;
let { state } = page.view.tournament;
let shown = null;
let next = null;
let forecast = null;

function draw() {
  if (!place) return;
  // Who plays for an entry that somebody else registered sees how it stands, and checks in.
  const parts = page.registrant ? [standing(), nextMatch(), offer(), checkIn(), code(), edit(), leave()] : [standing(), nextMatch(), checkIn()];
  morphChildren(place, parts.filter(Boolean));
}

function standing() {
  return h(
    "section",
    { class: "card stack standing", key: "standing", "data-state": entry.state },
    h("p", { class: "row spread" }, h("strong", { class: "verdict" }, label("entry", entry.state)), h("span", { class: "chip", "data-state": state }, label("tournament", state))),
    meaning() && h("p", { class: "quiet" }, meaning()),
  );
}

// What the state means for this captain, in a sentence.
function meaning() {
  if (entry.state === "waitlisted" && entry.checked_in_at) return t("You have checked in. Places that stay empty go to those who are here, in the order of the list.");
  if (entry.state === "waitlisted" && entry.passed_at) return t("You let a place pass. You are on the list still, and the organisers can let you in.");
  return {
    waitlisted: t("Every place is taken. You are told as soon as one is yours."),
    confirmed: t("You have a place."),
    checked_in: t("You are here, and you play."),
    no_show: t("You did not check in in time. Please go to the organisers."),
  }[entry.state];
}

function nextMatch() {
  if (!next) return null;
  return h(
    "a",
    { class: "card stack next", key: "next", href: `${page.address.replace(/\/entry$/, "")}/matches/${next.id}` },
    h("h2", {}, t("Your next match")),
    h("p", { class: "row spread" }, h("strong", { class: "verdict" }, moment(next.starts_at)), next.station && h("span", { class: "chip" }, next.station)),
    forecast?.expected?.match === next.id && h("p", { class: "quiet", id: "expected", role: "status" }, countdown(forecast.expected)),
    forecast?.expected?.match === next.id && mayBeEarly(forecast) && h("p", { class: "quiet", id: "early" }, mayBeEarly(forecast)),
  );
}

// The earliest of this entry's matches that are not over and have their time.
async function findNext() {
  if (!entry || !["playing", "placed"].includes(entry.state)) return;
  const { items } = await call("GET", `/events/${page.event}/matches?entry=${entry.id}`).catch(() => ({ items: [] }));
  const ahead = items.filter((match) => match.starts_at && ["waiting", "ready", "stale"].includes(match.phase));
  next = ahead.sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))[0] ?? null;
  draw();
  askForecast();
}

function offer() {
  if (entry.state !== "offered") return null;
  return h(
    "section",
    { class: "card stack", key: "offer" },
    h("h2", {}, t("A place is free for you")),
    h("p", {}, t("Held for you until {time}", { time: moment(entry.offered_until) })),
    h("button", { type: "button", class: "main tall", "data-do": "accept" }, t("Accept the place")),
    h("button", { type: "button", "data-do": "decline" }, t("Decline and leave")),
  );
}

function checkIn() {
  if (page.needed && state === "check_in") return arrivals(entry, page);
  const may = entry.state === "confirmed" || (entry.state === "waitlisted" && !entry.checked_in_at);
  if (!may) return null;
  const window = page.check_in;
  if (state !== "check_in") return window && state === "registration" ? h("p", { class: "quiet", key: "when" }, t("Check-in opens: {time}", { time: moment(window.opens_at) })) : null;
  return h(
    "section",
    { class: "card stack", key: "check-in" },
    h("h2", {}, t("Check in")),
    window && h("p", { class: "quiet" }, t("From {from} to {to}", { from: moment(window.opens_at), to: moment(window.closes_at) })),
    h("button", { type: "button", class: "main tall", "data-do": "check-in" }, t("Check in now")),
  );
}

function code() {
  if (GONE.has(entry.state) || ["playing", "placed"].includes(entry.state)) return null;
  return h(
    "section",
    { class: "card stack", key: "code" },
    h("h2", {}, t("At the venue")),
    shown
      ? [qr(shown.square, t("Check-in code")), h("p", { class: "code" }, shown.code), h("p", { class: "quiet small" }, t("Show this to the staff. A newer code takes its place."))]
      : [h("p", { class: "quiet" }, t("Staff at the door scan a code from your phone.")), h("button", { type: "button", "data-code": true }, t("Show my code"))],
  );
}

function edit() {
  if (GONE.has(entry.state) || !["registration", "check_in", "seeding"].includes(state)) return null;
  return h("a", { class: "button", key: "edit", href: `${page.address}/edit` }, t("Edit your entry"));
}

function leave() {
  const plays = entry.state === "playing" && ["running", "paused"].includes(state);
  if (plays) return h("button", { type: "button", class: "plain", key: "depart", "data-do": "depart" }, t("Withdraw from the tournament"));
  if (!["pending", "waitlisted", "confirmed", "checked_in", "no_show"].includes(entry.state)) return null;
  if (!["registration", "check_in", "seeding"].includes(state)) return null;
  return h("button", { type: "button", class: "plain", key: "leave", "data-do": "withdraw" }, t("Withdraw from the tournament"));
}

const LEAVING = {
  withdraw: () => ({ title: t("Withdraw?"), body: t("Your place goes to the next on the waiting list."), action: t("Withdraw"), danger: true }),
  decline: () => ({ title: t("Decline this place?"), body: t("Your entry is withdrawn, and the place goes to the next on the waiting list."), action: t("Decline and leave"), danger: true }),
};

async function act(verb) {
  if (verb === "depart") {
    if (await leaveWhilePlayed(entry, page.view.tournament.id)) await refresh();
    return;
  }
  if (LEAVING[verb] && !(await ask(LEAVING[verb]()))) return;
  entry = await call("POST", `/entries/${entry.id}/${verb}`, { key: newKey() });
  draw();
  toast(t("Done: {state}", { state: label("entry", entry.state) }));
}

async function arrive(player) {
  await checkInPlayer(entry, player);
  await refresh();
}

async function show() {
  shown = await call("POST", `/entries/${entry.id}/code`);
  draw();
}

document.addEventListener("click", async (event) => {
  const verb = event.target.closest("[data-do]")?.dataset.do;
  const code = event.target.closest("[data-code]");
  const player = event.target.closest("[data-player]")?.dataset.player;
  if (!verb && !code && player === undefined) return;
  try {
    if (player !== undefined) await arrive(player);
    else await (verb ? act(verb) : show());
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
    await refresh();
  }
});

async function refresh() {
  entry = await call("GET", `/entries/${entry.id}`).catch(() => entry);
  draw();
}

const askForecast = keep(() => next && `/matches/${next.id}/forecast`, (told) => {
  forecast = told;
  draw();
});

draw();
findNext();
document.documentElement.dataset.ready = "true";
watch(follow, page.topic, (view) => {
  state = view.tournament.state;
  if (!entry) return;
  const mine = (view.entries ?? []).find((one) => one.id === entry.id);
  const changed = mine && (mine.state !== entry.state || mine.checked_in_at !== entry.checked_in_at || mine.players_in !== entry.players_in);
  if (view.stages?.length) findNext();
  if (changed) refresh();
  else draw();
});
