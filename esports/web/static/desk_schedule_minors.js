// In which hours matches with minors may be: rows of days and times, begun from a preset or from nothing.

import { h } from "./dom.js";
import { lang, page, t } from "./words.js";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"];
const mode = document.getElementById("minors.mode");
const preset = document.getElementById("preset");
const place = document.getElementById("windows");
const named = new Intl.DateTimeFormat(lang, { weekday: "short", timeZone: "UTC" });
const dayName = (day, at) => (day === "holiday" ? t("Holidays") : named.format(new Date(Date.UTC(2024, 0, 1 + at))));

function time(name, label, value) {
  return h("div", { class: "field" }, h("label", { for: name }, label), h("input", { id: name, name, type: "time", required: true, value, "aria-describedby": `${name}-error` }), h("p", { class: "error", id: `${name}-error` }));
}

function row({ days, begins, ends }, at) {
  const name = `minors.windows.${at}`;
  const boxes = DAYS.map((day, number) => h("label", { class: "check" }, h("input", { type: "checkbox", value: day, checked: days.includes(day), "aria-describedby": `${name}.days-error` }), dayName(day, number)));
  return h(
    "fieldset",
    { class: "window" },
    h("div", { class: "weekdays", role: "group", "aria-label": t("On these days") }, boxes),
    h("p", { class: "error", id: `${name}.days-error` }),
    h("div", { class: "pair" }, time(`${name}.begins`, t("May play from"), begins), time(`${name}.ends`, t("May play until"), ends)),
    h("button", { type: "button", class: "small-button", "data-remove-window": at }, t("Remove these hours")),
  );
}

/** The rows as the API takes them. */
export function windows() {
  return [...place.children].map((one) => {
    const [begins, ends] = [...one.querySelectorAll("[type=time]")].map((input) => input.value);
    return { days: [...one.querySelectorAll(":checked")].map((box) => box.value), begins, ends };
  });
}

function draw(rows) {
  place.replaceChildren(...rows.map(row));
}

function shown() {
  const off = mode.value === "off";
  document.getElementById("minor-hours").hidden = off;
  // What is not shown must not keep the form from being sent.
  if (off) draw(windows().filter(({ days, begins, ends }) => days.length && begins && ends));
}

mode.addEventListener("change", shown);
preset.addEventListener("change", () => {
  if (preset.value) draw(page.presets[preset.value].windows);
});
document.getElementById("add-window").addEventListener("click", () => {
  draw([...windows(), { days: DAYS.slice(0, 7), begins: "", ends: "" }]);
  place.lastElementChild.querySelector("input").focus();
});
place.addEventListener("click", ({ target }) => {
  const at = target.closest("[data-remove-window]")?.dataset.removeWindow;
  if (at !== undefined) draw(windows().filter((_, number) => number !== Number(at)));
});

draw(page.plan.settings.minors.windows);
shown();
