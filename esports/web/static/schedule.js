// The board of an event: which match is played when, at which station, as it is published.

import { call, Refusal } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { keep } from "./expected.js";
import { follow } from "./live.js";
import { days, toToday } from "./schedule_board.js";
import { followPlayed, present, sign, signed } from "./schedule_now.js";
import "./site.js";
import { watch } from "./status.js";
import { page, t } from "./words.js";

const SOON_MS = 1_000;
const place = document.getElementById("schedule");
const room = (match) => `/events/${page.event.slug}/${match.tournament_slug}/matches/${match.match}`;
let { schedule } = page;
let { tournaments } = page.view;
let expected = new Map();
let waiting = false;

function wrap(match, inside, more) {
  return h("a", { ...more, href: room(match), "data-sign": sign(match) || null }, inside, signed(match));
}

function draw() {
  const shown = days(present(schedule.matches), schedule.venues, schedule.time_zone, wrap, expected);
  morphChildren(place, shown.length ? shown : [h("p", { class: "empty" }, t("No match has its time yet."))]);
}

// Matches of many stations change one after the other, and each change draws everything.
function drawSoon() {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    draw();
  }, SOON_MS);
}

const keepUp = () => followPlayed(tournaments, schedule.matches, drawSoon);

draw();
toToday(place);
keepUp();
const forecast = keep(() => `/events/${page.event.id}/schedule/forecast`, ({ items }) => {
  expected = new Map(items.map((one) => [one.match, one]));
  draw();
  keepUp();
});
document.documentElement.dataset.ready = "true";
watch(follow, page.topic, async (view) => {
  ({ tournaments } = view);
  keepUp();
  if ((view.schedule?.version ?? 0) === schedule.version) return;
  try {
    schedule = await call("GET", `/events/${page.event.id}/schedule`);
    draw();
    keepUp();
    forecast();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  }
});
