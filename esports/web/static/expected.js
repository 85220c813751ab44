// When a match is expected to begin, in words: asked for again where something is new, and drawn again and
// again, for time goes on.

import { call, Refusal } from "./api.js";
import { lang, page, t } from "./words.js";

const DRAW_MS = 30_000;
/** Who hears of nothing asks again after this time at most: news is told by the socket alone. */
const LOOK_MS = 150_000;
const MINUTE = 60_000;
/** What is published is told alone, unless so much else is expected. */
const NEWS_MS = 5 * MINUTE;
const SOON_MINUTES = 3;
const NEAR_MINUTES = 120;

/**
 * Hand the newest forecast at `path()`, if there is one, to `take`, now and as soon as there is news of it;
 * every half minute the same one again, for the time that is left. Gives what asks at once.
 */
export function keep(path, take) {
  let known = null;
  let asked = null;
  let looked = 0;
  let waiting = null;
  const look = async () => {
    clearTimeout(waiting);
    waiting = null;
    const address = path();
    if (!address) return;
    looked = Date.now();
    try {
      known = await call("GET", address);
      asked = address;
      take(known);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
    }
  };
  // A whole hall hears of it in the same moment, and must not ask in the same moment.
  const soon = (seconds) => (waiting ??= setTimeout(look, Math.random() * seconds * 1000));
  const again = () => {
    if (document.hidden) return;
    if (Date.now() - looked > LOOK_MS || path() !== asked) look();
    else take(known);
  };
  setInterval(again, DRAW_MS);
  document.addEventListener("visibilitychange", () => document.hidden || Date.now() - looked < DRAW_MS || look());
  document.addEventListener("news", ({ detail }) => (document.hidden ? (looked = 0) : soon(detail.within_seconds)));
  look();
  return look;
}

/** "Begins in about 25 minutes, between 14:05 and 14:20", as long as it has not begun. */
export function countdown(expected, zone = page.time_zone) {
  const minutes = Math.round((Date.parse(expected.median) - Date.now()) / MINUTE);
  const [low, median, high] = clocks(expected, zone);
  if (minutes <= SOON_MINUTES) return t("Begins any minute now");
  if (minutes > NEAR_MINUTES) return low === high ? t("Expected at {time}", { time: median }) : t("Expected at about {time}, between {low} and {high}", { time: median, low, high });
  const about = minutes > 20 ? Math.round(minutes / 5) * 5 : minutes;
  return low === high ? t("Begins in about {minutes} minutes", { minutes: about }) : t("Begins in about {minutes} minutes, between {low} and {high}", { minutes: about, low, high });
}

/** What else a player has to know of a forecast of one match, as the API tells it. */
export function mayBeEarly({ expected, early }) {
  return expected && early ? t("It may be called earlier, once its station is free and both sides have said that they are ready.") : "";
}

/** "≈ 14:20 (14:05–14:45)" where that is another time than the published one, else nothing. */
export function shift(expected, published, zone) {
  if (!expected || Math.abs(Date.parse(expected.median) - Date.parse(published)) < NEWS_MS) return "";
  const [low, median, high] = clocks(expected, zone);
  return low === high ? `≈ ${median}` : `≈ ${median} (${low}\u2060–\u2060${high})`;
}

function clocks(expected, zone) {
  const form = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  return [expected.low, expected.median, expected.high].map((moment) => form.format(new Date(moment)));
}
