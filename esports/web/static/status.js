// The quiet dot that tells whether the page is up to date.

import { page, t } from "./words.js";

/** Follow `topic` with live.js's `follow`, from the view that the page came with; `take` gets every newer one. */
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
  const { epoch, seq, ...view } = page.view;
  const newer = (next, copy) => take({ ...next, seq: copy.seq });
  return follow(topic, { onError: refused, onView: newer, onStatus: show }, { epoch, seq, view });
}
