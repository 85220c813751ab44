// A phone at the station, without an account: the link's secret stands behind the # and is sent to nobody else.

import { ask } from "./ask.js";
import { call, newKey, Refusal, toast } from "./api.js";
import { h } from "./dom.js";
import { pictureButton } from "./pictures.js";
import { twoSides } from "./report.js";
import { askWhy } from "./room_pause.js";
import { note } from "./room_ready.js";
import "./site.js";
import { label, moment, t } from "./words.js";

const place = document.getElementById("room");
const secret = location.hash.slice(1);

async function look() {
  try {
    draw(await call("POST", "/station", { body: { secret } }));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    place.replaceChildren(h("p", { class: "form-error", role: "alert" }, refusal.message));
  }
  document.documentElement.dataset.ready = "true";
}

function draw({ match, names: known, tournament, stage, ready, pause, pauses_left: left }) {
  const names = match.slots.map((slot) => known[slot.entry]);
  place.replaceChildren(
    h("p", { class: "quiet" }, [tournament, stage, t("Match {number}", { number: match.number }), label("match", match.state)].join(" · ")),
    pause ? paused(names, pause) : "",
    ["idle", "called", "voided"].includes(match.state) ? arrivals(names, ready, pause) : "",
    h("div", { class: "card" }, twoSides(match, names, report, "")),
    pause ? "" : pauses(names, left),
    match.state === "reported" || match.state === "disputed" ? picture() : "",
  );
}

// At the station each side says that it is there; the other one and the referees see it at once.
function arrivals(names, ready, pause) {
  const said = new Map(ready.map((one) => [one.slot, one]));
  const line = (name, slot) => h("li", {}, h("strong", {}, name), said.has(slot) ? h("span", {}, t("Ready since {time}", { time: moment(said.get(slot).said_at) })) : arrival(slot));
  return h("section", { class: "card" }, h("h2", {}, t("Ready to play?")), h("ul", { class: "said" }, names.map(line)), h("p", { class: "quiet small", role: "status" }, note({ ready, pause }, names)));
}

function arrival(slot) {
  return deed({ "data-ready": slot }, t("We are ready"), () => word("/station/ready", { slot }));
}

// Who pauses says why, and goes on; for a referee's pause there is no button here.
function paused(names, pause) {
  const own = typeof pause.slot === "number";
  return h(
    "section",
    { class: "card now", role: "status" },
    h("h2", {}, t("The match is paused")),
    h("p", {}, own ? t("{name} paused it.", { name: names[pause.slot] }) : t("A referee paused it.")),
    h("p", { class: "quiet" }, [t("since {time}", { time: moment(pause.paused_at) }), pause.due_at && t("until {time} at most", { time: moment(pause.due_at) })].filter(Boolean).join(" · ")),
    own && h("div", { class: "row" }, deed({ class: "main" }, t("Go on playing"), () => word("/station/resume", { slot: pause.slot }))),
  );
}

function pauses(names, left) {
  const able = [0, 1].filter((slot) => left[slot]);
  const button = (slot) => deed({ class: "small-button", "data-pause": slot }, t("Pause for {name} ({count} left)", { name: names[slot], count: left[slot] }), async () => {
    const reason = await askWhy(t("Pause for {name}", { name: names[slot] }));
    if (reason) await word("/station/pause", { slot, reason });
  });
  return able.length ? h("div", { class: "row" }, able.map(button)) : "";
}

function deed(attributes, words, act) {
  const button = h("button", { type: "button", ...attributes }, words);
  button.addEventListener("click", act);
  return button;
}

async function word(path, body) {
  try {
    draw(await call("POST", path, { body: { secret, ...body }, key: newKey() }));
  } catch (refusal) {
    say(refusal);
  }
}

async function report(body, words) {
  const note = t("Both sides are asked whether that is right.");
  if (!(await ask({ title: t("Report the result"), body: [h("p", { class: "verdict" }, words), h("p", { class: "quiet" }, note)], action: t("Report it") }))) return;
  try {
    await call("POST", "/station/reports", { body: { secret, ...body }, key: newKey() });
    place.replaceChildren(h("p", { class: "card now", role: "status" }, t("Reported: {result}", { result: words })), picture());
  } catch (refusal) {
    say(refusal);
  }
}

// Both sides and the referees see it; the station itself does not.
function picture() {
  return h("div", { class: "card" }, h("p", { class: "quiet" }, t("A photograph of the screen helps where the sides differ.")), h("div", { class: "row" }, pictureButton(add)));
}

async function add(body) {
  try {
    await call("POST", "/station/pictures", { body, type: body.type, told: { "x-match-link": secret } });
    toast(t("The picture is with the sides and the referees."));
  } catch (refusal) {
    say(refusal);
  }
}

function say(refusal) {
  if (!(refusal instanceof Refusal)) throw refusal;
  toast([refusal.message, ...(refusal.problem.errors ?? []).map((one) => one.detail)].filter((text, index, all) => all.indexOf(text) === index).join(" "), "error");
}

look();
