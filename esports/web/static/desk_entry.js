// One entry on the desk: a reason first, which is kept; then its people, to be changed although rules say otherwise.

import { call, newKey, Refusal, toast } from "./api.js";
import { h } from "./dom.js";
import { wire } from "./forms.js";
import { checkInPlayer } from "./own_players.js";
import { wireRows } from "./rows.js";
import "./site.js";
import { page } from "./words.js";

const why = document.getElementById("why");
const change = document.getElementById("change");

function fill(member) {
  change.querySelector('[data-add="roster"]').click();
  const row = change.querySelector("[data-row]:last-of-type");
  const number = row.parentElement.querySelectorAll(":scope > [data-row]").length - 1;
  for (const [name, value] of Object.entries(member)) {
    const input = row.querySelector(`[name="roster.${number}.${name}"]`);
    if (input) input.value = value ?? "";
  }
  if (member.person) row.prepend(h("input", { type: "hidden", name: `roster.${number}.person`, "data-kind": "text", value: member.person }));
}

if (change) {
  wireRows(change);
  wire(change, () => location.reload());
  wire(why, ({ roster }, { reason }) => {
    change.elements.exception.value = reason;
    change.hidden = false;
    for (const link of document.querySelectorAll("#answers [data-why], #answers [data-picture]")) link.hidden = "why" in link.dataset;
    why.hidden = true;
    roster.forEach(fill);
    change.querySelector("input:not([type=hidden])")?.focus();
  });
}

const players = document.getElementById("players");
for (const button of players.querySelectorAll("button, select")) button.disabled = false;

async function then(work) {
  try {
    await work();
    location.reload();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

players.addEventListener("click", (event) => {
  const player = event.target.closest("[data-player]")?.dataset.player;
  if (player !== undefined) then(() => checkInPlayer(page.entry, player));
});
players.addEventListener("change", ({ target }) => {
  const body = { position: Number(target.dataset.identity), method: target.value || null };
  then(() => call("PUT", `/entries/${page.entry.id}/identity`, { body, key: newKey(), revision: page.entry.revision }));
});
document.documentElement.dataset.ready = "true";
