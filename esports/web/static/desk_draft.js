// Drafts on the desk: the ones that a match has, and the form that opens another.

import { call, newKey, toast } from "./api.js";
import { h } from "./dom.js";
import { clear, complete, enable, tell, values } from "./forms.js";
import { draftLinks } from "./match.js";
import { t } from "./words.js";

const OWN = "own";
// A late lineup gives way to that of the game before, which the desk does not have: so it is waited for.
const SEALED = "ultimate_battle";
const KEPT = ["script", "pool", "clock", "series_rule", "own"];
// What was said last: the next match of a tournament most often gets the same.
const last = {};

/** What the sheet of a ready match shows of its drafts. */
export function draftDesk(match, names) {
  const fold = document.getElementById("draft-form").content.firstElementChild.cloneNode(true);
  const form = fold.querySelector("form");
  let drafts = match.drafts ?? [];
  const links = h("div", { hidden: !drafts.length }, draftLinks(drafts));
  fill(form, match, names, drafts);
  form.elements.script.addEventListener("change", () => chosen(form));
  form.elements.own.addEventListener("input", ({ target }) => target.setCustomValidity(isJson(target.value) ? "" : t("This is not JSON.")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(form, match, (draft) => {
      drafts = [...drafts, draft];
      links.replaceChildren(draftLinks(drafts));
      links.hidden = false;
      fold.open = false;
      links.querySelector("a:last-of-type").focus();
    });
  });
  enable(form);
  return h("section", { class: "stack" }, h("h3", {}, t("Bans and picks")), links, fold);
}

function fill(form, match, names, drafts) {
  form.elements.first.append(...names.map((name, slot) => h("option", { value: String(slot) }, name)));
  form.elements.game.max = match.best_of;
  form.elements.game.value = Math.min(drafts.length + 1, match.best_of);
  for (const name of KEPT) if (name in last) form.elements[name].value = last[name];
  remember(form);
}

function remember(form) {
  const { value } = form.elements.script;
  const own = value === OWN;
  if (!own) form.dataset.preset = value;
  form.querySelector("[data-own]").hidden = form.elements.own.disabled = !own;
  form.querySelector("[data-preset]").hidden = form.elements.clock.disabled = own;
}

// A script of one's own starts as the one that was chosen before.
async function chosen(form) {
  const { script, own, clock } = form.elements;
  remember(form);
  if (script.value === SEALED) clock.value = "0";
  if (script.value === OWN) own.value ||= JSON.stringify(await preset(form.dataset.preset), null, 1);
}

async function preset(name) {
  const { items } = await call("GET", "/drafts/scripts");
  return items.find((one) => one.name === name);
}

function isJson(text) {
  try {
    return Boolean(JSON.parse(text));
  } catch {
    return false;
  }
}

// The name alone where the script is taken as it is.
async function scriptOf({ script, own, clock }) {
  if (script === OWN) return JSON.parse(own);
  if (clock === undefined) return script;
  const found = await preset(script);
  const timed = (step) => (step.seconds === null ? step : { ...step, seconds: clock || null, timeout: clock ? step.timeout : null });
  return { ...found, steps: found.steps.map(timed) };
}

async function open(form, match, done) {
  clear(form);
  if (!complete(form)) return;
  const button = form.querySelector("button");
  button.setAttribute("aria-busy", "true");
  for (const name of KEPT) last[name] = form.elements[name].value;
  try {
    const { script, own, clock, ...rest } = values(form);
    const body = { ...rest, script: await scriptOf({ script, own, clock }) };
    const draft = await call("POST", `/matches/${match.id}/drafts`, { body, key: newKey() });
    toast(t("The draft of game {number} is open; it begins in its room.", { number: draft.game }));
    done(draft);
  } catch (refusal) {
    if (refusal.problem?.errors) refusal.problem.errors = byField(refusal.problem.errors);
    tell(form, refusal);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

// All that is wrong inside a script or a pool stands beside its field, each with its place.
function byField(errors) {
  const found = new Map();
  for (const { pointer, detail } of errors) {
    const [, field, inside] = /^\/([^/]*)(.*)$/.exec(pointer) ?? [null, "", ""];
    const name = field === "script" && inside ? OWN : field;
    found.set(name, [...(found.get(name) ?? []), inside ? `${inside}: ${detail}` : detail]);
  }
  return [...found].map(([name, details]) => ({ pointer: `/${name}`, detail: details.join(" ") }));
}
