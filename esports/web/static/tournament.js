// The tournament's page: draws the view that came with it, then follows what happens.

import { h, morph, morphChildren } from "./dom.js";
import { follow } from "./live.js";
import { details } from "./match.js";
import "./site.js";
import { panel, roster } from "./stage.js";
import { watch } from "./status.js";
import { label, page, t } from "./words.js";

const FLASH_MS = 2000;
const places = Object.fromEntries(["champion", "enter", "state", "tabs", "panel", "news"].map((id) => [id, document.getElementById(id)]));
const sheet = document.getElementById("sheet");
const open = new Set();
const changed = new Set();
let view = page.view;
let planned = false;
let shown = null;

/** The stage to show: the one asked for, else the one that is on, else the last that was. */
function chosen(stages) {
  const asked = /^#stage-(\d+)$/.exec(location.hash)?.[1];
  const by = (test) => stages.find(test);
  return (
    by((stage) => String(stage.stage.position) === asked) ??
    by((stage) => stage.stage.state === "running") ??
    [...stages].reverse().find((stage) => stage.stage.state === "finished") ??
    stages[0]
  );
}

function draw() {
  planned = false;
  const stages = [...view.stages].sort((a, b) => a.stage.position - b.stage.position);
  const stage = chosen(stages);
  morphChildren(places.champion, champion());
  places.state.textContent = label("tournament", view.tournament.state);
  places.state.dataset.state = view.tournament.state;
  places.enter.hidden = view.tournament.state !== "registration";
  morphChildren(places.tabs, stages.length > 1 ? stages.map((one) => tab(one, one === stage)) : []);
  places.tabs.hidden = stages.length < 2;
  morphChildren(places.panel, stage ? panel(stage, { changed, open }).filter(Boolean) : nothing());
  if (shown) refreshSheet();
}

function champion() {
  const name = view.tournament.champion?.name;
  if (!name) return [];
  const cup = "M12 6h20v9c0 8-4 12-10 13-6-1-10-5-10-13zM12 9H6c0 7 2 11 8 12M32 9h6c0 7-2 11-8 12M22 28v6M14 38h16M17 34h10v4H17z";
  return [
    h(
      "div",
      { class: "champion" },
      h("svg", { class: "cup", viewBox: "0 0 44 44", "aria-hidden": "true" }, h("path", { d: cup, fill: "none", stroke: "currentColor", "stroke-width": "2.5", "stroke-linejoin": "round" })),
      h("p", {}, h("span", {}, t("Champion")), h("strong", {}, name)),
    ),
  ];
}

function tab({ stage }, current) {
  return h(
    "a",
    { href: `#stage-${stage.position}`, key: stage.id, "data-state": stage.state, "aria-current": current ? "page" : null },
    stage.name,
    h("span", { class: "unseen" }, label("stage", stage.state)),
  );
}

function nothing() {
  return [
    h("p", { class: "empty", key: "empty" }, t("The programme of this tournament is not published yet.")),
    view.entries.length && h("section", { class: "section", key: "entries" }, h("h2", {}, t("Entries")), roster(view.entries)),
  ].filter(Boolean);
}

function plan() {
  if (!planned) requestAnimationFrame(draw);
  planned = true;
}

/** Take a newer view: mark what is different in it, draw, and say the latest result. */
function take(next) {
  const known = new Map(view.stages.flatMap((stage) => stage.matches).map((match) => [match.id, JSON.stringify(match)]));
  for (const stage of next.stages) {
    for (const match of stage.matches) {
      if (known.has(match.id) && known.get(match.id) !== JSON.stringify(match)) mark(match, stage);
    }
  }
  view = next;
  plan();
}

function mark(match, stage) {
  changed.add(match.id);
  setTimeout(() => {
    changed.delete(match.id);
    plan();
  }, FLASH_MS);
  if (match.phase !== "settled" || match.bracket === "lobby") return;
  const [first, second] = match.slots.map((slot) => ({ ...slot, name: stage.entries.find((entry) => entry.id === slot.entry)?.name ?? "" }));
  const settled = first.score !== null && first.score !== undefined;
  const scores = settled ? `${first.score}–${second.score}` : first.outcome === "win" ? "✓–" : "–✓";
  places.news.textContent = t("Latest: {first} {scores} {second}", { first: first.name, scores, second: second.name });
}

function find(id) {
  for (const stage of view.stages) {
    const match = stage.matches.find((one) => one.id === id);
    if (match) return { match, stage };
  }
  return null;
}

function refreshSheet() {
  const found = find(shown);
  if (found) morph(sheet.firstElementChild, details(found.match, found.stage));
}

document.addEventListener("click", (event) => {
  const card = event.target.closest("[data-match]");
  const why = event.target.closest("[data-why]");
  if (card) {
    shown = card.dataset.match;
    refreshSheet();
    sheet.showModal();
  } else if (why) {
    const id = why.dataset.why;
    if (!open.delete(id)) open.add(id);
    plan();
  } else if (event.target === sheet || event.target.closest("[data-close]")) sheet.close();
});
sheet.addEventListener("close", () => (shown = null));
addEventListener("hashchange", () => {
  draw();
  reveal();
});

// Pointing at an entry lights its way through the drawing.
document.addEventListener("pointerover", (event) => {
  const entry = event.target.closest?.("[data-entry]")?.dataset.entry;
  for (const side of document.querySelectorAll(".trace")) side.classList.remove("trace");
  if (entry) for (const side of places.panel.querySelectorAll(`[data-entry="${entry}"]`)) side.classList.add("trace");
});

/** Bring the tab and the column that matter into sight, once a stage: a page must not move under a reader. */
function reveal() {
  for (const [place, selector] of [[places.tabs, "[aria-current]"], [places.panel.querySelector(".scroller:has(.tree, .swiss)"), ".now"]]) {
    const target = place?.querySelector(selector);
    if (target) place.scrollLeft = target.offsetLeft - place.offsetLeft - 16;
  }
}

draw();
reveal();
document.documentElement.dataset.ready = "true";
watch(follow, page.topic, take);
