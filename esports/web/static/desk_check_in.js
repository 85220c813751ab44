// The door at the venue: a code is scanned or typed, and the list of who is missing grows shorter.

import { call, newKey, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { wire } from "./forms.js";
import { follow } from "./live.js";
import { sign } from "./match.js";
import "./site.js";
import { watch } from "./status.js";
import { label, moment, page, t } from "./words.js";

const form = document.getElementById("scan");
const [counts, last, missing, chip] = ["counts", "last", "missing", "state"].map((id) => document.getElementById(id));
const HERE = new Set(["checked_in", "playing", "placed"]);
const EXPECTED = new Set(["confirmed", "no_show"]);
let { view } = page;

function draw() {
  const here = view.entries.filter((entry) => HERE.has(entry.state)).length;
  const expected = view.entries.filter((entry) => EXPECTED.has(entry.state));
  const waiting = view.entries.filter((entry) => entry.state === "waitlisted" && entry.checked_in_at).length;
  chip.textContent = label("tournament", view.tournament.state);
  chip.dataset.state = view.tournament.state;
  morphChildren(counts, [count(here, t("here"), "here"), count(expected.length, t("missing"), "missing"), count(waiting, t("waiting, and here"), "waiting")]);
  morphChildren(missing, [
    expected.length
      ? h("ul", { class: "lines" }, expected.sort((a, b) => a.name.localeCompare(b.name)).map(line))
      : h("p", { class: "empty" }, t("Everybody is here.")),
  ]);
}

function count(number, words, key) {
  return h("p", { key, "data-count": key }, h("strong", {}, String(number)), h("span", { class: "quiet" }, words));
}

function line(entry) {
  return h(
    "li",
    { key: entry.id },
    sign(entry.name),
    h("span", { class: "grow" }, h("strong", {}, entry.name), h("span", { class: "quiet" }, [entry.delegation, label("entry", entry.state), page.needed && t("{here} of {needed} players are here", { here: entry.players_in, needed: page.needed })].filter(Boolean).join(" · "))),
    page.unverified[entry.id] && h("a", { class: "small", href: `${page.address}/${entry.id}` }, t("Identities to verify: {count}", { count: page.unverified[entry.id] })),
    h("button", { type: "button", "data-entry": entry.id }, t("Is here")),
  );
}

function told(entry, again) {
  const words = again
    ? t("{name} had checked in already, at {time}.", { name: entry.name, time: moment(entry.checked_in_at) })
    : t("{name} is checked in.", { name: entry.name });
  morphChildren(last, [h("p", { class: "card verdict", "data-again": again ? "true" : null }, words, entry.state === "waitlisted" && h("span", { class: "quiet" }, ` ${t("On the waiting list.")}`))]);
}

wire(form, ({ entry, again }) => {
  form.reset();
  form.elements.code.focus();
  told(entry, again);
});

missing.addEventListener("click", async (event) => {
  const id = event.target.closest("[data-entry]")?.dataset.entry;
  if (!id) return;
  try {
    told(await call("POST", `/entries/${id}/check-in`, { key: newKey() }), false);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
});

// A phone's camera opens this page with the code behind the #; it goes in once, and out of the address.
function scanned() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  form.requestSubmit();
}

draw();
document.documentElement.dataset.ready = "true";
scanned();
addEventListener("hashchange", scanned);
watch(follow, page.topic, (next) => {
  view = next;
  draw();
});
