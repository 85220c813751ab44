// Entering a game of a lobby: a place and kills for everybody who was there.

import { h } from "./dom.js";
import { sign } from "./match.js";
import { entriesOf, occupant } from "./model.js";
import { t } from "./words.js";

/** The form of a lobby's next game; of a lobby that is over, of its last one. `send` gets body and words. */
export function lobbyForm(match, stage, send) {
  const entries = entriesOf(stage);
  const played = match.placements ?? [];
  const known = match.phase === "settled" ? played.slice(0, -1) : played;
  const last = played[known.length] ?? [];
  const lines = match.slots.filter((slot) => slot.entry).map((slot) => line(occupant(slot, entries, stage.matches), slot.entry, last));
  const number = known.length + 1;
  const form = h(
    "form",
    { class: "score", novalidate: true },
    h("h3", {}, t("Game {number}", { number })),
    h("p", { class: "quiet" }, t("Leave the place empty for who did not show up.")),
    h("div", { class: "score-line heads" }, h("span", {}), h("span", {}, t("Place")), h("span", {}, t("Kills"))),
    lines.map((one) => one.node),
    h("button", { class: "main" }, t("Look at the result")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const placements = lines.map((one) => one.read());
    const first = lines.find((_, index) => placements[index].place === 1)?.name ?? "–";
    const games = [...known.map(said), placements].map((game) => ({ placements: game }));
    send({ games }, t("Game {number} of lobby {match}: {name} is first", { number, match: match.number, name: first }));
  });
  return form;
}

function line(name, entry, last) {
  const before = last.find((one) => one.entry === entry);
  const input = (words, value) =>
    h("input", { type: "text", inputmode: "numeric", pattern: "[0-9]*", maxlength: "4", autocomplete: "off", "aria-label": words, value: value ?? "" });
  const place = input(t("Place of {name}", { name }), before?.place);
  const kills = input(t("Kills of {name}", { name }), before?.kills || "");
  const node = h("div", { class: "score-line lobby-line" }, h("span", {}, sign(name), name), place, kills);
  const number = (text) => (/^\d+$/.test(text) ? Number(text) : -1);
  const read = () => {
    const [at, killed] = [place.value.trim(), kills.value.trim()];
    return at === "" ? { entry, outcome: "no_show" } : { entry, place: number(at), kills: killed === "" ? 0 : number(killed) };
  };
  return { node, name, read };
}

// A game of the view as a report has it.
function said(game) {
  return game.map(({ entry, place, kills, outcome }) => (place ? { entry, place, kills } : { entry, outcome }));
}
