// The organiser's list on the desk: search, choose, do one thing to all that are chosen, see what became of each.

import { ask } from "./ask.js";
import { call, newKey, Refusal, toast } from "./api.js";
import { h } from "./dom.js";
import { enable } from "./forms.js";
import { sign } from "./match.js";
import { label, t } from "./words.js";

const form = document.getElementById("list-search");
const list = document.getElementById("list");
const more = document.getElementById("list-more");
const report = document.getElementById("list-report");
const all = document.getElementById("list-all");
const DANGEROUS = new Set(["withdraw", "remove"]);
const MOST = 200;
let cursor = null;

function query(from) {
  const asked = new URLSearchParams();
  for (const name of ["text", "state", "delegation", "checked_in"]) {
    const value = form.elements[name].value.trim();
    if (value) asked.set(name, value);
  }
  if (from) asked.set("cursor", from);
  return `/tournaments/${form.dataset.tournament}/entries?${asked}`;
}

async function load(from = null) {
  if (!from) all.checked = false;
  const found = await call("GET", query(from));
  const lines = found.items.map(line);
  if (from) list.append(...lines);
  else list.replaceChildren(...(lines.length ? lines : [h("li", { class: "quiet" }, t("No entry fits."))]));
  cursor = found.next_cursor;
  more.hidden = !cursor;
}

function line(entry) {
  const { needed } = form.dataset;
  const facts = [entry.delegation, label("entry", entry.state), entry.checked_in_at && entry.state === "waitlisted" && t("Is here"), needed && t("{here} of {needed} players are here", { here: entry.players_in, needed })];
  return h(
    "li",
    {},
    h("label", { class: "check" }, h("input", { type: "checkbox", value: entry.id, "data-name": entry.name }), sign(entry.name), h("span", {}, h("strong", {}, entry.name), " ", h("span", { class: "quiet" }, facts.filter(Boolean).join(" · ")))),
    h("a", { class: "small", href: `${location.pathname}/entries/${entry.id}` }, t("Open")),
  );
}

async function act(action, words) {
  const chosen = [...list.querySelectorAll("input:checked")].slice(0, MOST);
  if (!chosen.length) return toast(t("Choose some entries first."), "error");
  const title = t("{action}: {count} entries", { action: words, count: chosen.length });
  if (!(await ask({ title, body: chosen.map((box) => box.dataset.name).slice(0, 12).join(" · "), action: words, danger: DANGEROUS.has(action) }))) return;
  const names = new Map(chosen.map((box) => [box.value, box.dataset.name]));
  const told = await call("POST", `/tournaments/${form.dataset.tournament}/entries/bulk`, { body: { action, entries: [...names.keys()] }, key: newKey() });
  const left = told.rows.filter((row) => row.code);
  report.replaceChildren(
    h("p", {}, t("Done for {done} of {all}.", { done: told.done, all: told.rows.length })),
    left.length ? h("ul", { class: "rejected" }, left.map((row) => h("li", {}, h("strong", {}, names.get(row.entry) ?? ""), ` ${row.detail}`))) : "",
  );
  await load();
}

async function attempt(work) {
  try {
    await work();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

/** Make the list work, where the page has it; it is read when it is opened. */
export function wireList() {
  if (!form) return;
  enable(form);
  form.closest("details").addEventListener("toggle", (event) => event.target.open && attempt(() => load()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => load());
  });
  form.addEventListener("change", (event) => event.target.matches("select") && attempt(() => load()));
  more.addEventListener("click", () => attempt(() => load(cursor)));
  all.addEventListener("change", () => {
    for (const box of list.querySelectorAll("input")) box.checked = all.checked;
  });
  document.getElementById("list-actions").addEventListener("click", (event) => {
    const button = event.target.closest("[data-action]");
    if (button) attempt(() => act(button.dataset.action, button.textContent));
  });
}
