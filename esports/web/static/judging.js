// One's own part in a judged stage: hand in a work, mark the works of others.

import { call, newKey, Refusal, toast } from "./api.js";
import { h } from "./dom.js";
import { clear, enable, tell, values } from "./forms.js";
import "./site.js";
import { page, t } from "./words.js";

const { judging } = page;
const queue = judging.queue ?? [];
const place = (id) => document.getElementById(id);

function handIn(form) {
  let { submission } = page.own;
  let key = newKey();
  enable(form);
  form.addEventListener("input", () => (key = newKey()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clear(form);
    const button = form.querySelector("button");
    button.setAttribute("aria-busy", "true");
    try {
      const body = { entry: page.own.entry, title: "", link: "", ...values(form) };
      submission = await call("POST", form.dataset.path, { body, key, revision: submission?.revision });
      key = newKey();
      form.elements.title.value = submission.title;
      place("handed-in").textContent = t("Handed in. Until the end you can put another work in its place.");
      toast(t("Your work is handed in."));
    } catch (refusal) {
      tell(form, refusal);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

function count() {
  const done = queue.filter((work) => work.mark).length;
  place("marked").textContent = t("{done} of {all} works marked", { done, all: queue.length });
  place("marked-bar").style.setProperty("--done", String(queue.length ? done / queue.length : 0));
}

function workCard(work) {
  const state = h("span", { class: "chip" });
  const show = () => {
    state.dataset.state = work.mark ? "finished" : "running";
    state.textContent = work.mark ? t("Marked") : t("To mark");
  };
  show();
  return h(
    "li",
    { class: "card work", "data-number": String(work.number) },
    h("header", { class: "row spread" }, h("h3", {}, [t("No. {number}", { number: work.number }), work.name].filter(Boolean).join(" · ")), state),
    work.title && h("p", {}, work.title),
    h("p", {}, h("a", { class: "button", href: work.link, target: "_blank", rel: "noopener noreferrer nofollow" }, t("Look at the work"))),
    judging.state === "marking" ? markForm(work, show) : work.mark && marks(work.mark),
  );
}

function marks({ points, comment }) {
  const lines = Object.entries(points).map(([name, value]) => h("li", {}, h("strong", {}, name), h("span", {}, String(value))));
  return h("div", { class: "stack" }, h("ul", { class: "criteria" }, lines), comment && h("p", { class: "quiet" }, comment));
}

function markForm(work, show) {
  const error = h("p", { class: "form-error", role: "alert" });
  const controls = judging.criteria.map(({ name }, index) => control(`m${work.number}-${index}`, name, work.mark?.points[name]));
  const comment = h("textarea", { class: "short", rows: "2", maxlength: "2000", id: `c${work.number}` }, work.mark?.comment ?? "");
  const form = h(
    "form",
    { class: "fields", novalidate: true },
    error,
    h("div", { class: "pair" }, controls.map((one) => one.field)),
    h("div", { class: "field" }, h("label", { for: `c${work.number}` }, t("A word to the organisers")), comment),
    h("button", { class: "main" }, t("Save the mark")),
  );
  let key = newKey();
  form.addEventListener("input", () => (key = newKey()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.textContent = "";
    const given = controls.filter((one) => one.input.value.trim()).map((one) => [one.name, one.input.value.trim().replace(",", ".")]);
    try {
      const body = { points: Object.fromEntries(given), comment: comment.value || null };
      work.mark = await call("PUT", `/submissions/${work.submission}/marks`, { body, key, revision: work.mark?.revision });
      key = newKey();
      show();
      count();
      toast(t("The mark of No. {number} is saved.", { number: work.number }));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      error.textContent = (refusal.problem.errors ?? []).map((one) => one.detail).join(" ") || refusal.message;
    }
  });
  return form;
}

function control(id, name, value) {
  const input = h("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "12", value: value === undefined ? null : String(value) });
  const label = h("label", { for: id }, name, h("span", { class: "quiet" }, ` 0–${judging.scale}`));
  return { name, input, field: h("div", { class: "field" }, label, input) };
}

const form = place("hand-in");
if (form) handIn(form);
if (place("queue")) {
  place("queue").append(...queue.map(workCard));
  count();
}
document.documentElement.dataset.ready = "true";
