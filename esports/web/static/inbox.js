// The inbox: notices as they come, the newest first.

import { call, Refusal, toast } from "./api.js";
import { h, morphChildren } from "./dom.js";
import { follow } from "./live.js";
import "./site.js";
import { watch } from "./status.js";
import { tell } from "./unread.js";
import { label, moment, page, t } from "./words.js";

const place = document.getElementById("notices");
const all = document.getElementById("read-all");
let view = page.view;

function draw() {
  const notices = [...view.notices].sort((a, b) => (a.sent_at < b.sent_at ? 1 : -1));
  all.hidden = !view.unread;
  tell(view.unread);
  morphChildren(place, [
    notices.length
      ? h("ul", { class: "notices" }, notices.map(line))
      : h("p", { class: "empty" }, t("Nothing yet. When a match of yours can be played, you are told here.")),
  ]);
}

function line(notice) {
  const { title, text, href, open = t("Open") } = (KINDS[notice.kind] ?? other)(notice.payload);
  return h(
    "li",
    { class: notice.read_at ? "card" : "card unread", key: notice.id },
    h("p", { class: "row spread" }, h("strong", {}, title), h("time", { class: "quiet small", datetime: notice.sent_at }, moment(notice.sent_at))),
    h("div", {}, text),
    href && h("p", {}, h("a", { href }, open)),
    !notice.read_at && h("button", { type: "button", class: "small-button", "data-read": notice.id }, t("Mark as read")),
  );
}

