// A part of the page that the server makes: fetched again and put in place, without leaving the page.

import { morphChildren } from "./dom.js";

/** Bring the element with this id up to date; whoever cannot be reached leaves it as it is. */
export async function refresh(id) {
  const reply = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (!reply?.ok) return;
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById(id);
  if (fresh) morphChildren(document.getElementById(id), [...fresh.childNodes]);
}
