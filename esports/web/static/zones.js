// Moments by the clock of another place: what a field for a date and a time shows there, and back.

const MINUTE = 60_000;
const forms = new Map();

/** The moment as such a field has it, by the clock of the zone: "2026-11-23T14:05". */
export function wall(moment, zone) {
  if (!forms.has(zone)) forms.set(zone, new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone: zone }));
  return forms.get(zone).format(new Date(moment)).replace(" ", "T");
}

/** When the clock of the zone shows that, in milliseconds; where it never does, nearby. */
export function instant(text, zone) {
  const told = Date.parse(`${text}Z`);
  const ahead = (moment) => Date.parse(`${wall(moment, zone)}Z`) - Math.floor(moment / MINUTE) * MINUTE;
  return told - ahead(told - ahead(told));
}