const KINDS = {
  match_ready: ({ names, tournament, stage, number, best_of, match_id, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}/matches/${match_id}`,
    open: t("Open the match"),
    title: t("Your match is ready: {sides}", { sides: versus(names) }),
    text: [tournament, stage, t("Match {number}", { number }), t("Best of {games}", { games: best_of })].join(" · "),
  }),
  consent_revoked: ({ entry, tournament, event_slug, tournament_slug }) => ({
    href: `/desk/events/${event_slug}/${tournament_slug}`,
    title: t("A guardian has withdrawn their consent: {entry}", { entry }),
    text: tournament,
  }),
  place_free: ({ name, event, tournament, until, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}/entry`,
    title: until ? t("A place in {tournament} is yours to accept", { tournament }) : t("You are in: {tournament}", { tournament }),
    text: [name, event, until && t("Held for you until {time}", { time: moment(until) })].filter(Boolean).join(" · "),
  }),
  match_changed: ({ names, tournament, number, match_id, event_slug, tournament_slug, what, void: lost, reverted, reason }) => ({
    href: `/events/${event_slug}/${tournament_slug}${what === "unpaired" ? "" : `/matches/${match_id}`}`,
    title: lost && !reverted ? t("Your match is void: {sides}", { sides: versus(names) }) : t("Your match was changed: {sides}", { sides: versus(names) }),
    text: [tournament, t("Match {number}", { number }), what === "unpaired" && t("The pairings of the round were taken back; new ones follow."), reverted && t("Taken back"), reason].filter(Boolean).join(" · "),
  }),
  entry_decided: ({ name, event, tournament, state, message, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}/entry`,
    title: decided(state, tournament),
    text: [name, event, message].filter(Boolean).join(" · "),
  }),
  schedule_changed: ({ event, event_slug, matches, more }) => ({
    href: `/events/${event_slug}/schedule`,
    open: t("Open the schedule"),
    title: t("When and where you play: {event}", { event }),
    text: h("ul", { class: "impact" }, matches.map((one) => h("li", {}, placed(one))), more > 0 && h("li", {}, t("and {count} more", { count: more }))),
  }),
  match_called: ({ names, tournament, station, number, match_id, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}/matches/${match_id}`,
    open: t("Open the match"),
    title: t("Please come to {station} now", { station }),
    text: [versus(names), tournament, t("Match {number}", { number })].join(" · "),
  }),
  match_soon: ({ names, tournament, station, starts_at, number, match_id, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}/matches/${match_id}`,
    open: t("Open the match"),
    title: t("You play soon: {time}, {station}", { time: moment(starts_at), station: station ?? "–" }),
    text: [versus(names), tournament, t("Match {number}", { number })].join(" · "),
  }),
  check_in_open: ({ name, event, tournament, until, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}/entry`,
    open: t("Check in"),
    title: t("Check in now: {tournament}", { tournament }),
    text: [name, event, until && t("Open until {time}", { time: moment(until) })].filter(Boolean).join(" · "),
  }),
  check_in_closing: ({ name, event, tournament, until, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}/entry`,
    open: t("Check in"),
    title: t("Check-in closes at {time}, and you have not checked in: {tournament}", { time: moment(until), tournament }),
    text: [name, event].join(" · "),
  }),
  entry_placed: ({ name, event, tournament, place, among, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}`,
    open: t("Open the bracket"),
    title: place === 1 ? t("{entry} has won {tournament}", { entry: name, tournament }) : t("{tournament} is over: place {place} for {entry}", { entry: name, tournament, place }),
    text: [t("Place {place} of {among}", { place, among }), event].join(" · "),
  }),
  entry_received: ({ name, event, tournament, state, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}/entry`,
    open: t("Open your entry"),
    title: t("Your registration has arrived: {tournament}", { tournament }),
    text: [name, event, label("entry", state)].join(" · "),
  }),
  draw_published: ({ name, event, tournament, stage, group, names, number, starts_at, station, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}`,
    open: t("Open the bracket"),
    title: t("The draw of {tournament} is there: {stage}", { tournament, stage }),
    text: [event, group && t("Group {group}", { group }), number && t("Match {number}", { number }), names.length > 1 ? versus(names) : name, starts_at && [moment(starts_at), station].filter(Boolean).join(", ")].filter(Boolean).join(" · "),
  }),
  entry_qualified: ({ name, event, tournament, stage, source, place, event_slug, tournament_slug }) => ({
    href: `/events/${event_slug}/${tournament_slug}`,
    open: t("Open the bracket"),
    title: stage ? t("{entry} goes on to {stage}: {tournament}", { entry: name, stage, tournament }) : t("{entry} has qualified for {tournament}", { entry: name, tournament }),
    text: [event, source && t("Place {place} in {tournament}", { place, tournament: source })].filter(Boolean).join(" · "),
  }),
  match_disputed: ({ names, tournament, number, match_id, event_slug, tournament_slug, decided: over, winner, scores }) => ({
    href: `/events/${event_slug}/${tournament_slug}/matches/${match_id}`,
    open: t("Open the match"),
    title: over ? t("It is decided: {sides}", { sides: versus(names) }) : t("You do not agree on the result: {sides}", { sides: versus(names) }),
    text: [tournament, t("Match {number}", { number }), over ? winner && t("Won by {winner}", { winner }) : t("A referee looks at it."), scores?.join(" : ")].filter(Boolean).join(" · "),
  }),
  referee_needed: ({ names, tournament, number, need, event_slug }) => ({
    href: `/desk/events/${event_slug}/queue`,
    open: t("Open the queue"),
    title: t("A match needs a referee: {sides}", { sides: versus(names) }),
    text: [label("need", need), tournament, t("Match {number}", { number })].join(" · "),
  }),
  station_late: ({ event, event_slug, text, params }) => ({
    href: `/desk/events/${event_slug}/schedule`,
    open: t("Open the schedule"),
    title: t("The schedule does not hold: {event}", { event }),
    text: t(text, params),
  }),
  jobs_failing: ({ job, error }) => ({
    href: "/desk/jobs",
    title: t("Background work was given up: {job}", { job: label("job", job) }),
    text: error,
  }),
  chat_paused: ({ chat, outcome }) => ({
    href: "/account/chats",
    open: t("Open your chats"),
    title: t("Your notices do not reach {chat} any more", { chat }),
    text: [label("webhook_outcome", outcome), t("What was to go there is mailed.")].join(" · "),
  }),
  report_waiting: ({ names, tournament, stage, number, match_id, event_slug, tournament_slug, due_at }) => ({
    href: `/events/${event_slug}/${tournament_slug}/matches/${match_id}`,
    open: t("Open the match"),
    title: t("Is this result right? {sides}", { sides: versus(names) }),
    text: [tournament, stage, t("Match {number}", { number }), due_at && t("Counts from {time} without an answer", { time: moment(due_at) })].filter(Boolean).join(" · "),
  }),
};

function decided(state, tournament) {
  if (state === "refused") return t("Your entry was refused: {tournament}", { tournament });
  if (state === "waitlisted") return t("Your entry is on the waiting list: {tournament}", { tournament });
  if (state === "withdrawn") return t("Your place is another's: {tournament}", { tournament });
  return t("Your entry is in: {tournament}", { tournament });
}

function placed({ names, tournament, number, starts_at, station }) {
  const where = starts_at ? [moment(starts_at), station].join(", ") : t("No time any more");
  return [where, names.length ? versus(names) : null, tournament, t("Match {number}", { number })].filter(Boolean).join(" · ");
}

function versus([first, second, ...more]) {
  if (!second) return first ?? "–";
  return more.length ? t("{first}, {second} and {more} more", { first, second, more: more.length }) : `${first} – ${second}`;
}

function other() {
  return { title: t("A notice"), text: "" };
}

async function send(path) {
  try {
    await call("POST", path);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

place.addEventListener("click", (event) => {
  const id = event.target.closest("[data-read]")?.dataset.read;
  if (id) send(`/inbox/${id}/read`);
});
all.addEventListener("click", () => send("/inbox/read-all"));

draw();
document.documentElement.dataset.ready = "true";
watch(follow, page.topic, (next) => {
  view = next;
  draw();
});
