// Who is in several tournaments, and what other stations, hours, days or games would change.

import { call, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { clear, complete, enable, tell, values } from "./forms.js";
import "./site.js";
import { lang, page, t } from "./words.js";

const { event } = page;
const base = `/events/${event.id}/schedule`;
const form = document.getElementById("what-if");
const crossingsPlace = document.getElementById("crossings");
const differencePlace = document.getElementById("difference");
const when = new Intl.DateTimeFormat(lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: event.time_zone });
const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 0 });
const ended = (moment) => (moment ? when.format(new Date(moment)) : "–");

function crossings({ entered, items }) {
  if (!items.length) return [h("p", { class: "empty" }, t("Nobody plays in more than one tournament."))];
  const counts = Object.entries(entered).map(([count, people]) => h("li", {}, t("People in {count} tournaments: {people}", { count, people })));
  return [h("ul", { class: "plain" }, counts), h("ul", { class: "lines", id: "pairs" }, items.map(pair))];
}

function pair({ tournaments, names, people, double_bookings, proposals }) {
  const risk = number.format(double_bookings);
  return h(
    "li",
    { key: tournaments.join() },
    h(
      "span",
      { class: "grow" },
      h("strong", {}, names.join(" + ")),
      h("small", { class: "quiet" }, t("People in both: {people}. Double bookings to be expected: {risk}.", { people, risk })),
      ...proposals.map(({ tournament, name, first, double_bookings: left }) => h("small", { class: "row" }, t("{name} on {day}: {left} instead of {risk}.", { name, day: first, left: number.format(left), risk }), h("button", { type: "button", class: "small-button", "data-tournament": tournament, "data-day": first }, t("What else would it change?")))),
    ),
  );
}

function difference({ before, after, moved }) {
  const rows = [
    [t("Last match ends"), ended(before.ends_at), ended(after.ends_at)],
    [t("Matches without a place"), before.without_place, after.without_place],
    [t("Stations taken"), share.format(before.load), share.format(after.load)],
    [t("Double bookings to be expected"), number.format(before.double_bookings), number.format(after.double_bookings)],
  ];
  const later = new Map(after.endings.map((one) => [one.tournament, one]));
  return [
    h("p", {}, h("strong", {}, t("Matches that begin at another time: {count}", { count: moved }))),
    h("ul", { class: "lines", id: "totals" }, rows.map(([name, one, other]) => line(name, change(one, other)))),
    h("h3", {}, t("End of each tournament, and the chance that it ends by its last day")),
    h(
      "ul",
      { class: "lines" },
      before.endings.map((one) => {
        const other = later.get(one.tournament) ?? one;
        return line(one.name, change(`${ended(one.ends_at)}, ${share.format(one.in_time)}`, `${ended(other.ends_at)}, ${share.format(other.in_time)}`));
      }),
    ),
    h("p", { class: "quiet" }, t("Both are first plans, made in a moment; a plan that is searched for is better. Chances are of matches that take as long as they usually do.")),
  ];
}

function change(one, other) {
  return String(one) === String(other) ? h("span", { class: "quiet" }, String(one)) : h("span", {}, h("span", { class: "quiet" }, `${one} → `), h("strong", {}, String(other)));
}

function line(name, told) {
  return h("li", { key: name }, h("span", { class: "grow" }, name), told);
}

// Each kind of change is sent if it says something; days come as both or, if one is empty, as that one.
function asked() {
  const { venue, count, ends, tournament, best_of, first, last } = values(form);
  const body = {};
  if (count) body.stations = [{ venue, count }];
  if (ends) body.closes = [{ venue, ends }];
  if (best_of) body.best_of = [{ tournament, best_of }];
  if (first || last) body.days = [{ tournament, first: first || last, last: last || first }];
  return body;
}

async function show() {
  clear(form);
  if (!complete(form)) return;
  const button = form.querySelector("button.main");
  button.disabled = true;
  try {
    morphChildren(differencePlace, difference(await call("POST", `${base}/what-if`, { body: asked() })));
  } catch (refusal) {
    tell(form, refusal);
  }
  button.disabled = false;
}

form.addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  show();
});

crossingsPlace.addEventListener("click", (pressed) => {
  const button = pressed.target.closest("[data-day]");
  if (!button) return;
  form.reset();
  form.elements.tournament.value = button.dataset.tournament;
  form.elements.first.value = form.elements.last.value = button.dataset.day;
  form.scrollIntoView({ block: "nearest" });
  show();
});

enable(form);
document.documentElement.dataset.ready = "true";
try {
  morphChildren(crossingsPlace, crossings(await call("GET", `${base}/crossings`)));
} catch (refusal) {
  if (!(refusal instanceof Refusal)) throw refusal;
  toast(refusal.message, "error");
}
