// How far the search for a better plan is, how good the best one is, and what can be asked of it.

import { h } from "./dom.js";
import { t } from "./words.js";

const LONGER = [30, 60];

export function search({ state, search: told }) {
  const searching = state === "planning";
  if (!told?.turns || !(searching || state === "ready")) return false;
  return h("div", { class: "card stack", key: "search", id: "search" }, searching && time(told), ...quality(told), buttons(told, searching));
}

function time({ seconds, spent }) {
  const left = Math.max(0, Math.ceil(seconds - spent));
  return h("p", { class: "stack" }, h("strong", {}, t("The best plan so far is below. Time left for the search: {count} s.", { count: left })), h("progress", { max: seconds, value: Math.min(spent, seconds), "aria-label": t("Search for a better plan") }));
}

// The first plan and the bound put the price into words: only shares of it mean something to people.
function quality({ first, price, bound }) {
  if (price === null) return [h("p", {}, t("Some matches have no place, so it is not known how much better a plan could be."))];
  const gained = first > price ? Math.floor((100 * (first - price)) / first) : 0;
  const left = price > bound ? Math.ceil((100 * (price - bound)) / price) : 0;
  return [
    gained > 0 && h("p", {}, t("This plan is {percent} % better than the first one.", { percent: gained })),
    h("p", {}, left > 0 ? t("No plan can be more than {percent} % better than this one.", { percent: left }) : t("No plan is better than this one.")),
    h("p", { class: "quiet" }, t("A plan is better if its tournaments take less time and end on their days.")),
  ];
}

function buttons({ seconds, price, bound }, searching) {
  const longer = LONGER.filter((one) => (searching ? one > seconds : price === null || price > bound));
  return h(
    "div",
    { class: "row" },
    searching && h("button", { type: "button", "data-act": "stop" }, t("Stop, and keep the best plan")),
    longer.map((one) => h("button", { type: "button", "data-act": "search", "data-seconds": one }, searching ? t("Search for {count} s in all", { count: one }) : t("Search {count} s for a better plan", { count: one }))),
  );
}
