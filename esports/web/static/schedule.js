// The board of an event: which match is played when, at which station, as it is published.

import { call, Refusal } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { keep } from "./expected.js";
import { follow } from "./live.js";
import { days } from "./schedule_board.js";
import "./site.js";
import { watch } from "./status.js";
import { page, t } from "./words.js";

const place = document.getElementById("schedule");
const room = (match) => `/events/${page.event.slug}/${match.tournament_slug}/matches/${match.match}`;
let { schedule } = page;
let expected = new Map();

function draw() {
  const shown = days(schedule.matches, schedule.venues, schedule.time_zone, (match, inside, more) => h("a", { ...more, href: room(match) }, inside), expected);
  morphChildren(place, shown.length ? shown : [h("p", { class: "empty" }, t("No match has its time yet."))]);
}

draw();
const forecast = keep(() => `/events/${page.event.id}/schedule/forecast`, ({ items }) => {
  expected = new Map(items.map((one) => [one.match, one]));
  draw();
});
document.documentElement.dataset.ready = "true";
watch(follow, page.topic, async (view) => {
  if ((view.schedule?.version ?? 0) === schedule.version) return;
  try {
    schedule = await call("GET", `/events/${page.event.id}/schedule`);
    draw();
    forecast();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  }
});
