// Judged stages on the desk: who judges, how far they are, where they disagree, and the publishing.

import { ask } from "./ask.js";
import { call, newKey, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { label, moment, page, t } from "./words.js";

const forms = new Map();
const seen = new Map();
let people = null;

/** Draw every running judged stage into `place`; asks the API for what its view does not tell. */
export async function judgingDesk(place, view) {
  const stages = view.stages.filter(({ stage }) => stage.format === "judged" && stage.state === "running");
  place.hidden = !stages.length;
  if (!stages.length) return place.replaceChildren();
  const parts = await Promise.all(stages.map((stage) => part(stage, view)));
  morphChildren(place, parts.flat().filter(Boolean));
}

async function part({ stage }, view) {
  const told = seen.get(stage.id)?.seq === view.seq ? seen.get(stage.id).told : await call("GET", `/stages/${stage.id}/judging`);
  seen.set(stage.id, { seq: view.seq, told });
  people ??= (await call("GET", `/events/${view.tournament.event}/staff`)).items.filter(({ role }) => role === "judge");
  const { progress } = told;
  return [
    h("h2", { key: `${stage.id} title` }, t("Judging: {name}", { name: stage.name })),
    h("p", { class: "quiet", key: `${stage.id} facts` }, facts(told)),
    progress && told.state !== "open" && (progress.judges.length ? judges(stage, progress) : null),
    progress && warnings(stage, progress),
    progress && told.state === "marking" && publishing(stage, told),
    progress && told.submissions && !(told.state === "open" && told.deadline) ? assignForm(stage, told) : null,
  ];
}

function facts({ state, submissions, entries, marked, deadline }) {
  return [
    label("judging", state),
    t("{done} of {all} handed in", { done: submissions, all: entries }),
    state === "marking" && t("{done} of {all} works marked", { done: marked, all: submissions }),
    state === "open" && deadline && t("Works can be handed in until {time}.", { time: moment(deadline) }),
  ].filter(Boolean).join(" · ");
}

function judges(stage, { judges: all }) {
  const line = ({ judge, name, delegation, done, due, left }) =>
    h(
      "li",
      { key: judge },
      h("div", { class: "grow" }, h("strong", {}, name ?? t("Unknown")), h("span", { class: "quiet" }, [delegation, left.length && t("Left: {numbers}", { numbers: left.join(", ") })].filter(Boolean).join(" · "))),
      h("span", { class: "chip", "data-state": done === due ? "finished" : "running" }, `${done}/${due}`),
    );
  return h("ul", { class: "lines", key: `${stage.id} judges` }, all.map(line));
}

function warnings(stage, { warnings: all }) {
  const lines = all.map(({ number, text, params }) => h("li", { key: String(number) }, t(text, params)));
  return lines.length ? h("div", { class: "stack", key: `${stage.id} warnings` }, h("h3", {}, t("Where judges disagree")), h("ul", { class: "impact" }, lines)) : null;
}

function publishing(stage, { progress }) {
  const lines = progress.missing.map(({ number, name, marks, minimum }) => h("li", { key: String(number) }, t("No. {number}, {name}: {marks} of {minimum} marks", { number, name, marks, minimum })));
  return h(
    "div",
    { class: "stack", key: `${stage.id} publish` },
    lines.length ? h("details", { class: "fold" }, h("summary", {}, t("Marks that are missing: {count}", { count: lines.length })), h("ul", { class: "impact" }, lines)) : null,
    h("div", { class: "row" }, h("button", { type: "button", class: "main", "data-publish": stage.id, disabled: lines.length > 0 }, t("Publish the marks"))),
  );
}

// Made once, so that what was filled in stays while judges mark.
function assignForm(stage, told) {
  if (!forms.has(stage.id)) forms.set(stage.id, madeForm(stage, told));
  return forms.get(stage.id);
}

function madeForm(stage, told) {
  const error = h("p", { class: "form-error", role: "alert" });
  const known = new Map(told.progress.judges.map((one) => [one.person, one]));
  const rows = people.map(({ person, display_name: name }) => {
    const box = h("input", { type: "checkbox", checked: known.has(person) || !known.size });
    const own = h("input", { type: "text", maxlength: "120", "aria-label": t("Delegation of {name}", { name }), placeholder: t("Delegation"), value: known.get(person)?.delegation });
    return { person, box, own, line: h("div", { class: "pair" }, h("label", { class: "check" }, box, " ", name), own) };
  });
  const each = h("input", { id: `each-${stage.id}`, type: "text", inputmode: "numeric", maxlength: "2", value: told.progress.each === null ? null : String(told.progress.each) });
  const form = h(
    "form",
    { class: "fields", novalidate: true, "data-assign": stage.id },
    error,
    rows.length ? rows.map((row) => row.line) : h("p", { class: "quiet" }, t("Nobody holds the role of a judge in the event yet.")),
    h("div", { class: "field" }, h("label", { for: `each-${stage.id}` }, t("Judges for each work")), each, h("span", { class: "hint" }, t("Empty: every judge marks every work."))),
    h("button", { class: "main", disabled: !rows.length }, t("Assign")),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.textContent = "";
    const chosen = rows.filter(({ box }) => box.checked).map(({ person, own }) => ({ person, ...(own.value.trim() && { delegation: own.value }) }));
    const body = { judges: chosen, ...(each.value.trim() && { each: Number(each.value) }) };
    const sure = { title: t("Assign the judges"), body: t("From then on nothing can be handed in any more."), action: t("Assign") };
    if (!(await ask(sure))) return;
    try {
      await call("POST", `/stages/${stage.id}/judges`, { body, key: newKey() });
      toast(t("The judges are assigned."));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      error.textContent = [refusal.message, ...(refusal.problem.errors ?? []).map((one) => one.detail)].filter((text, index, all) => all.indexOf(text) === index).join(" ");
    }
  });
  return h("details", { class: "card fold", key: `${stage.id} assign`, open: !known.size }, h("summary", {}, t("Assign the judges")), form);
}

/** Publish after a yes. */
export async function publishMarks(id) {
  const sure = { title: t("Publish the marks"), body: t("Everybody then sees the table, and whose each work is. It cannot be taken back."), action: t("Publish") };
  if (!(await ask(sure))) return;
  await call("POST", `/stages/${id}/publish`, { key: newKey() });
  toast(t("The marks are published."));
}
