// A phone at the station, without an account: the link's secret stands behind the # and is sent to nobody else.

import { ask } from "./ask.js";
import { call, newKey, Refusal, toast } from "./api.js";
import { h } from "./dom.js";
import { pictureButton } from "./evidence.js";
import { twoSides } from "./report.js";
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

function draw({ match, names: known, tournament, stage, ready }) {
  const names = match.slots.map((slot) => known[slot.entry]);
  place.replaceChildren(
    h("p", { class: "quiet" }, [tournament, stage, t("Match {number}", { number: match.number }), label("match", match.state)].join(" · ")),
    ["idle", "called", "voided"].includes(match.state) ? arrivals(names, ready) : "",
    h("div", { class: "card" }, twoSides(match, names, report, "")),
    match.state === "reported" || match.state === "disputed" ? picture() : "",
  );
}

// At the station each side says that it is there; the other one and the referees see it at once.
function arrivals(names, ready) {
  const said = new Map(ready.map((one) => [one.slot, one]));
  const line = (name, slot) => h("li", {}, h("strong", {}, name), said.has(slot) ? h("span", {}, t("Ready since {time}", { time: moment(said.get(slot).said_at) })) : arrival(slot));
  return h("section", { class: "card" }, h("h2", {}, t("Ready to play?")), h("ul", { class: "said" }, names.map(line)), h("p", { class: "quiet small", role: "status" }, note({ ready }, names)));
}

function arrival(slot) {
  const button = h("button", { type: "button", "data-ready": slot }, t("We are ready"));
  button.addEventListener("click", async () => {
    try {
      draw(await call("POST", "/station/ready", { body: { secret, slot }, key: newKey() }));
    } catch (refusal) {
      say(refusal);
    }
  });
  return button;
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
