// What each station has now and what comes next at it, for casters and for who leads people there.

import { call, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { keep, shift } from "./expected.js";
import { follow } from "./live.js";
import { clock, sides } from "./schedule_board.js";
import "./site.js";
import { tell as tellNews } from "./status.js";
import { label, page, t } from "./words.js";

const LOOK_MS = 5_000;
const zone = page.event.time_zone;
const place = document.getElementById("stations");
let stations = null;
let expected = new Map();

function draw() {
  if (!stations) return;
  morphChildren(place, stations.length ? stations.map(card) : [h("p", { class: "empty" }, t("There is no station yet."))]);
  document.documentElement.dataset.ready = "true";
}

function card(station) {
  const { now, next } = station;
  return h(
    "section",
    { class: "card stack", key: station.id, "data-station": station.name },
    h("p", { class: "row spread" }, h("strong", {}, station.name, " ", h("span", { class: "quiet" }, station.venue)), station.out_of_order && h("span", { class: "chip", "data-state": "cancelled" }, t("Out of order"))),
    now ? h("div", { class: "row spread now", key: now.match }, who(now), h("span", { class: "chip", "data-state": "live" }, label("match", now.state))) : h("p", { class: "quiet" }, t("Free now")),
    next.length > 0 && h("ol", { class: "coming" }, next.map(line)),
  );
}

function line(match) {
  const later = shift(expected.get(match.match), match.starts_at, zone);
  return h("li", { key: match.match, "data-match": match.match }, h("b", {}, clock(match.starts_at, zone)), who(match, later));
}

function who(match, later = "") {
  const room = `/events/${page.event.slug}/${match.tournament_slug}/matches/${match.match}`;
  return h("a", { class: "grow", href: room }, h("strong", {}, sides(match)), later && h("small", { class: "later" }, later), h("small", { class: "quiet" }, `${match.tournament_name} · ${t("Match {number}", { number: match.number })}`));
}

async function look() {
  try {
    stations = (await call("GET", `/events/${page.event.id}/stations`)).items;
    draw();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

await look();
setInterval(look, LOOK_MS);
keep(() => `/events/${page.event.id}/schedule/forecast`, ({ items }) => {
  expected = new Map(items.map((one) => [one.match, one]));
  draw();
});
follow(`event/${page.event.id}`, { onNews: tellNews });
