// The form for a sealed lineup: who plays which hero with which spell.

import { h } from "./dom.js";
import { t } from "./words.js";

/** A form of so many rows; `send` gets the lineup. It is made once and stays, so that no input is lost. */
export function lineupForm(room, slot, count, send) {
  const rows = Array.from({ length: count }, (_, index) => row(room, slot, index));
  const form = h(
    "form",
    { class: "lineup-form", key: `lineup-${slot}`, novalidate: true },
    h("p", { class: "quiet" }, t("{name}: nobody else sees this before both lineups are in.", { name: room.names[slot] })),
    rows,
    h("button", { class: "main" }, t("Hand in the lineup")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(rows.map(read));
  });
  return form;
}

function row(room, slot, index) {
  const number = index + 1;
  return h(
    "fieldset",
    { class: "lineup-row" },
    field("player", t("Player {number}", { number }), room.players[slot] ?? []),
    field("hero", t("Hero {number}", { number }), room.pool),
    field("spell", t("Spell {number}", { number }), room.spells),
  );
}

// What may be named is a list to choose from; where anything may, it is typed.
function field(name, words, known) {
  if (!known.length) return h("input", { type: "text", name, maxlength: "80", autocomplete: "off", placeholder: words, "aria-label": words });
  return h("select", { name, "aria-label": words }, h("option", { value: "" }, words), known.map((one) => h("option", { value: one }, one)));
}

function read(row) {
  return Object.fromEntries([...row.querySelectorAll("input, select")].map((control) => [control.name, control.value]));
}
