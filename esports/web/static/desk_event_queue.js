// One queue over the whole event: every running tournament is followed, and what needs a person is drawn anew.

import { Refusal, toast } from "./api.js";
import { queueDeed, queueDesk, refreshQueue } from "./desk_queue.js";
import { follow } from "./live.js";
import "./site.js";
import { watch } from "./status.js";
import { page } from "./words.js";

const AGAIN_MS = 60_000;
const ON = new Set(["running", "paused"]);
const place = document.getElementById("queue");
const nothing = document.getElementById("nothing");
const sheet = document.getElementById("sheet");
const views = new Map();
const followed = new Map();
const marks = new Map();

const whole = () => ({ tournament: { event: page.event, id: null }, stages: [...views.values()].flatMap((view) => view.stages) });

async function attempt(work) {
  try {
    await work();
    nothing.hidden = !place.hidden;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

// Whoever starts later is followed from then on; whoever is over leaves.
function programme({ tournaments }) {
  const running = new Set(tournaments.filter((one) => ON.has(one.state)).map((one) => one.id));
  for (const [id, stop] of followed) {
    if (running.has(id)) continue;
    stop();
    followed.delete(id);
    views.delete(id);
    marks.delete(id);
  }
  for (const id of running) {
    if (followed.has(id)) continue;
    followed.set(id, follow(`tournament/${id}`, { onView: (view, { seq }) => {
      views.set(id, view);
      // What is proposed changes no match: there each commit may be one.
      if (view.tournament.reporting.second_person_corrections) marks.set(id, seq);
      attempt(() => queueDesk(place, whole(), [...marks.values()].join()));
    } }));
  }
}

function find(id) {
  for (const stage of whole().stages) {
    const match = stage.matches.find((one) => one.id === id);
    if (match) return { match, stage };
  }
  return {};
}

document.addEventListener("click", (event) => {
  const deed = event.target.closest("[data-deed]");
  const done = (words) => {
    sheet.close();
    toast(words);
  };
  if (deed) attempt(() => queueDeed(deed, { place, view: whole(), sheet, found: find, done }));
  else if (event.target === sheet || event.target.closest("[data-close]")) sheet.close();
});

programme(page.view);
watch(follow, page.topic, programme);
// A match is late, and a report unanswered, by the clock alone.
setInterval(() => attempt(() => refreshQueue(place, whole())), AGAIN_MS);
await attempt(() => refreshQueue(place, whole()));
document.documentElement.dataset.ready = "true";
