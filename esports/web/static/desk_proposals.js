// Corrections that wait for a second person: shown with all that they change, made by another one, or laid aside.

import { ask } from "./ask.js";
import { call, newKey, Refusal, toast } from "./api.js";
import { impactList } from "./correct.js";
import { h, morphChildren } from "./dom.js";
import { claimWords } from "./room_words.js";
import { moment, page, t } from "./words.js";

const place = document.getElementById("proposals");
let view = page.view;
let items = [];
let asked = 0;

/** Show what waits, where this tournament asks for a second person; read again with each change. */
export async function proposals(now) {
  view = now;
  if (!place || !view.tournament.reporting.second_person_corrections) return;
  asked += 1;
  const turn = asked;
  try {
    const waiting = (await call("GET", `/tournaments/${view.tournament.id}/proposals`)).items;
    // What was asked for later is newer, whichever answer comes first.
    if (turn !== asked) return;
    items = waiting;
    draw();
  } catch (refusal) {
    say(refusal);
  }
}

function found(one) {
  const stage = view.stages.find((each) => each.matches?.some((match) => match.id === one.match));
  const match = stage?.matches.find((each) => each.id === one.match);
  const names = match?.slots.map((slot) => stage.entries.find((entry) => entry.id === slot.entry)?.name ?? t("To be decided")) ?? [];
  return { stage, names };
}

function draw() {
  place.hidden = !items.length;
  morphChildren(place, [
    h("h2", { key: "title" }, t("Corrections that wait for a second person"), h("span", { class: "quiet" }, ` ${items.length}`)),
    h("ul", { class: "queue", key: "list" }, items.map(line)),
  ]);
}

function line(one) {
  const { names } = found(one);
  const deed = (name, words, style) => h("button", { type: "button", class: `small-button ${style}`, "data-proposal": one.id, "data-do": name, key: name }, words);
  const own = one.proposed_by === page.person;
  return h(
    "li",
    { class: "card", key: one.id },
    h("strong", {}, names.length === 2 ? claimWords(one.body, names) : t("Match {number}", { number: one.number })),
    h("p", { class: "quiet small" }, [t("Match {number}", { number: one.number }), names.join(" – "), one.by, moment(one.proposed_at)].filter(Boolean).join(" · ")),
    h("p", {}, `“${one.body.reason}”`),
    own && h("p", { class: "quiet" }, t("You proposed it: another member of the staff makes it.")),
    h("div", { class: "row" }, !own && deed("make", t("Look at it and make it"), "main"), deed("discard", t("Lay it aside"), "")),
  );
}

async function make(one) {
  const { stage, names } = found(one);
  const { reason, impact_token: token, stands, evidence, ...claim } = one.body;
  const shown = await call("POST", `/matches/${one.match}/correction/preview`, { body: { ...claim, ...(evidence ? { evidence } : {}) } });
  const body = [
    names.length === 2 ? h("p", { class: "verdict" }, claimWords(one.body, names)) : null,
    impactList(stands ? { impact: [] } : shown, stage),
  ];
  if (!(await ask({ title: t("Correct match {number}", { number: one.number }), body, action: t("Correct the result") }))) return;
  await call("POST", `/proposals/${one.id}/make`, { body: {}, key: newKey() });
  toast(t("The result is corrected."));
}

async function act(button) {
  const one = items.find((each) => each.id === button.dataset.proposal);
  try {
    if (button.dataset.do === "make") await make(one);
    else await call("POST", `/proposals/${one.id}/discard`, { body: {}, key: newKey() });
    await proposals(view);
  } catch (refusal) {
    say(refusal);
  }
}

function say(refusal) {
  if (!(refusal instanceof Refusal)) throw refusal;
  toast(refusal.message, "error");
}

place?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-proposal]");
  if (button) act(button);
});
