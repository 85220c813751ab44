// The entries on the desk: bring in many at once, put them in seed order.

import { call, newKey, Refusal, toast } from "./api.js";
import { h } from "./dom.js";
import { clear, enable, tell } from "./forms.js";
import { sign } from "./match.js";
import { t } from "./words.js";

const form = document.getElementById("import-form");
const report = document.getElementById("import-report");
const list = document.getElementById("seed-list");
const result = document.getElementById("seed-result");
const save = document.getElementById("save-seeds");
const error = document.getElementById("seed-error");
const PLACED = new Set(["confirmed", "checked_in", "playing", "placed"]);

/** What was pasted, as the API takes it: JSON, CSV, or a bare list of names. */
export function rowsOf(text) {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) return { body: trimmed, type: "application/json" };
  if (trimmed.startsWith("[")) return { body: `{"entries": ${trimmed}}`, type: "application/json" };
  const [head] = trimmed.split("\n", 1);
  const named = head.split(",").map((cell) => cell.trim().replaceAll('"', "").toLowerCase()).includes("name");
  return { body: named ? trimmed : `name\n${trimmed.split("\n").map(quoted).join("\n")}`, type: "text/csv" };
}

function quoted(name) {
  return `"${name.trim().replaceAll('"', '""')}"`;
}

async function bring(event) {
  event.preventDefault();
  clear(form);
  report.replaceChildren();
  const dry = event.submitter?.name === "dry_run";
  const tournament = form.dataset.tournament;
  try {
    const found = await call("POST", `/tournaments/${tournament}/entries/import${dry ? "?dry_run=true" : ""}`, { ...rowsOf(form.elements.rows.value), key: dry ? undefined : newKey() });
    const words = { created: found.created, waitlisted: found.waitlisted };
    if (dry) report.replaceChildren(h("p", {}, t("All rows fit. Places: {created}, waiting list: {waitlisted}.", words)));
    else {
      form.reset();
      toast(t("Imported. Places: {created}, waiting list: {waitlisted}.", words));
    }
  } catch (refusal) {
    tell(form, refusal);
    report.replaceChildren(rejected(refusal.problem.rejected ?? []));
  }
}

function rejected(rows) {
  return h("ul", { class: "rejected" }, rows.map((row) => h("li", {}, h("strong", {}, t("Row {row}", { row: row.row })), ` ${row.detail} `, h("code", {}, row.pointer))));
}

let shown = [];

/** Show the entries in seed order, unless somebody is sorting them just now. */
export function seedList(view) {
  form.dataset.tournament = view.tournament.id;
  const placed = view.entries.filter((entry) => PLACED.has(entry.state));
  document.getElementById("entry-count").textContent = String(placed.length);
  const here = placed.filter((entry) => entry.checked_in_at).length;
  document.getElementById("present-count").textContent = here ? t("{here} of {all}", { here, all: placed.length }) : "";
  if (!save.hidden) return;
  shown = placed.sort((a, b) => (a.seed ?? 9999) - (b.seed ?? 9999) || a.name.localeCompare(b.name));
  draw();
}

function draw() {
  list.replaceChildren(
    ...shown.map((entry, index) =>
      h(
        "li",
        {},
        h("span", { class: "seed" }, String(index + 1)),
        sign(entry.name),
        h("span", { class: "grow" }, entry.name),
        h("button", { type: "button", "data-move": String(index), "data-by": "-1", disabled: index === 0, "aria-label": t("{name} up", { name: entry.name }) }, "↑"),
        h("button", { type: "button", "data-move": String(index), "data-by": "1", disabled: index === shown.length - 1, "aria-label": t("{name} down", { name: entry.name }) }, "↓"),
      ),
    ),
  );
}

async function store(body, words) {
  error.textContent = "";
  try {
    await call("PUT", `/tournaments/${form.dataset.tournament}/seeds`, { body, key: newKey() });
    save.hidden = true;
    toast(words);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    error.textContent = refusal.message;
  }
}

/** Make the forms of this section work, where the page has them. */
export function wireEntries() {
  if (!form) return false;
  form.addEventListener("submit", bring);
  enable(form);
  document.getElementById("seed-methods").addEventListener("click", (event) => {
    const method = event.target.closest("[data-method]")?.dataset.method;
    if (method) store({ method }, t("The seeds are set."));
  });
  if (result) enable(result);
  result?.addEventListener("submit", (event) => {
    event.preventDefault();
    store({ method: "result", tournament: result.elements.earlier.value }, t("The seeds are set."));
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const [at, by] = [Number(button.dataset.move), Number(button.dataset.by)];
    [shown[at], shown[at + by]] = [shown[at + by], shown[at]];
    save.hidden = false;
    draw();
    list.querySelector(`[data-move="${at + by}"][data-by="${by}"]:not([disabled])`)?.focus();
  });
  save.addEventListener("click", () => store({ entries: shown.map((entry) => entry.id) }, t("The seeds are set.")));
  return true;
}
