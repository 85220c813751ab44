// Matches by day: a time line of the stations where there is room for it, and a list beside it for phones.

import { h } from "./dom.js";
import { shift } from "./expected.js";
import { OVER } from "./model.js";
import { label, lang, t } from "./words.js";
import { instant } from "./zones.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The days of these matches as nodes; `wrap(match, inside, attributes)` makes what stands for one match.
 * `expected`: when those that have not begun are expected to, by match; told where it is not as published.
 * `roomy`: all stations and open hours, and where they are shut, for matches that are moved by hand.
 */
export function days(matches, venues, zone, wrap, expected = new Map(), roomy = false) {
  const stations = venues.flatMap((venue) => venue.stations.map((station) => ({ ...station, venueName: venue.name })));
  const names = new Map(stations.map((station) => [station.id, station]));
  const dayOf = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  const byDay = new Map();
  for (const match of matches) {
    if (!match.starts_at) continue;
    const day = dayOf.format(new Date(match.starts_at));
    byDay.set(day, [...(byDay.get(day) ?? []), match]);
  }
  return [...byDay].map(([day, own]) =>
    h(
      "section",
      { class: "section day", key: day, "data-day": day },
      h("h2", {}, title(own[0], zone)),
      timeline(own, stations, venues.length > 1, zone, wrap, expected, roomy ? openings(day, venues, zone) : null),
      list(own, names, zone, wrap, expected),
    ),
  );
}

/** Show the first day that has a match to come, at what comes next; what is in sight already stays where it is. */
export function toToday(place) {
  const coming = ".slot:not([data-over])";
  const today = [...place.querySelectorAll(".day")].find((day) => day.querySelector(coming));
  if (!today) return;
  const board = today.querySelector(".board");
  const line = board.querySelector(".now-line");
  if (line) board.scrollLeft = line.offsetLeft - board.clientWidth / 3;
  const listed = !board.offsetParent && today.querySelector(".slot[data-over]");
  if (listed) today.querySelector(coming).scrollIntoView();
  else if (today.previousElementSibling) today.scrollIntoView();
}

function nowLine(from, to) {
  const share = (Date.now() - from) / (to - from);
  return share > 0 && share < 1 && h("i", { class: "now-line", key: "now", "aria-hidden": "true", "--now": share });
}

/** The time of day by the event's clock. */
export function clock(text, zone) {
  return new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).format(new Date(text));
}

/** Who plays, as far as it is known. */
export function sides(match) {
  const names = match.names.map((name) => name ?? t("To be decided"));
  return names.length > 2 ? t("{first}, {second} and {more} more", { first: names[0], second: names[1], more: names.length - 2 }) : names.join(" – ");
}

function title(match, zone) {
  return new Intl.DateTimeFormat(lang, { weekday: "long", month: "long", day: "numeric", timeZone: zone }).format(new Date(match.starts_at));
}

// When each venue is open and has breaks on the day, as pairs of moments; what ends no later than it begins
// ends on the next day.
function openings(day, venues, zone) {
  const begin = (clock) => instant(`${day}T${clock}`, zone);
  const pairs = (spans) => spans.filter((span) => span.day === day).map(({ begins, ends }) => [begin(begins), begin(ends) + (ends > begins ? 0 : DAY)]);
  return new Map(venues.map((venue) => [venue.id, { hours: pairs(venue.hours), breaks: pairs(venue.breaks) }]));
}

// The parts of the axis in which a venue is shut.
function shut({ hours, breaks }, from, to) {
  const found = [...breaks];
  let at = from;
  for (const [begin, end] of [...hours].sort(([one], [other]) => one - other)) {
    if (begin > at) found.push([at, begin]);
    at = Math.max(at, end);
  }
  if (at < to) found.push([at, to]);
  return found.filter(([begin, end]) => begin < to && end > from);
}

