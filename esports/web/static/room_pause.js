// A match that is paused, and the buttons of those who may pause it or let it go on.

import { ask } from "./ask.js";
import { h } from "./dom.js";
import { moment, t } from "./words.js";

/** What is said of a pause; to the public only that there is one. */
export function pausing(room, names, send) {
  if (room.match.phase !== "ready") return null;
  const { pause } = room;
  if (pause) {
    const by = pause.reason && (typeof pause.slot === "number" ? t("{name} paused it.", { name: names[pause.slot] }) : t("A referee paused it."));
    return h(
      "section",
      { class: "card now", key: "pause", role: "status" },
      h("h2", {}, t("The match is paused")),
      h("p", { class: "quiet" }, [t("since {time}", { time: moment(pause.paused_at) }), pause.due_at && t("until {time} at most", { time: moment(pause.due_at) })].filter(Boolean).join(" · ")),
      pause.reason && h("p", {}, by, ` “${pause.reason}”`),
      (room.rules || (typeof room.slot === "number" && room.slot === pause.slot)) && row(t("Go on playing"), "main", () => send("POST", `/matches/${room.match.id}/resume`, {})),
    );
  }
  if (!room.rules && !room.pauses_left) return null;
  const words = room.rules ? t("Pause the match") : t("Pause the match ({count} left)", { count: room.pauses_left });
  return row(words, "small-button", async () => {
    const reason = await askWhy(t("Pause the match"));
    if (reason) await send("POST", `/matches/${room.match.id}/pause`, { reason });
  });
}

function row(words, style, act) {
  const button = h("button", { type: "button", class: style }, words);
  button.addEventListener("click", act);
  return h("div", { class: "row", key: "pause-deed" }, button);
}

/** Ask why the match shall pause; gives the reason, or nothing. */
export async function askWhy(title) {
  const reason = h("textarea", { id: "pause-reason", class: "short", rows: "2", maxlength: "500" });
  const body = h("div", { class: "field" }, h("label", { for: "pause-reason" }, t("Why? The sides and the staff read it.")), reason);
  return (await ask({ title, body, action: t("Pause the match") })) && reason.value.trim();
}
