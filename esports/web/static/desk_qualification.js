// Qualification on the desk: add and remove sources, enter who has qualified. The server makes the section.

import { call, newKey, Refusal, toast } from "./api.js";
import { clear, enable, tell, values } from "./forms.js";
import { refresh } from "./refresh.js";
import { t } from "./words.js";

const section = document.getElementById("qualification");

function form() {
  return document.getElementById("source-form");
}

async function again() {
  await refresh("qualification");
  if (form()) enable(form());
}

function store(plan, revision) {
  return call("PUT", `/tournaments/${form().dataset.tournament}/qualification`, { body: plan, key: newKey(), revision });
}

async function add(event) {
  event.preventDefault();
  clear(form());
  const { revision, ...plan } = JSON.parse(form().dataset.plan);
  try {
    await store({ ...plan, sources: [...plan.sources, values(form())] }, revision);
    await again();
  } catch (refusal) {
    tell(form(), refusal);
  }
}

async function drop(id) {
  const { revision, ...plan } = JSON.parse(form().dataset.plan);
  const sources = plan.sources.filter((source) => source.tournament !== id);
  await store({ sources, direct: sources.length ? plan.direct : [] }, revision);
  await again();
}

async function fill(id) {
  const { entered, known } = await call("POST", `/tournaments/${id}/qualification/fill`, { key: newKey() });
  toast(t("{count} qualifiers came in, {known} were there already.", { count: entered.length, known }));
  await again();
}

async function attempt(work) {
  const place = document.getElementById("fill-error");
  if (place) place.textContent = "";
  try {
    await work();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const details = [refusal.message, ...(refusal.problem.errors ?? []).map((error) => error.detail)];
    const text = [...new Set(details)].join(" ");
    if (place) place.textContent = text;
    else toast(text, "error");
  }
}

if (section) {
  if (form()) enable(form());
  section.addEventListener("submit", add);
  section.addEventListener("click", (event) => {
    const { drop: dropped, fill: filled } = event.target.closest("[data-drop], [data-fill]")?.dataset ?? {};
    if (dropped) attempt(() => drop(dropped));
    if (filled) attempt(() => fill(filled));
  });
}
