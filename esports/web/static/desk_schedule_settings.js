// What plans of an event respect: rest, warm-up, the lengths of matches, days of tournaments, hours of minors, streams, ways.

import { call, newKey, toast } from "./api.js";
import { windows } from "./desk_schedule_minors.js";
import { streams } from "./desk_schedule_streams.js";
import { ways } from "./desk_schedule_ways.js";
import { h } from "./dom.js";
import { clear, complete, enable, tell, values } from "./forms.js";
import { page, t } from "./words.js";

const form = document.getElementById("settings-form");
const { event, plan, tournaments } = page;
let { settings } = plan;

const same = (one, other) => one.title === other.title && one.best_of === other.best_of;

// Each kind of match that there is, or that has its minutes already.
function kinds() {
  const found = [];
  for (const one of [...plan.matches, ...settings.lengths]) {
    if (!found.some((other) => same(one, other))) found.push({ title: one.title, best_of: one.best_of });
  }
  return found.sort((one, other) => one.title.localeCompare(other.title) || one.best_of - other.best_of);
}

function input(name, label, more) {
  return h("div", { class: "field" }, h("label", { for: name }, label), h("input", { id: name, name, "aria-describedby": `${name}-error`, ...more }), h("p", { class: "error", id: `${name}-error` }));
}

const shown = kinds();
document.getElementById("lengths").closest("fieldset").hidden = !shown.length;
document.getElementById("lengths").append(
  ...shown.map((kind, at) => {
    const minutes = settings.lengths.find((one) => same(one, kind))?.minutes ?? "";
    return input(`length-${at}`, t("{title}, best of {count}", { title: kind.title, count: kind.best_of }), { type: "number", min: 1, max: 1440, value: minutes, inputmode: "numeric", placeholder: settings.game_minutes * kind.best_of });
  }),
);
document.getElementById("days").append(
  ...tournaments.map(({ id, name }) => {
    const kept = settings.days.find((one) => one.tournament === id);
    const limits = { type: "date", min: event.starts_on, max: event.ends_on };
    return h("div", { class: "pair" }, input(`first-${id}`, t("{name}: first day", { name }), { ...limits, value: kept?.first ?? "" }), input(`last-${id}`, t("{name}: last day", { name }), { ...limits, value: kept?.last ?? "" }));
  }),
);

const written = (name) => form.elements.namedItem(name).value;

// What this form does not show stays as it is.
function body() {
  const lengths = shown.map((kind, at) => ({ ...kind, minutes: Number(written(`length-${at}`)) })).filter((one) => one.minutes);
  const days = tournaments
    .map(({ id }) => ({ tournament: id, first: written(`first-${id}`), last: written(`last-${id}`) }))
    .filter(({ first, last }) => first || last)
    .map(({ tournament, first, last }) => ({ tournament, first: first || last, last: last || first }));
  const others = settings.days.filter((one) => !tournaments.some(({ id }) => id === one.tournament));
  const told = values(form);
  return { ...told, lengths, days: [...days, ...others], minors: { ...told.minors, windows: windows() }, streams: streams(), ways: ways() };
}

form.addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  clear(form);
  if (!complete(form)) return;
  try {
    settings = await call("PUT", `/events/${event.id}/schedule/settings`, { body: body(), key: newKey() });
    toast(t("Kept. The next plan respects it."));
    document.dispatchEvent(new CustomEvent("settings-kept"));
  } catch (refusal) {
    tell(form, refusal);
  }
});

enable(form);
