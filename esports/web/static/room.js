// The match room: what its sides have to do now, followed live; what is private is asked for again.

import { ask } from "./ask.js";
import { call, newKey, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { evidenceCard } from "./evidence.js";
import { countdown, keep, mayBeEarly } from "./expected.js";
import { follow } from "./live.js";
import { sign } from "./match.js";
import { twoSides } from "./report.js";
import { lobbyCode, referee, stationLink } from "./room_help.js";
import { pausing } from "./room_pause.js";
import { readiness } from "./room_ready.js";
import { claimWords, said } from "./room_words.js";
import "./site.js";
import { watch } from "./status.js";
import { label, moment, page, t } from "./words.js";

const DAY_MS = 86_400_000;
const place = document.getElementById("room");
const state = document.getElementById("state");
let room = page.room;
let form = null;
let forecast = { made_at: null, expected: null };

const names = () => room.match.slots.map((slot) => room.names[slot.entry] ?? t("To be decided"));
const playable = () => room.match.phase === "ready";
const mine = () => room.slot !== null && room.slot !== undefined;
const live = () => room.reports.filter((one) => one.state === "claimed");

function draw() {
  const { match } = room;
  state.textContent = match.phase === "ready" && match.state !== "idle" ? label("match", match.state) : label("phase", match.phase);
  state.dataset.state = match.state;
  const parts = [
    when(),
    versus(),
    match.games?.length > 1 && games(),
    entered(),
    now(),
    pausing(room, names(), send),
    readiness(room, names(), send),
    ...lobbyCode(room, send),
    reporting(),
    evidenceCard(room, names(), send),
    mine() && playable() && referee(room, send),
    stationLink(room, names(), send),
  ];
  morphChildren(place, parts.filter(Boolean));
}

function when() {
  const { starts_at, station } = room.match;
  return starts_at && h("p", { class: "row", key: "when" }, h("strong", {}, moment(starts_at)), station && h("span", { class: "chip" }, station), h("span", { class: "quiet", id: "expected", role: "status" }, awaited()));
}

// When it is expected to begin, where that can be told; a forecast that cannot say it says so.
function awaited() {
  if (!forecast.made_at || !["waiting", "ready"].includes(room.match.phase) || room.match.state !== "idle") return "";
  if (forecast.expected) return [countdown(forecast.expected), mayBeEarly(forecast)].filter(Boolean).join(". ");
  return Date.parse(room.match.starts_at) - Date.now() < DAY_MS ? t("Nothing can be said yet of when it begins.") : "";
}

function versus() {
  return h("div", { class: "versus", key: "versus" }, room.match.slots.map((slot, index) => side(slot, names()[index])));
}

function side(slot, name) {
  const score = slot.score ?? (slot.outcome === "win" ? "✓" : "");
  return h("span", { class: `side ${slot.entry ? slot.outcome ?? "" : "open"}` }, slot.entry ? sign(name) : h("span"), h("span", { class: "name" }, name), h("span", { class: "score" }, String(score)));
}

function games() {
  return h("ol", { class: "games", key: "games" }, room.match.games.map((game, index) => h("li", {}, h("small", {}, t("Game {number}", { number: index + 1 })), game.join(" : "))));
}

// What has been said so far, and what the one who looks can answer.
function now() {
  const claims = live();
  if (!claims.length || !playable()) return null;
  const theirs = mine() && claims.find((one) => one.slot !== room.slot);
  const disputed = room.match.state === "disputed";
  return h(
    "section",
    { class: "card now", key: "now", "data-state": room.match.state },
    h("h2", {}, disputed ? t("The sides differ: a referee decides") : t("The result is reported")),
    h("ul", { class: "said" }, claims.map((one) => said(one, names()))),
    mine() && !room.entered && waiting(theirs, disputed),
    theirs && !room.entered && answers(theirs),
  );
}

// What a referee has entered, where a second person has to confirm it.
function entered() {
  const report = room.reports.find((one) => one.id === room.entered);
  if (!report || !playable()) return null;
  const button = room.seconds && h("button", { type: "button", class: "main", "data-confirm": report.id }, t("Yes, confirm it"));
  return h(
    "section",
    { class: "card now", key: "entered" },
    h("h2", {}, t("Waits for a second person")),
    h("ul", { class: "said" }, said(report, names())),
    h("p", { class: "quiet" }, t("It stands once another member of the staff has confirmed it.")),
    button && h("div", { class: "row answers" }, button),
  );
}

function waiting(theirs, disputed) {
  const words = disputed
    ? t("You can still agree: report the same, or confirm the other report.")
    : theirs
      ? t("Is that right? Please answer.")
      : t("{name} has to answer now.", { name: names()[1 - room.slot] });
  return h("p", { class: "quiet" }, words);
}

function answers(theirs) {
  const confirm = h("button", { type: "button", class: "main", "data-confirm": theirs.id }, t("Yes, confirm it"));
  const dispute = h("button", { type: "button", class: "danger", "data-dispute": theirs.id }, t("No, it is not right"));
  return h("div", { class: "row answers" }, confirm, theirs.objection ? null : dispute);
}

// The form itself is what is drawn each time, so that what is typed and where stays.
function reporting() {
  if (!mine() || !playable() || room.entered || !room.captains_report || room.match.slots.length !== 2) return null;
  form ??= h("details", { class: "card fold", key: "report", open: !live().length }, h("summary", {}), reportForm());
  const own = live().some((one) => one.slot === room.slot);
  form.firstElementChild.textContent = own ? t("Report something else") : t("Report the result");
  return form;
}

function reportForm() {
  const evidence = h("input", { id: "evidence", type: "url", inputmode: "url", maxlength: "2000" });
  const proof = h("div", { class: "field" }, h("label", { for: "evidence" }, t("Link to a screenshot or recording, if there is one")), evidence);
  const concede = h("button", { type: "button", class: "small-button" }, t("We concede"));
  const claim = (body, words) => report(evidence.value.trim() ? { ...body, evidence: evidence.value.trim() } : body, words);
  concede.addEventListener("click", () => claim({ outcome: { kind: "forfeit", slot: room.slot } }, t("{name} concedes", { name: names()[room.slot] })));
  return h("div", { class: "stack" }, proof, twoSides(room.match, names(), claim, concede));
}

async function report(body, words) {
  const note = room.confirm_minutes
    ? t("{name} has {minutes} minutes to answer; then it counts.", { name: names()[1 - room.slot], minutes: room.confirm_minutes })
    : t("It counts when {name} confirms it.", { name: names()[1 - room.slot] });
  if (!(await ask({ title: t("Report the result"), body: [h("p", { class: "verdict" }, words), h("p", { class: "quiet" }, note)], action: t("Report it") }))) return;
  if (!(await send("POST", `/matches/${room.match.id}/reports`, body))) return;
  if (form) form.open = false;
  toast(t("Reported: {result}", { result: words }));
}

async function confirm(id) {
  const claim = room.reports.find((one) => one.id === id);
  const body = [h("p", { class: "verdict" }, claimWords(claim.body, names())), h("p", { class: "quiet" }, t("Everybody sees it at once, and the bracket moves on."))];
  if (!(await ask({ title: t("Confirm the result"), body, action: t("Yes, confirm it") }))) return;
  await send("POST", `/reports/${id}/confirm`, {});
}

async function dispute(id) {
  const reason = h("textarea", { id: "reason", class: "short", rows: "3", maxlength: "500" });
  const field = h("div", { class: "field" }, h("label", { for: "reason" }, t("What is not right?")), reason);
  if (!(await ask({ title: t("A referee will decide"), body: field, action: t("Send it to the referee"), danger: true }))) return;
  await send("POST", `/reports/${id}/dispute`, { reason: reason.value.trim() || t("This is not how it ended.") });
}

/** Say something to the server, and show what it makes of it; gives its reply, or null after a refusal. */
async function send(method, path, body, type) {
  place.setAttribute("aria-busy", "true");
  try {
    const reply = await call(method, path, { body, type, key: newKey() });
    await look();
    return reply;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast([refusal.message, ...(refusal.problem.errors ?? []).map((one) => one.detail)].filter((text, index, all) => all.indexOf(text) === index).join(" "), "error");
    return null;
  } finally {
    place.removeAttribute("aria-busy");
  }
}

async function look() {
  const next = await call("GET", `/matches/${room.match.id}/room`);
  if (next.match.revision < room.match.revision) return;
  const others = next.match.slots.some((slot, index) => slot.entry !== room.match.slots[index].entry);
  if (others) form = null;
  room = next;
  draw();
}

place.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || place.hasAttribute("aria-busy")) return;
  if (button.dataset.confirm) confirm(button.dataset.confirm);
  else if (button.dataset.dispute) dispute(button.dataset.dispute);
});

place.replaceChildren();
draw();
const askForecast = keep(() => `/matches/${room.match.id}/forecast`, (told) => {
  forecast = told;
  draw();
});
document.documentElement.dataset.ready = "true";
watch(follow, page.topic, (match) => {
  if (match.revision === room.match.revision) return;
  look().catch(() => {});
  askForecast();
});
