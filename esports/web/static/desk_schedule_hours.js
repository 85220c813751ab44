// When a venue is open and has breaks, day by day of the event; a day without hours is closed.

import { call, newKey, toast } from "./api.js";
import { h } from "./dom.js";
import { clear, complete, tell, values } from "./forms.js";
import { lang, t } from "./words.js";

const dialog = document.getElementById("hours");
const place = dialog.firstElementChild;
const NEW = { hours: { begins: "10:00", ends: "22:00" }, breaks: { begins: "13:00", ends: "14:00" } };
const dated = new Intl.DateTimeFormat(lang, { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" });

/** The days of the event, as the API has them. */
export function daysOf(event) {
  const found = [];
  for (let day = new Date(`${event.starts_on}T00:00Z`); day <= new Date(`${event.ends_on}T00:00Z`); day.setUTCDate(day.getUTCDate() + 1)) {
    found.push(day.toISOString().slice(0, 10));
  }
  return found;
}

/** Have the hours and the name of a venue changed; `done` is called once they are kept. */
export function editHours(venue, event, done) {
  const days = daysOf(event);
  const name = h("input", { id: "venue-name", name: "name", "data-kind": "text", required: true, maxlength: 120, value: venue.name, "aria-describedby": "name-error" });
  const parts = h("div", { class: "stack" });
  const form = h(
    "form",
    { class: "fields", novalidate: true },
    h("h2", { id: "hours-title" }, t("Hours of {venue}", { venue: venue.name })),
    h("p", { class: "form-error", role: "alert" }),
    h("div", { class: "field" }, h("label", { for: "venue-name" }, t("Name")), name, h("p", { class: "error", id: "name-error" })),
    h("p", { class: "quiet" }, t("By the clock of {zone}", { zone: event.time_zone })),
    h("p", { class: "quiet" }, t("What ends no later than it begins ends on the next day; a day without hours is closed.")),
    parts,
    h("div", { class: "row answers" }, h("button", { type: "button", value: "no" }, t("Not yet")), h("button", { class: "main" }, t("Keep the hours"))),
  );

  const spans = () => {
    const told = values(form);
    return { hours: told.hours ?? [], breaks: told.breaks ?? [] };
  };
  const draw = ({ hours, breaks }) => parts.replaceChildren(...days.map((day, at) => part(day, at, { hours, breaks })));

  function part(day, at, all) {
    const lines = Object.entries(all).flatMap(([kind, own]) => own.map((span, index) => span.day === day && line(kind, span, index)).filter(Boolean));
    return h(
      "fieldset",
      { class: "window" },
      h("legend", {}, dated.format(new Date(`${day}T00:00Z`))),
      lines.length ? lines : h("p", { class: "quiet" }, t("Closed")),
      h(
        "div",
        { class: "row" },
        h("button", { type: "button", class: "small-button", "data-add": "hours", "data-day": day }, t("Add hours")),
        h("button", { type: "button", class: "small-button", "data-add": "breaks", "data-day": day }, t("Add a break")),
        at === 0 && days.length > 1 && h("button", { type: "button", class: "small-button", "data-same": day }, t("The same on all days")),
      ),
    );
  }

  function line(kind, span, index) {
    const field = (which, label) => {
      const id = `${kind}.${index}.${which}`;
      return h("div", { class: "field" }, h("label", { for: id }, label), h("input", { type: "time", id, name: id, "data-kind": "text", required: true, value: span[which] ?? "", "aria-describedby": `${id}-error` }), h("p", { class: "error", id: `${id}-error` }));
    };
    const [from, to] = kind === "hours" ? [t("Open from"), t("Open until")] : [t("Break from"), t("Break until")];
    return h("div", { class: "span", "data-kind-of": kind }, h("input", { type: "hidden", name: `${kind}.${index}.day`, "data-kind": "text", value: span.day }), field("begins", from), field("ends", to), h("button", { type: "button", class: "small-button", "data-drop": `${kind}.${index}`, "aria-label": t("Remove") }, "×"));
  }

  form.addEventListener("click", ({ target }) => {
    const { add, day, same, drop } = target.closest("button")?.dataset ?? {};
    const told = spans();
    if (target.closest("button")?.value === "no") dialog.close();
    if (add) told[add].push({ day, ...NEW[add] });
    if (same) for (const kind of ["hours", "breaks"]) told[kind] = days.flatMap((one) => told[kind].filter((span) => span.day === same).map((span) => ({ ...span, day: one })));
    if (drop) {
      const [kind, index] = drop.split(".");
      told[kind].splice(Number(index), 1);
    }
    if (add || same || drop) draw(told);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clear(form);
    if (!complete(form)) return;
    if (!spans().hours.length) return void (form.querySelector(".form-error").textContent = t("It has to be open on a day."));
    try {
      await call("PUT", `/venues/${venue.id}`, { body: { name: name.value, ...spans() }, key: newKey() });
      dialog.close();
      toast(t("Kept. What is published stays until the next plan is."));
      done();
    } catch (refusal) {
      tell(form, refusal);
    }
  });
  draw(venue);
  place.replaceChildren(form);
  dialog.showModal();
}
