// Entering a tournament: with one of one's teams, whose players are chosen among its members, or by hand.

import { answerPictures } from "./answer_pictures.js";
import { h } from "./dom.js";
import "./form_page.js";
import { wireRows } from "./rows.js";
import { page, t } from "./words.js";

const form = document.querySelector("form[data-path]");
const choice = form?.elements.namedItem("team");
const players = document.getElementById("players");
const byHand = document.getElementById("by-hand");
const roster = h("input", { type: "hidden", name: "roster", id: "roster", "data-kind": "json" });

const ROLES = { player: () => t("Player"), substitute: () => t("Substitute"), coach: () => t("Coach") };

/** Only one of the two ways to name players is in the form, for both are called `roster` there. */
function choose() {
  const team = page.teams.find((one) => one.id === choice.value);
  players.hidden = !team;
  players.replaceChildren();
  if (team) {
    byHand.remove();
    players.append(roster, ...team.members.map(line), h("span", { class: "error", id: "roster-error", role: "alert" }));
  } else players.after(byHand);
  for (const name of ["name", "delegation"]) form.elements.namedItem(name).value = team?.[name] ?? "";
}

function line(member, at) {
  const name = member.nickname;
  const check = h("input", { type: "checkbox", checked: at < page.roster.max });
  const role = h("select", { "aria-label": t("Role of {name}", { name }) }, Object.entries(ROLES).map(([value, words]) => h("option", { value }, words())));
  const id = h("input", { type: "text", value: member.in_game_ids[0]?.in_game_id, maxlength: "120", autocomplete: "off", placeholder: t("In-game id"), "aria-label": t("In-game id of {name}", { name }) });
  const born = page.ages && h("input", { type: "date", "aria-label": t("Birth date of {name}", { name }) });
  const more = [h("div", { class: "pair" }, role, id), born].filter(Boolean);
  const one = h("div", { class: "one", "data-person": member.person, "data-name": name }, h("label", { class: "check" }, check, h("strong", {}, name)), ...more);
  const show = () => {
    one.dataset.in = String(check.checked);
    for (const part of more) part.hidden = !check.checked;
  };
  check.addEventListener("change", show);
  show();
  return one;
}

function collect() {
  const chosen = players.querySelectorAll('[data-in="true"]');
  const told = [...chosen].map((one) => ({
    person: one.dataset.person,
    name: one.dataset.name,
    role: one.querySelector("select").value,
    in_game_id: one.querySelector('input[type="text"]').value.trim() || null,
    birth_date: one.querySelector('input[type="date"]')?.value || null,
  }));
  roster.value = JSON.stringify(told);
}

if (form) {
  wireRows(form);
  answerPictures(form);
}
if (choice) {
  choice.addEventListener("change", choose);
  // Before the form is read, whose own listener is there already.
  form.addEventListener("submit", collect, { capture: true });
  choose();
}
document.documentElement.dataset.ready = "true";
