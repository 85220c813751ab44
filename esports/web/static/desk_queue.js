// The referees' queue of a tournament: what needs a person, who has it, and what is decided.

import { ask } from "./ask.js";
import { call, newKey } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { impactList } from "./correct.js";
import { claimSheet, tell } from "./report.js";
import { claimWords, said } from "./room_words.js";
import { label, moment, page, t } from "./words.js";

let items = [];
let rooms = new Map();
let seen = "";
let asking = false;
let several = false;

/** Ask what waits, where the matches, or a `mark` of what stands beside them, say that something is new; draw it. */
export async function queueDesk(place, view, mark = "") {
  const matches = view.stages.flatMap((stage) => stage.matches);
  const now = [mark, ...matches.map((match) => match.revision)].join(" ");
  if (now === seen) return;
  seen = now;
  if (asking) return;
  asking = true;
  try {
    // What is new while the server answers is asked for behind it, once.
    for (let asked = ""; asked !== seen; ) {
      asked = seen;
      await refreshQueue(place, view);
    }
  } finally {
    asking = false;
  }
}

/** The same whether anything is new or not. */
export async function refreshQueue(place, view) {
  const { tournament } = view;
  const one = tournament.id ? `?tournament=${tournament.id}` : "";
  several = !tournament.id;
  // A tournament's own desk has a list of what is proposed already.
  items = (await call("GET", `/events/${tournament.event}/queue${one}`)).items.filter((item) => several || item.case || item.needs.some((need) => need !== "correction"));
  const disputed = items.filter((item) => item.needs.some((need) => need === "disputed" || need === "unanswered" || need === "second"));
  rooms = new Map(await Promise.all(disputed.map(async (item) => [item.id, await call("GET", `/matches/${item.id}/room`)])));
  draw(place);
}

function draw(place) {
  place.hidden = !items.length;
  morphChildren(place, [
    h("h2", { key: "title" }, t("Needs a referee"), h("span", { class: "quiet" }, ` ${items.length}`)),
    h("ul", { class: "queue", key: "list" }, items.map(line)),
  ]);
}

function line(item) {
  const names = item.names.map((name) => name ?? t("To be decided"));
  const claims = (rooms.get(item.id)?.reports ?? []).filter((one) => one.state === "claimed" || one.state === "entered");
  return h(
    "li",
    { class: "card", key: item.id, "data-need": item.needs[0], "data-item": item.id },
    h("div", { class: "row spread" }, h("strong", {}, names.join(" – ")), h("span", { class: "row" }, item.needs.map((need) => h("span", { class: "chip", "data-need": need }, label("need", need))))),
    h("p", { class: "quiet small" }, [several && item.tournament_name, t("Match {number}", { number: item.number }), item.stage_name, item.since && t("since {time}", { time: moment(item.since) })].filter(Boolean).join(" · ")),
    item.needs.includes("no_show") && h("p", {}, t("{name} is there, {other} is not.", { name: names[item.present[0]], other: names[1 - item.present[0]] })),
    item.proposal && h("p", {}, claimWords(item.proposal.body, names), h("span", { class: "quiet" }, ` “${item.proposal.body.reason}” `), h("span", { class: "quiet small" }, item.proposal.by)),
    item.case?.words && h("p", {}, `“${item.case.words}”`),
    claims.length > 0 && h("ul", { class: "said" }, claims.map((one) => said(one, names))),
    item.case?.notes.length > 0 && h("ul", { class: "said" }, item.case.notes.map((note) => h("li", { key: String(note.number) }, h("span", { class: "quiet small" }, [note.by, moment(note.made_at)].filter(Boolean).join(" · ")), note.text))),
    buttons(item),
  );
}

function buttons(item) {
  const held = item.case?.held_by;
  const own = held && held === page.person;
  const room = h("a", { class: "button small-button", href: `/events/${location.pathname.split("/")[3]}/${item.tournament_slug}/matches/${item.id}` }, t("Match room"));
  const deed = (name, words, style) => h("button", { type: "button", class: `small-button ${style}`, "data-deed": name, key: name }, words);
  const second = rooms.get(item.id)?.seconds && deed("second", t("Confirm the result"), "main");
  if (second) return h("div", { class: "row" }, second, room);
  const made = item.proposal && (!held || own) && [deed("make", t("Look at it and make it"), "main"), deed("discard", t("Lay it aside"), "")];
  if (made && own) return h("div", { class: "row" }, made, !alone(item) && deed("decide", t("Decide"), ""), deed("note", t("Add a note"), ""), deed("hand", t("Hand it over"), ""), room);
  if (made) return h("div", { class: "row" }, made, deed("take", t("Take it up"), ""), room);
  const walkover = item.needs.includes("no_show") && deed("walkover", t("Walkover for {name}", { name: item.names[item.present[0]] ?? "" }), "danger");
  if (held && !own) return h("div", { class: "row" }, h("span", { class: "quiet" }, t("{name} has it in hand.", { name: item.case.held_by_name ?? "" })), deed("note", t("Add a note"), ""), room);
  if (!own) return h("div", { class: "row" }, deed("take", t("Take it up"), "main"), walkover, room);
  return h("div", { class: "row" }, walkover, deed("decide", t("Decide"), "main"), deed("note", t("Add a note"), ""), deed("hand", t("Hand it over"), ""), room);
}

