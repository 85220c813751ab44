// What one match asks of plans: pinned to a time and a station, wanted at a time, or free.

import { ask } from "./ask.js";
import { call, newKey, Refusal } from "./api.js";
import { found, look } from "./desk_schedule_drag.js";
import { h } from "./dom.js";
import { t } from "./words.js";
import { instant, wall } from "./zones.js";

const put = (match, what, body) => call("PUT", `/matches/${match.match}/${what}`, { body, key: newKey() });

/** Ask for what the match asks of plans; resolves to true where that was changed. */
export async function demand(match, stations, streams, zone) {
  const pinned = match.pin?.starts_at || match.pin?.station;
  const first = match.pin ? match.pin.starts_at : (match.wanted_at ?? match.starts_at);
  const how = h(
    "select",
    { id: "pin-how" },
    h("option", { value: "pin" }, t("Pinned: it is there in every plan")),
    h("option", { value: "want", selected: !pinned && Boolean(match.wanted_at) }, t("Wanted: as near to the time as can be")),
    (match.pin || match.wanted_at) && h("option", { value: "free" }, t("Free: let it go")),
  );
  const at = h("input", { id: "pin-at", type: "datetime-local", value: first ? wall(first, zone) : "" });
  const chosen = pinned ? match.pin.station : match.station;
  const fitting = stations.filter((one) => one.titles.includes(match.title) && !one.out_of_order);
  const where = h("select", { id: "pin-station" }, h("option", { value: "" }, t("Any station")), fitting.map((one) => h("option", { value: one.id, selected: one.id === chosen }, one.name)));
  const streamed = h("input", { type: "checkbox", id: "pin-streamed", checked: Boolean(match.pin?.streamed) });
  const meaning = h("div", { id: "pin-found", role: "status" });
  const field = (name, control, text, hint) => h("div", { class: "field", "data-for": name }, h("label", { for: control.id }, text), control, hint && h("span", { class: "hint" }, hint));
  const body = h(
    "div",
    { class: "stack" },
    h("p", {}, t(match.reason.text, match.reason.params)),
    field("how", how, t("What it asks of plans")),
    field("at", at, t("Starts, by the clock of {zone}", { zone }), t("Empty: at any time.")),
    field("station", where, t("Station")),
    streams && h("label", { class: "check" }, streamed, " ", t("Held for the stream")),
    meaning,
  );
  const moment = () => (at.value ? new Date(instant(at.value, zone)).toISOString() : null);
  let asked = 0;
  async function mean() {
    const own = (asked += 1);
    for (const [name, shown] of [["at", how.value !== "free"], ["station", how.value === "pin"]]) body.querySelector(`[data-for=${name}]`).hidden = !shown;
    const place = { station: where.value || match.station, starts_at: moment() };
    if (how.value === "free" || !place.station || !place.starts_at) return meaning.replaceChildren();
    try {
      const told = await look(match, place);
      if (own === asked) meaning.replaceChildren(found(told));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      meaning.replaceChildren(h("p", { class: "warned" }, refusal.message));
    }
  }
  for (const control of [how, at, where]) control.addEventListener("change", mean);
  mean();
  if (!(await ask({ title: `${match.tournament_name} #${match.number}`, body, action: t("Keep and plan anew") }))) return false;
  const wanted = how.value === "want" ? moment() : null;
  if (Date.parse(wanted) !== Date.parse(match.wanted_at) && (wanted || match.wanted_at)) await put(match, "wanted-start", { starts_at: wanted });
  const pin = how.value === "pin" ? { starts_at: moment(), station: where.value || null } : {};
  if (how.value === "pin" || match.pin || streamed.checked) await put(match, "pin", { ...pin, streamed: streamed.checked });
  return true;
}
