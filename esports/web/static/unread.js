// How many notices wait to be read, beside the link to the inbox on every page.

import { call, Refusal } from "./api.js";
import { t } from "./words.js";

const EVERY_MS = 60_000;
const MOST_SHOWN = 99;
const place = document.getElementById("unread");
let timer = null;
let told = false;

/** The inbox knows the number as it changes; every other page asks for it now and then. */
export function tell(count) {
  told = true;
  show(count);
}

function show(count) {
  if (!place) return;
  place.hidden = !count;
  place.textContent = count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
  place.setAttribute("aria-label", t("Not read yet: {count}", { count }));
}

/** Ask once, and again while somebody looks. */
export async function ask() {
  clearTimeout(timer);
  if (!place || told || document.hidden) return;
  try {
    const { unread } = await call("GET", "/inbox?limit=1");
    if (!told) show(unread);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (refusal.status === 401) return;
  }
  timer = setTimeout(ask, EVERY_MS);
}

document.addEventListener("visibilitychange", ask);
