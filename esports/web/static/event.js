// The event's page: its tournaments, what is on first, as they move.

import { h, morphChildren } from "./dom.js";
import { keepHonours } from "./honours.js";
import { follow } from "./live.js";
import "./site.js";
import { watch } from "./status.js";
import { label, page, t } from "./words.js";

const board = document.getElementById("board");

function draw(view) {
  keepHonours(view);
  const parts = Object.entries(page.board).map(([part, states]) => [part, view.tournaments.filter(({ state }) => states.includes(state))]);
  const shown = parts.filter(([, tournaments]) => tournaments.length).map(([part, tournaments]) => group(part, tournaments, view));
  morphChildren(board, shown.length ? shown : [h("p", { class: "empty" }, t("There are no tournaments in this event yet."))]);
}

function group(part, tournaments, view) {
  return h(
    "section",
    { class: "section", key: part },
    h("h2", {}, label("board", part)),
    h("ul", { class: "cards" }, tournaments.map((tournament) => tile(tournament, view.event))),
  );
}

function tile(tournament, event) {
  return h(
    "li",
    { class: "card tile", key: tournament.id },
    h("h3", {}, h("a", { href: `/events/${event.slug}/${tournament.slug}` }, tournament.name)),
    h(
      "p",
      { class: "row" },
      h("span", { class: "chip", "data-state": tournament.state }, label("tournament", tournament.state)),
      h("span", { class: "quiet" }, tournament.title),
    ),
    tournament.champion && h("p", { class: "winner" }, t("Champion: {name}", { name: tournament.champion.name })),
  );
}

draw(page.view);
watch(follow, page.topic, draw);
