// What one is called in games: a row a game, all of them saved at once.

import { toast } from "./api.js";
import { h } from "./dom.js";
import { wire } from "./forms.js";
import "./site.js";
import { page, t } from "./words.js";

const form = document.querySelector("form[data-path]");
const rows = document.getElementById("rows");
const FIELDS = [
  ["title", () => t("Game"), { list: "titles", maxlength: "80" }],
  ["server", () => t("Server or region"), { maxlength: "40" }],
  ["in_game_id", () => t("Name or number there"), { maxlength: "120" }],
];

function add(known = {}) {
  const remove = h("button", { type: "button", class: "small-button" }, t("Take out"));
  const row = h("fieldset", { class: "card game" }, FIELDS.map((one) => field(one, known)), h("div", {}, remove));
  remove.addEventListener("click", () => {
    row.remove();
    number();
    form.dispatchEvent(new Event("input"));
  });
  rows.append(row);
  number();
  return row;
}

function field([name, words, more], known) {
  const input = h("input", { type: "text", autocomplete: "off", value: known[name], "data-field": name, ...more });
  return h("div", { class: "field" }, h("label", {}, words()), input, h("span", { class: "error", role: "alert" }));
}

// Where a field stands is its name, so that what is wrong with it is told beside it.
function number() {
  for (const [at, row] of [...rows.children].entries()) {
    for (const input of row.querySelectorAll("input")) {
      input.name = input.id = `items.${at}.${input.dataset.field}`;
      input.previousElementSibling.htmlFor = input.id;
      input.nextElementSibling.id = `${input.id}-error`;
    }
  }
}

function collect() {
  const items = [...rows.children].map((row) => [...row.querySelectorAll("input")].map((input) => [input.dataset.field, input.value.trim()]));
  form.elements.namedItem("items").value = JSON.stringify(items.map(Object.fromEntries));
}

for (const known of page.ids) add(known);
if (!page.ids.length) add();
document.getElementById("more").addEventListener("click", () => add().querySelector("input").focus());
form.addEventListener("submit", collect);
wire(form, () => toast(t("Saved.")));
document.documentElement.dataset.ready = "true";
