// The points rules of an event: look at the table that they give, then save them.

import { call, newKey, Refusal, toast } from "./api.js";
import { h } from "./dom.js";
import "./form_page.js";
import { clear, complete, enable, tell, values } from "./forms.js";
import { t } from "./words.js";

const form = document.getElementById("points-form");
const preview = document.getElementById("points-preview");

// The rules as the API takes them. Every tournament has its weight, so that a wrong one is known by its place.
function rules() {
  const inputs = [...form.querySelectorAll("[data-weight]")];
  return { ...values(form), weights: inputs.map((input) => ({ tournament: input.dataset.weight, weight: input.value.trim() || "1" })) };
}

async function send(event) {
  event.preventDefault();
  clear(form);
  preview.replaceChildren();
  if (!complete(form)) return;
  const { event: id, revision } = form.dataset;
  const body = rules();
  try {
    preview.replaceChildren(table(await call("POST", `/events/${id}/points/preview`, { body }), body.rows));
    if (event.submitter?.name === "preview") return;
    const stored = await call("PUT", `/events/${id}/points/rules`, { body, key: newKey(), revision });
    form.dataset.revision = stored.revision;
    toast(t("The rules of the points table are saved."));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    for (const error of refusal.problem.errors ?? []) error.pointer = error.pointer.replace(/^\/points\/.*/, "/points");
    tell(form, refusal);
  }
}

function table({ items }, rows) {
  if (!items.length) return h("p", { class: "empty" }, t("No tournament has final places yet, so the table is empty."));
  const heads = [rows === "entry" ? t("Entry") : t("Delegation"), t("Points"), t("Titles"), t("Firsts")];
  return h(
    "div",
    { class: "table" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "#"), heads.map((words, index) => h("th", { scope: "col", class: index ? null : "who" }, words)))),
      h("tbody", {}, items.map(line)),
    ),
  );
}

function line({ place, name, points, titles, firsts, reason }) {
  return h(
    "tr",
    {},
    h("td", { class: "place" }, String(place ?? "–")),
    h("td", { class: "who" }, name, reason && h("small", { class: "quiet" }, t(reason.text, reason.params))),
    h("td", {}, h("strong", {}, String(points))),
    h("td", {}, String(titles)),
    h("td", {}, String(firsts)),
  );
}

if (form) {
  enable(form);
  form.addEventListener("submit", send);
}
