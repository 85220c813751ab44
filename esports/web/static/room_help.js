// Where the sides meet in the game, and how they get a referee.

import { ask } from "./ask.js";
import { h } from "./dom.js";
import { moment, t } from "./words.js";

const HOME = 0;
let field = null;

/** The lobby code, and a form for those who may set it; nothing for everybody else. */
export function lobbyCode(room, send) {
  const sets = room.match.phase === "ready" && (room.slot === HOME || room.rules);
  const inside = room.rules || (room.slot !== null && room.slot !== undefined);
  if (room.match.phase !== "ready" || (!room.lobby_code && !inside)) return [];
  const shown = h(
    "section",
    { class: "card", key: "lobby" },
    h("h2", {}, t("Lobby code")),
    room.lobby_code ? h("p", { class: "code", translate: "no" }, room.lobby_code) : h("p", { class: "quiet" }, sets ? t("Open the lobby in the game, and tell its code here.") : t("The other side opens the lobby; its code appears here.")),
    h("p", { class: "quiet small" }, t("Only the two sides and the staff see it.")),
  );
  return sets ? [shown, (field ??= codeForm(room.match.id, send))] : [shown];
}

// The form itself is what is drawn each time, so that what is typed and where stays.
function codeForm(match, send) {
  const input = h("input", { id: "code", type: "text", maxlength: "64", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const form = h("form", { class: "inline", key: "set", novalidate: true }, h("div", { class: "field" }, h("label", { for: "code" }, t("New code")), input), h("button", {}, t("Set")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await send("PUT", `/matches/${match}/lobby-code`, { code: input.value.trim() || null })) input.value = "";
  });
  return form;
}

/** For staff: a link by which a phone at the station reports the match without an account. */
export function stationLink(room, names, send) {
  if (!room.rules || room.match.phase !== "ready" || room.match.slots.length !== 2) return null;
  const button = h("button", { type: "button", class: "small-button" }, t("Make a link for the station"));
  button.addEventListener("click", () => makeLink(room.match, names, send));
  return h("div", { class: "row", key: "station" }, button);
}

async function makeLink(match, names, send) {
  const made = await send("POST", `/matches/${match.id}/links`, {});
  if (!made) return;
  const address = h("input", { id: "link", type: "text", readonly: true });
  address.value = `${location.origin}${made.path}`;
  const print = h("button", { type: "button" }, t("Print the sheet for the station"));
  print.addEventListener("click", () => window.print());
  const field = h("div", { class: "field" }, h("label", { for: "link" }, t("Whoever opens it can report this match until it is over. It is shown this once.")), address);
  const sheet = stationSheet(match, names, made.square);
  document.body.append(sheet);
  const keep = await ask({ title: t("Link for the station"), body: [picture(made.square), field, print], action: t("Keep it") });
  sheet.remove();
  if (!keep) await send("POST", `/links/${made.id}/revoke`, {});
}

function picture({ size, path }) {
  return h("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": t("Link for the station"), "shape-rendering": "crispEdges" }, h("path", { d: path }));
}

// What stands on paper while the link is shown; on the screen there is none of it.
function stationSheet(match, names, square) {
  return h(
    "section",
    { class: "station-sheet" },
    h("p", {}, [...document.querySelectorAll(".crumbs a")].map((one) => one.textContent).join(" · ")),
    h("h1", {}, names.join(" – ")),
    h("p", {}, [t("Match {number}", { number: match.number }), match.station].filter(Boolean).join(" · ")),
    picture(square),
    h("p", {}, t("After the last game: scan this with a phone and report the result. No account is needed.")),
    h("p", {}, t("Something is wrong? Call a referee.")),
  );
}

/** Whether a referee was called, and the button that calls one. */
export function referee(room, send) {
  if (room.call) {
    const words = room.call.held ? t("A referee is looking at this match.") : t("A referee was called at {time}; somebody will come.", { time: moment(room.call.opened_at) });
    return h("p", { class: "card", key: "called", role: "status" }, words);
  }
  const button = h("button", { type: "button", class: "danger" }, t("Call a referee"));
  button.addEventListener("click", () => callReferee(room.match.id, send));
  return h("div", { class: "row", key: "call" }, button);
}

async function callReferee(match, send) {
  const words = h("textarea", { id: "words", class: "short", rows: "3", maxlength: "1000" });
  const body = h("div", { class: "field" }, h("label", { for: "words" }, t("What is it about? Only the staff read it.")), words);
  if (!(await ask({ title: t("Call a referee"), body, action: t("Call a referee") }))) return;
  await send("POST", `/matches/${match}/help`, words.value.trim() ? { words: words.value.trim() } : {});
}
