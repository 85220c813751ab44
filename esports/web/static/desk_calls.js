// The call queue of an event: matches that can be played, and what holds each back from being called.

import { call, newKey, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { keep, shift } from "./expected.js";
import { clock, sides } from "./schedule_board.js";
import "./site.js";
import { label, page, t } from "./words.js";

const LOOK_MS = 5_000;
const place = document.getElementById("calls");
const stations = new Map(page.venues.flatMap((venue) => venue.stations.map((station) => [station.id, station.name])));

let queue = { items: [] };
let expected = new Map();

function draw() {
  const { items } = queue;
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
      match.hindrance && h("small", {}, t(match.hindrance.text, match.hindrance.params)),
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

place.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-call]");
  if (!button) return;
  const { match } = button.closest("[data-match]").dataset;
  await quietly(() => call("POST", `/matches/${match}/${button.dataset.call}`, { key: newKey() }));
  await quietly(look);
});

await quietly(look);
setInterval(() => quietly(look), LOOK_MS);
keep(() => `/events/${page.event.id}/schedule/forecast`, ({ items }) => {
  expected = new Map(items.map((one) => [one.match, one]));
  draw();
});
