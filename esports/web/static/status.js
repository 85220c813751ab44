// The quiet dot that tells whether the page is up to date.

import { t } from "./words.js";

/** Follow `topic` with live.js's `follow`; `take` gets every newer view. */
export function watch(follow, topic, take) {
  const dot = document.getElementById("status");
  const words = {
    live: t("Live"),
    reconnecting: t("Reconnecting…"),
    connecting: t("Connecting…"),
    offline: t("Offline"),
  };
  const show = (status) => {
    dot.dataset.status = status;
    dot.textContent = words[status] ?? words.reconnecting;
  };
  const refused = ({ detail }) => {
    dot.dataset.status = "offline";
    dot.textContent = detail;
  };
  return follow(topic, { onError: refused, onView: (view, { seq }) => take({ ...view, seq }), onStatus: show });
}
