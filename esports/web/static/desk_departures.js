// Entries that leave while the tournament is played: what it changes is shown, agreed to, and taken back.

import { ask } from "./ask.js";
import { call, newKey, Refusal, toast } from "./api.js";
import { impactList } from "./correct.js";
import { h, morphChildren } from "./dom.js";
import { clear, enable, tell } from "./forms.js";
import { page, t } from "./words.js";

const place = document.getElementById("departures");
const form = document.getElementById("departure-form");
const list = document.getElementById("departed");
const PLAYED = new Set(["running", "paused", "finished"]);
const HERE = new Set(["playing", "placed"]);
const GONE = { withdrawn: () => t("Withdrawn"), disqualified: () => t("Disqualified") };
let view = page.view;
let known = "";

/** Show who may be taken out, and who has left; what has left is read again when an entry has moved. */
export function departures(now) {
  view = now;
  if (!place) return;
  place.hidden = !PLAYED.has(view.tournament.state);
  document.getElementById("departure-ahead").hidden = view.stages.filter((stage) => stage.entries?.length).length < 2;
  const here = view.entries.filter((entry) => HERE.has(entry.state)).sort((a, b) => a.name.localeCompare(b.name));
  morphChildren(form.elements.departing, here.map((entry) => h("option", { value: entry.id, key: entry.id }, entry.name)));
  const states = view.entries.map((entry) => `${entry.id} ${entry.state in GONE}`).join();
  if (place.hidden || states === known) return;
  known = states;
  read();
}

async function read() {
  try {
    const { items } = await call("GET", `/tournaments/${place.dataset.tournament}/departures`);
    list.replaceChildren(...items.filter((one) => !one.reverted_at).map(line));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

function line(one) {
  const name = view.entries.find((entry) => entry.id === one.entry)?.name ?? "";
  return h(
    "li",
    { class: "row", "data-entry": one.entry },
    h("span", { class: "grow" }, h("strong", {}, name), " ", h("span", { class: "chip" }, GONE[one.kind]()), h("span", { class: "quiet" }, ` ${one.reason}`)),
    h("button", { type: "button", class: "small-button", "data-back": one.id, "aria-label": t("Let {name} back in", { name }) }, t("Let back in")),
  );
}

// The last stage that the entry plays in, or the one before where it gives up its seat: whose matches change.
function stageOf(entry, following = "keep") {
  const its = view.stages.filter((stage) => stage.entries?.some((one) => one.id === entry));
  return its.at(following !== "keep" && its.length > 1 ? -2 : -1);
}

async function leave(event) {
  event.preventDefault();
  clear(form);
  const { departing, kind, annulled, following, "departure-reason": reason } = form.elements;
  if (!reason.value.trim()) {
    form.querySelector(".form-error").textContent = t("Please say why.");
    return reason.focus();
  }
  const path = `/entries/${departing.value}/departure`;
  const body = { kind: kind.value, annulled: annulled.value !== "", everywhere: annulled.value === "all", following: following.value };
  const name = departing.selectedOptions[0]?.textContent ?? "";
  try {
    const shown = await call("POST", `${path}/preview`, { body });
    if (!(await agreed(name, body, shown, stageOf(departing.value, body.following)))) return;
    const made = await call("POST", path, { body: { ...body, reason: reason.value.trim(), impact_token: shown.impact_token }, key: newKey() });
    form.reset();
    toast(t("{name} is out.", { name }), "done", () => back(made.id));
  } catch (refusal) {
    tell(form, refusal);
  }
}

function agreed(name, body, shown, stage) {
  const words = { withdrawn: t("{name} withdraws.", { name }), disqualified: t("{name} is disqualified.", { name }) };
  const said = [
    h("p", { class: "verdict" }, words[body.kind]),
    impactList(shown, stage),
    h("p", { class: "quiet" }, t("It can be taken back until something is played that rests on it.")),
  ];
  return ask({ title: t("Take {name} out", { name }), body: said, action: t("Take it out"), danger: true });
}

// What is shown before somebody is let back in is what they come back to.
async function letBack(id, entry) {
  const name = view.entries.find((one) => one.id === entry)?.name ?? "";
  try {
    const shown = await call("POST", `/departures/${id}/revert/preview`);
    const body = [impactList(shown, stageOf(entry))];
    if (await ask({ title: t("Let {name} back in", { name }), body, action: t("Let back in") })) await back(id);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

async function back(id) {
  try {
    await call("POST", `/departures/${id}/revert`, { body: { reason: t("Taken back at the desk.") }, key: newKey() });
    toast(t("The entry plays again."));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

if (form) {
  form.addEventListener("submit", leave);
  enable(form);
  list.addEventListener("click", (event) => {
    const id = event.target.closest("[data-back]")?.dataset.back;
    if (id) letBack(id, event.target.closest("[data-entry]").dataset.entry);
  });
}
