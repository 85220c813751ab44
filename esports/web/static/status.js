// The quiet dot that tells whether the page is up to date.

import { page, t } from "./words.js";

const BACK_SECONDS = 10;

/** Have the parts of the page that ask for more than its view, such as forecasts, ask again. */
export const tell = (news) => document.dispatchEvent(new CustomEvent("news", { detail: news }));

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
    // What was new while nobody could hear of it.
    if (status === "live" && ["reconnecting", "offline"].includes(dot.dataset.status)) tell({ within_seconds: BACK_SECONDS });
    dot.dataset.status = status;
    dot.textContent = words[status] ?? words.reconnecting;
  };
  const refused = ({ detail }) => {
    dot.dataset.status = "offline";
    dot.textContent = detail;
  };
  const { epoch, seq, ...view } = page.view;
  const newer = (next, copy) => take({ ...next, seq: copy.seq });
  return follow(topic, { onError: refused, onView: newer, onNews: tell, onStatus: show }, { epoch, seq, view });
}
