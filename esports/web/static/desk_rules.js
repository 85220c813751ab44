// Who may enter, on the desk: the rules, the invitations, and the entries that await approval.

import { call, newKey, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { clear, enable, moments, tell, wire } from "./forms.js";
import { refresh } from "./refresh.js";
import { wireRows } from "./rows.js";
import { note } from "./stage.js";
import { t } from "./words.js";

const rules = document.querySelector("#entry-rules form");
const invitations = document.getElementById("invitations");
const approval = document.getElementById("approval");

function wireRules() {
  moments(rules);
  ages();
  rules.addEventListener("input", ages);
  rules.addEventListener("click", presetAges);
  wireRows(rules);
  rules.addEventListener("submit", nameQuestions, { capture: true });
  wire(rules, (stored) => {
    rules.dataset.revision = stored.revision;
    toast(t("The rules are saved."));
  });
}

// Without a bound there is no rule of age, and nothing to say of its day.
function ages() {
  const field = (name) => rules.elements.namedItem(`eligibility.age.${name}`);
  for (const name of ["on", "by"]) field(name).disabled = !field("min").value && !field("max").value;
}

function presetAges(event) {
  const chosen = event.target.closest("[data-ages]")?.dataset.ages;
  if (chosen === undefined) return;
  const [least, most] = chosen.split("-");
  rules.elements.namedItem("eligibility.age.min").value = least;
  rules.elements.namedItem("eligibility.age.max").value = most;
  rules.dispatchEvent(new Event("input"));
}

// Answers hang on a question's key: it stays, and a new question gets one that none had.
function nameQuestions() {
  const keys = [...rules.querySelectorAll('[data-row] [name$=".key"]')];
  let next = Math.max(0, ...keys.map((key) => Number(/^q(\d+)$/.exec(key.value)?.[1] ?? 0)));
  for (const key of keys) key.value ||= `q${(next += 1)}`;
}

function wireInvitations() {
  const form = invitations.querySelector("form");
  const place = document.getElementById("invitation-code");
  wire(form, async (made) => {
    form.reset();
    const link = `${location.origin}${form.dataset.enter}?invitation=${made.code}`;
    place.replaceChildren(h("p", {}, t("Send this link to {name}. It is shown this once.", { name: made.label })), h("p", {}, h("code", { class: "code-once" }, link)));
    await refresh("invitation-list");
  });
  invitations.addEventListener("click", async (event) => {
    const id = event.target.closest("[data-revoke]")?.dataset.revoke;
    if (!id) return;
    try {
      await call("DELETE", `/invitations/${id}`, { key: newKey() });
      await refresh("invitation-list");
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      toast(refusal.message, "error");
    }
  });
}

/** Show who awaits approval, first come first; what is ticked stays ticked. */
export function approvalList(view) {
  if (!approval) return;
  const pending = view.entries.filter((entry) => entry.state === "pending");
  approval.hidden = !pending.length;
  document.getElementById("pending-count").textContent = String(pending.length);
  morphChildren(document.getElementById("pending-list"), pending.map(line));
}

function line(entry) {
  return h(
    "li",
    { key: entry.id },
    h("label", {}, h("input", { type: "checkbox", name: "entries", value: entry.id }), h("span", {}, h("strong", {}, entry.name), h("span", { class: "quiet" }, note({ ...entry, state: null })))),
  );
}

async function decide(event) {
  event.preventDefault();
  const form = event.target;
  clear(form);
  const entries = [...form.querySelectorAll('[name="entries"]:checked')].map((box) => box.value);
  if (!entries.length) {
    form.querySelector(".form-error").textContent = t("Please choose one or more.");
    return;
  }
  const decision = event.submitter.value;
  const body = { entries, decision, message: (decision === "refuse" && form.elements.message.value.trim()) || null };
  try {
    const { items } = await call("POST", `/tournaments/${approval.dataset.tournament}/entries/decide`, { body, key: newKey() });
    form.reset();
    toast(decision === "approve" ? t("Approved: {count}", { count: items.length }) : t("Refused: {count}", { count: items.length }));
  } catch (refusal) {
    tell(form, refusal);
  }
}

if (rules) wireRules();
if (invitations) wireInvitations();
if (approval) {
  const form = document.getElementById("approval-form");
  enable(form);
  form.addEventListener("submit", decide);
}
