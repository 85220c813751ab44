// The streams of an event: a name, the venue, and from when to when it is on air each day.

import { h } from "./dom.js";
import { page, t } from "./words.js";

const EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const place = document.getElementById("streams");
let { venues } = page.schedule;

function input(name, label, more) {
  return h("div", { class: "field" }, h("label", { for: name }, label), h("input", { id: name, name, "aria-describedby": `${name}-error`, ...more }), h("p", { class: "error", id: `${name}-error` }));
}

function row(stream, at) {
  const name = `streams.${at}`;
  const { begins = "", ends = "" } = stream.hours[0] ?? {};
  const chosen = venues.map((venue) => h("option", { value: venue.id, selected: venue.id === stream.venue }, venue.name));
  const where = h("div", { class: "field" }, h("label", { for: `${name}.venue` }, t("In the venue")), h("select", { id: `${name}.venue`, name: `${name}.venue` }, chosen), h("p", { class: "error", id: `${name}.venue-error` }));
  const node = h(
    "fieldset",
    { class: "window" },
    h("div", { class: "pair" }, input(`${name}.name`, t("Name of the stream"), { required: true, maxlength: 120, value: stream.name }), where),
    h("div", { class: "pair" }, input(`${name}.begins`, t("On air from"), { type: "time", value: begins }), input(`${name}.ends`, t("On air until"), { type: "time", value: ends })),
    h("button", { type: "button", class: "small-button", "data-remove-stream": at }, t("Remove this stream")),
  );
  node.stream = stream;
  return node;
}

// Hours that differ by day were not made here, and stay while nobody changes the times.
function hours({ hours: before }, begins, ends) {
  const [first] = before;
  if (first && first.begins === begins && first.ends === ends) return before;
  return begins && ends ? [{ days: EVERY_DAY, begins, ends }] : [];
}

/** The rows as the API takes them. */
export function streams() {
  return [...place.children].map((one) => {
    const [name, begins, ends] = [...one.querySelectorAll("input")].map((control) => control.value);
    return { name, venue: one.querySelector("select").value, hours: hours(one.stream, begins, ends) };
  });
}

function draw(rows) {
  place.replaceChildren(...rows.map(row));
}

document.getElementById("add-stream").addEventListener("click", () => {
  draw([...streams(), { name: "", venue: venues[0].id, hours: [] }]);
  place.lastElementChild.querySelector("input").focus();
});
place.addEventListener("click", ({ target }) => {
  const at = target.closest("[data-remove-stream]")?.dataset.removeStream;
  if (at !== undefined) draw(streams().filter((_, number) => number !== Number(at)));
});

function shown(rows) {
  document.getElementById("streams-part").hidden = !venues.length;
  draw(rows.filter(({ venue }) => venues.some(({ id }) => id === venue)));
}

document.addEventListener("venues", ({ detail }) => {
  const same = detail.map(({ id }) => id).join() === venues.map(({ id }) => id).join();
  venues = detail;
  if (!same) shown(streams());
});
shown(page.plan.settings.streams);
