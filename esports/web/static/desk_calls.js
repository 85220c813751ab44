// The call queue of an event: matches that can be played, and what holds each back from being called.

import { call, newKey, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { keep, shift } from "./expected.js";
import { clear, complete, enable, tell, values } from "./forms.js";
import { follow } from "./live.js";
import { clock, sides } from "./schedule_board.js";
import "./site.js";
import { tell as tellNews } from "./status.js";
import { label, page, t } from "./words.js";

const LOOK_MS = 5_000;
const place = document.getElementById("calls");
const form = document.getElementById("calling-form");
const button = document.getElementById("calling-switch");
const stations = new Map(page.venues.flatMap((venue) => venue.stations.map((station) => [station.id, station.name])));

let queue = null;
let expected = new Map();

function draw() {
  if (!queue) return;
  const { calling, items } = queue;
  document.getElementById("calling-state").textContent = calling.by_itself ? t("Matches are called by themselves, {count} minutes before their start.", { count: calling.ahead }) : t("Matches are called by hand.");
  button.textContent = calling.by_itself ? t("Pause") : t("Call by itself");
  button.dataset.on = calling.by_itself;
  button.disabled = false;
  morphChildren(place, [items.length ? h("ul", { class: "lines" }, items.map(line)) : h("p", { class: "empty" }, t("No match waits to be called."))]);
  document.documentElement.dataset.ready = "true";
}

function line(match) {
  const called = match.state === "called";
  const later = !called && shift(expected.get(match.match), match.starts_at, page.event.time_zone);
  return h(
    "li",
    { key: match.match, "data-match": match.match, "data-state": match.state },
    h("b", {}, clock(match.starts_at, page.event.time_zone)),
    h(
      "span",
      { class: "grow" },
      h("strong", {}, sides(match)),
      h("small", { class: "quiet" }, `${match.tournament_name} · ${t("Match {number}", { number: match.number })}`),
      later && h("small", { class: "later" }, later),
      !called && match.by_hand && queue.calling.by_itself && h("small", { class: "quiet" }, t("By hand, for its call was taken back.")),
      match.referees.length > 0 && h("small", { class: "quiet" }, t("Referees: {names}", { names: match.referees.map(({ name }) => name).join(", ") })),
      match.hindrance && h("small", {}, t(match.hindrance.text, match.hindrance.params)),
      match.warning && h("small", { class: "warned" }, t(match.warning.text, match.warning.params)),
    ),
    h("span", { class: "chip" }, stations.get(match.station) ?? ""),
    called && h("span", { class: "chip", "data-state": "live" }, label("match", "called")),
    called ? h("button", { type: "button", class: "small-button", "data-call": "uncall" }, t("Take the call back")) : h("button", { type: "button", class: match.hindrance ? "small-button" : "small-button main", "data-call": "call", disabled: Boolean(match.hindrance) }, t("Call now")),
  );
}

async function look() {
  queue = await call("GET", `/events/${page.event.id}/calls`);
  draw();
}

async function quietly(doing) {
  try {
    await doing();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

async function setCalling(changed) {
  await call("PUT", `/events/${page.event.id}/calls/settings`, { body: { ...queue.calling, ...changed }, key: newKey() });
  await look();
}

place.addEventListener("click", async (event) => {
  const pressed = event.target.closest("[data-call]");
  if (!pressed) return;
  const { match } = pressed.closest("[data-match]").dataset;
  await quietly(() => call("POST", `/matches/${match}/${pressed.dataset.call}`, { key: newKey() }));
  await quietly(look);
});

button.addEventListener("click", () => quietly(() => setCalling({ by_itself: !queue.calling.by_itself })));

form.addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  clear(form);
  if (!complete(form)) return;
  try {
    await setCalling(values(form));
    toast(t("Saved."));
  } catch (refusal) {
    tell(form, refusal);
  }
});

await quietly(look);
if (queue) {
  form.elements.namedItem("ahead").value = queue.calling.ahead;
  form.elements.namedItem("early").checked = queue.calling.early;
  enable(form);
}
setInterval(() => quietly(look), LOOK_MS);
keep(() => `/events/${page.event.id}/schedule/forecast`, ({ items }) => {
  expected = new Map(items.map((one) => [one.match, one]));
  draw();
});
follow(`event/${page.event.id}`, { onNews: tellNews });
