// Words in the page's language, and what the page was given. The English text is the key.

export const page = JSON.parse(document.getElementById("page").textContent);
export const lang = document.documentElement.lang;

const catalogue = lang === "en" ? {} : (await import(`./words.${lang}.js`)).default;

/** `message` in the page's language, its `{name}` places filled from `params`. */
export function t(message, params = {}) {
  const text = catalogue[message] ?? message;
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in params ? String(params[name]) : place));
}

/** The word for one value of an enum; `kind` is a table of the page's labels. */
export function label(kind, value) {
  return page.labels?.[kind]?.[value] ?? humane(value);
}

function humane(value) {
  const words = String(value ?? "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A moment by the reader's clock: in the time zone that they chose, else the browser's. */
export function moment(text) {
  const form = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZone: page.time_zone };
  return text ? new Intl.DateTimeFormat(lang, form).format(new Date(text)) : "";
}
