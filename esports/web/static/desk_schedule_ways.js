// The minutes between each two venues of an event.

import { h } from "./dom.js";
import { page, t } from "./words.js";

const place = document.getElementById("ways");
let { venues } = page.schedule;

function pairs() {
  return venues.flatMap((one, at) => venues.slice(at + 1).map((other) => [one, other]));
}

function row([one, other], at, told) {
  const name = `ways.${at}.minutes`;
  const minutes = told.find((way) => [way.one, way.other].includes(one.id) && [way.one, way.other].includes(other.id))?.minutes ?? "";
  const node = h("div", { class: "field" }, h("label", { for: name }, `${one.name} – ${other.name}`), h("input", { id: name, name, type: "number", min: 0, max: 480, value: minutes, inputmode: "numeric", "aria-describedby": `${name}-error` }), h("p", { class: "error", id: `${name}-error` }));
  node.pair = { one: one.id, other: other.id };
  return node;
}

/** What is filled in, as the API takes it. */
export function ways() {
  return [...place.children].map((node) => ({ ...node.pair, minutes: node.querySelector("input").value })).filter(({ minutes }) => minutes !== "").map((way) => ({ ...way, minutes: Number(way.minutes) }));
}

function draw(told) {
  document.getElementById("ways-part").hidden = venues.length < 2;
  place.replaceChildren(...pairs().map((pair, at) => row(pair, at, told)));
}

document.addEventListener("venues", ({ detail }) => {
  const same = detail.map(({ id }) => id).join() === venues.map(({ id }) => id).join();
  venues = detail;
  if (!same) draw(ways());
});
draw(page.plan.settings.ways);
