// A tournament's desk: what can be done now comes first, and everything moves as the tournament does.

import { ask } from "./ask.js";
import { call, Refusal, toast } from "./api.js";
import { correctSheet } from "./correct.js";
import { departures } from "./desk_departures.js";
import { judgingDesk, publishMarks } from "./desk_judging.js";
import { draftDesk } from "./desk_draft.js";
import { pairRound, previewAndStart, stageList, unpairRound } from "./desk_stages.js";
import { seedList, wireEntries } from "./desk_entries.js";
import { wireList } from "./desk_list.js";
import "./desk_qualification.js";
import { proposals } from "./desk_proposals.js";
import { queueDeed, queueDesk } from "./desk_queue.js";
import { approvalList } from "./desk_rules.js";
import "./desk_settings.js";
import { h, morphChildren } from "./dom.js";
import { wire } from "./forms.js";
import { follow } from "./live.js";
import { card, details } from "./match.js";
import { entriesOf, inOrder, playable } from "./model.js";
import { mayReport, reportSheet, sides } from "./report.js";
import "./site.js";
import { watch } from "./status.js";
import { label, page, t } from "./words.js";

const sheet = document.getElementById("sheet");
const place = (id) => document.getElementById(id);
const DANGEROUS = new Set(["cancelled", "archived"]);
const ONWARD = { paused: ["running"], finished: [] };
const USUAL = ["registration", "check_in", "seeding", "running", "finished"];
const RECENT = 3;
const entriesHere = wireEntries();
let view = page.view;

function draw() {
  const { state } = view.tournament;
  place("state").textContent = label("tournament", state);
  place("state").dataset.state = state;
  morphChildren(place("matches"), matchList());
  attempt(() => queueDesk(place("queue"), view));
  if (place("moves")) morphChildren(place("moves"), moves(state));
  morphChildren(place("stages"), stageList(view));
  if (place("judging")) attempt(() => judgingDesk(place("judging"), view));
  if (entriesHere) seedList(view);
  approvalList(view);
  departures(view);
  proposals(view);
}

function matchList() {
  const running = view.stages.filter((stage) => stage.stage.state === "running");
  const open = running.flatMap((stage) => playable(stage.matches).map((match) => [match, stage]));
  const over = view.stages.flatMap((stage) => inOrder(stage.matches.filter((match) => match.phase === "settled")).map((match) => [match, stage]));
  const last = over.splice(-RECENT);
  return [
    h("h2", { key: "title" }, t("Matches to report"), h("span", { class: "quiet" }, ` ${open.length}`)),
    open.length
      ? h("div", { class: "todo", key: "open" }, open.map(drawn))
      : h("p", { class: "empty", key: "none" }, running.length ? t("Every match that can be played has its result.") : t("No stage is running.")),
    last.length && h("h3", { key: "recent-title" }, t("Last results")),
    last.length && h("p", { class: "quiet", key: "recent-hint" }, t("Open a result to correct it.")),
    last.length && h("div", { class: "todo", key: "recent" }, last.map(drawn)),
    over.length && h("details", { class: "fold", key: "earlier" }, h("summary", {}, t("Earlier results")), h("div", { class: "todo" }, over.reverse().map(drawn))),
  ].filter(Boolean);
}

function drawn([match, stage]) {
  return card(match, stage, entriesOf(stage));
}

// The usual next step stands out; it is left out where something else comes first.
function usual(state, allowed) {
  const { check_in: checkIn } = view.tournament;
  const played = view.stages.length > 0 && view.stages.every((stage) => stage.stage.state === "finished");
  const fits = { check_in: Boolean(checkIn), finished: played };
  return (ONWARD[state] ?? USUAL).find((to) => allowed.includes(to) && (fits[to] ?? true));
}