/** Do what a button in the queue says; `found` gives a match and its stage. Gives whether it was one. */
export async function queueDeed(button, { place, view, sheet, found, done }) {
  const item = items.find((one) => one.id === button.closest("[data-item]").dataset.item);
  const send = (path, body) => call("POST", path, { body, key: newKey() });
  const deeds = {
    take: () => send(`/matches/${item.id}/case`, {}),
    hand: () => handOver(item, send),
    note: () => note(item, send),
    second: () => second(item, send),
    make: () => makeProposed(item, send),
    discard: () => discardProposed(item, send),
    walkover: () => send(`/matches/${item.id}/reports`, { outcome: { kind: "no_show", slot: 1 - item.present[0] }, expected_revision: item.revision }),
    decide: () => decide(item, { sheet, ...found(item.id) }, send, done),
  };
  await deeds[button.dataset.deed]();
  await refreshQueue(place, view);
}

// A referee's result stands once somebody else has looked at it.
async function second(item, send) {
  const room = rooms.get(item.id);
  const report = room.reports.find((one) => one.id === room.entered);
  const names = item.names.map((name) => name ?? t("To be decided"));
  const body = [h("p", { class: "verdict" }, claimWords(report.body, names)), h("p", { class: "quiet" }, t("Everybody sees it at once, and the bracket moves on."))];
  if (await ask({ title: t("Confirm the result"), body, action: t("Confirm the result") })) await send(`/reports/${report.id}/confirm`, {});
}

// What somebody else has proposed is looked at with all that it changes, and made as it was proposed.
async function makeProposed(item, send) {
  const { reason, impact_token: token, stands, expected_revision: revision, ...claim } = item.proposal.body;
  const shown = stands ? { impact: [] } : await call("POST", `/matches/${item.id}/correction/preview`, { body: claim });
  const stage = await call("GET", `/stages/${item.stage}/view`);
  const body = [h("p", { class: "verdict" }, claimWords(claim, item.names.map((name) => name ?? t("To be decided")))), impactList(shown, stage)];
  if (!(await ask({ title: t("Correct match {number}", { number: item.number }), body, action: t("Correct the result") }))) return;
  await send(`/proposals/${item.proposal.id}/make`, {});
  await laidDown(item, reason, send);
}

async function discardProposed(item, send) {
  await send(`/proposals/${item.proposal.id}/discard`, {});
  await laidDown(item, t("The proposed correction is laid aside."), send);
}

// Whether nothing but what is proposed is to be decided.
function alone(item) {
  return item.needs.every((need) => need === "correction" || need === "taken");
}

// Who took it up for what was proposed alone is done with it.
async function laidDown(item, reason, send) {
  if (alone(item) && item.case?.held_by === page.person) await send(`/cases/${item.case.id}/decide`, { reason });
}

async function note(item, send) {
  const text = h("textarea", { id: "note", class: "short", rows: "3", maxlength: "1000" });
  const body = h("div", { class: "field" }, h("label", { for: "note" }, t("For the staff alone")), text);
  if (!(await ask({ title: t("Add a note"), body, action: t("Write it down") })) || !text.value.trim()) return;
  await send(`/cases/${item.case.id}/notes`, { text: text.value.trim() });
}

// To another referee, or to whoever takes it up next; with what they should know.
async function handOver(item, send) {
  const { items: able } = await call("GET", `/cases/${item.case.id}/referees`);
  const person = h("select", { id: "person" }, h("option", { value: "" }, t("Whoever takes it up next")), able.map((one) => h("option", { value: one.person }, one.name)));
  const words = h("textarea", { id: "handing", class: "short", rows: "3", maxlength: "1000" });
  const body = [
    h("div", { class: "field" }, h("label", { for: "person" }, t("Who goes on with it?")), person),
    h("div", { class: "field" }, h("label", { for: "handing" }, t("What should they know? For the staff alone.")), words),
  ];
  if (!(await ask({ title: t("Hand it over"), body, action: t("Hand it over") }))) return;
  const told = words.value.trim() ? { words: words.value.trim() } : {};
  await send(`/cases/${item.case.id}/hand-over`, { person: person.value || null, ...told });
}

// The sheet of a result, with a reason that everybody reads; or the reason alone, where no result is meant.
function decide(item, { sheet, match, stage }, send, done) {
  const error = h("p", { class: "form-error", role: "alert" });
  const reason = h("textarea", { id: "why", class: "short", rows: "2", maxlength: "500", required: true });
  const close = h("button", { type: "button" }, t("Close it without a result"));
  const field = h("div", { class: "field" }, h("label", { for: "why" }, t("Why is it decided so? Everybody can read it.")), reason);
  return new Promise((resolve) => {
    const say = async (report, words) => {
      error.textContent = reason.value.trim() ? "" : t("Please say why.");
      if (!reason.value.trim()) return reason.focus();
      try {
        await send(`/cases/${item.case.id}/decide`, { reason: reason.value.trim(), ...(report ? { report: { ...report, expected_revision: match.revision } } : {}) });
        done(t("Decided: {result}", { result: words }));
      } catch (refusal) {
        tell(refusal, error);
      }
    };
    close.addEventListener("click", () => say(null, t("without a result")));
    sheet.replaceChildren(claimSheet(match, stage, [error, field, close], async (report, words) => {
      const body = h("p", { class: "verdict" }, words);
      if (await ask({ title: t("Decide"), body, action: t("Confirm the result") })) await say(report, words);
    }));
    sheet.addEventListener("close", resolve, { once: true });
    sheet.showModal();
  });
}