function timeline(matches, stations, many, zone, wrap, expected, opened) {
  const open = opened ? [...opened.values()].flatMap(({ hours }) => hours) : [];
  const from = Math.floor(Math.min(...matches.map((one) => Date.parse(one.starts_at)), ...open.map(([begin]) => begin)) / HOUR) * HOUR;
  const to = Math.ceil(Math.max(...matches.map((one) => Date.parse(one.ends_at)), ...open.map(([, end]) => end)) / HOUR) * HOUR;
  const at = (moment) => `${((moment - from) / (to - from)) * 100}%`;
  const hours = Array.from({ length: (to - from) / HOUR }, (_, index) => from + index * HOUR);
  const used = opened ? stations : stations.filter((station) => matches.some((one) => one.station === station.id));
  const closed = (station) => (opened ? shut(opened.get(station.venue), from, to) : []).map(([begin, end]) => h("i", { class: "shut", key: `shut ${begin}`, "--at": at(Math.max(begin, from)), "--long": `calc(${at(Math.min(end, to))} - ${at(Math.max(begin, from))})` }));
  return h(
    "div",
    { class: "scroller board", tabindex: 0, role: "region", "aria-label": t("By station and time") },
    h(
      "div",
      { class: "lanes", "data-roomy": Boolean(opened), "--hours": hours.length, "data-from": from, "data-to": to },
      h("div", { class: "lane hours", "aria-hidden": "true" }, h("span", { class: "station" }), h("div", { class: "track" }, hours.map((hour) => h("span", { class: "hour", "--at": at(hour) }, clock(hour, zone))))),
      nowLine(from, to),
      used.map((station) =>
        h(
          "div",
          { class: "lane", key: station.id },
          h("strong", { class: "station" }, station.name, many && h("small", { class: "quiet" }, station.venueName), station.out_of_order && h("small", { class: "broken" }, t("Out of order"))),
          h("div", { class: "track", "data-station": station.id }, closed(station), matches.filter((one) => one.station === station.id).map((match) => block(match, at, zone, wrap, expected))),
        ),
      ),
    ),
  );
}

/** "Wanted 19:00" where a match is somewhere else than somebody wants it. */
export function wish(match, zone) {
  if (!match.wanted_at || match.wanted_at === match.starts_at) return "";
  const day = new Intl.DateTimeFormat(lang, { month: "numeric", day: "numeric", timeZone: zone });
  const [there, here] = [match.wanted_at, match.starts_at ?? match.wanted_at].map((one) => day.format(new Date(one)));
  const time = clock(match.wanted_at, zone);
  return t("Wanted {time}", { time: there === here ? time : `${there} ${time}` });
}

function block(match, at, zone, wrap, expected) {
  const begin = Date.parse(match.starts_at);
  const later = shift(expected.get(match.match), match.starts_at, zone);
  const inside = [h("b", {}, clock(match.starts_at, zone), later && h("span", { class: "later" }, ` ${later.split(" (")[0]}`), match.stream && h("span", { class: "air" }, match.stream)), h("span", {}, sides(match)), h("small", {}, wish(match, zone) ? h("span", { class: "later" }, wish(match, zone)) : match.tournament_name)];
  const more = { class: "block", key: match.match, "data-phase": match.phase, "data-pinned": Boolean(match.pin), "data-wanted": Boolean(match.wanted_at), "data-warned": Boolean(match.warning), title: `${clock(match.starts_at, zone)} ${later ? `${later} ` : ""}${sides(match)} · ${[match.tournament_name, match.stream, wish(match, zone)].filter(Boolean).join(" · ")}`, "--at": at(begin), "--long": `calc(${at(Date.parse(match.ends_at))} - ${at(begin)})` };
  return wrap(match, inside, more);
}

function list(matches, names, zone, wrap, expected) {
  return h(
    "ol",
    { class: "slots" },
    matches.map((match) => {
      const later = shift(expected.get(match.match), match.starts_at, zone);
      const inside = [
        h("b", {}, clock(match.starts_at, zone)),
        h("span", { class: "grow" }, h("strong", {}, sides(match)), later && h("small", { class: "later" }, later), h("small", { class: "quiet" }, `${match.tournament_name} · ${t("Match {number}", { number: match.number })}`), match.stream && h("small", { class: "air" }, match.stream)),
        h("span", { class: "chip" }, names.get(match.station)?.name ?? ""),
        match.phase === "settled" && h("small", { class: "quiet" }, label("phase", match.phase)),
      ];
      return h("li", { key: match.match }, wrap(match, inside, { class: "slot", "data-over": OVER.has(match.phase) }));
    }),
  );
}

/** A day on which a venue is open and nothing is, folded, for matches that are moved there by hand. */
export function emptyDay(day, venues, zone) {
  const stations = venues.flatMap((venue) => venue.stations.map((station) => ({ ...station, venueName: venue.name })));
  const date = new Intl.DateTimeFormat(lang, { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" }).format(new Date(`${day}T00:00Z`));
  return h(
    "details",
    { class: "card fold wide-only", key: day, "data-empty": day },
    h("summary", {}, t("{day}: nothing is planned", { day: date })),
    timeline([], stations, venues.length > 1, zone, null, new Map(), openings(day, venues, zone)),
  );
}