function moves(state) {
  const allowed = page.moves[state] ?? [];
  const next = usual(state, allowed);
  const rest = allowed.filter((to) => to !== next);
  return [
    h("h2", { key: "title" }, t("State of the tournament")),
    next && h("div", { class: "row", key: "next" }, move(next, "main")),
    rest.length && h("details", { class: "fold", key: "rest" }, h("summary", {}, t("Other steps")), h("div", { class: "row" }, rest.map((to) => move(to, DANGEROUS.has(to) ? "danger" : "")))),
    !allowed.length && h("p", { class: "quiet", key: "none" }, t("Nothing is left to do here.")),
  ].filter(Boolean);
}

function move(to, style) {
  return h("button", { type: "button", class: style, "data-to": to, key: to }, label("move", to));
}

async function moveTo(to) {
  const title = label("move", to);
  const body = t("{name} goes from “{before}” to “{after}”.", { name: view.tournament.name, before: label("tournament", view.tournament.state), after: label("tournament", to) });
  if (!(await ask({ title, body, action: title, danger: DANGEROUS.has(to) }))) return;
  try {
    await call("POST", `/tournaments/${view.tournament.id}/transitions`, { body: { to } });
  } catch (refusal) {
    if (refusal.problem?.code !== "check_in_not_held" || !(await passOver(to, refusal.message))) throw refusal;
  }
  toast(t("Done: {state}", { state: label("tournament", to) }));
}

// A check-in that is planned is passed over only with a reason, which stands in the journal.
async function passOver(to, told) {
  const reason = h("input", { name: "reason", maxlength: "500", "aria-label": t("Reason") });
  if (!(await ask({ title: t("Go on without a check-in?"), body: [told, reason], action: t("Go on"), danger: true }))) return false;
  await call("POST", `/tournaments/${view.tournament.id}/transitions`, { body: { to, reason: reason.value.trim() } });
  return true;
}

async function attempt(work) {
  try {
    await work();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

function find(id) {
  for (const stage of view.stages) {
    const match = stage.matches.find((one) => one.id === id);
    if (match) return { match, stage };
  }
  return {};
}

function openSheet(id) {
  const { match, stage } = find(id);
  if (match) {
    const fill = mayReport && { ready: reportSheet, settled: correctSheet }[match.phase];
    sheet.replaceChildren(fill ? fill(match, stage, reported) : details(match, stage));
    if (fill === reportSheet && match.bracket !== "lobby") sheet.firstElementChild.append(draftDesk(match, sides(match, stage)));
    sheet.showModal();
  }
}

function reported(words, undo) {
  sheet.close();
  toast(words, "done", undo && (() => attempt(undo)));
}

document.addEventListener("click", (event) => {
  const at = (name) => event.target.closest(`[data-${name}]`)?.dataset[name];
  const deed = event.target.closest("[data-deed]");
  if (deed) attempt(() => queueDeed(deed, { place: place("queue"), view, sheet, found: find, done: reported }));
  else if (at("match")) openSheet(at("match"));
  else if (at("to")) attempt(() => moveTo(at("to")));
  else if (at("draw")) attempt(() => previewAndStart(at("draw"), view.seq));
  else if (at("publish")) attempt(() => publishMarks(at("publish")));
  else if (at("pair")) attempt(() => pairRound(at("pair")));
  else if (at("unpair")) attempt(() => unpairRound(at("unpair"), Number(at("round")), reported));
  else if (event.target === sheet || at("close") !== undefined) sheet.close();
});

function wireStageForm(form) {
  form.elements.format.addEventListener("change", (event) => {
    for (const part of form.querySelectorAll("[data-format]")) part.hidden = part.disabled = !part.dataset.format.split(" ").includes(event.target.value);
  });
  wire(form, (stage) => {
    form.reset();
    form.elements.format.dispatchEvent(new Event("change"));
    place("new-stage").open = false;
    toast(t("{name} is in the programme.", { name: stage.name }));
  });
}

wireList();
if (place("new-stage")) wireStageForm(place("new-stage").querySelector("form"));
draw();
document.documentElement.dataset.ready = "true";
watch(follow, page.topic, (next) => {
  view = next;
  draw();
});
