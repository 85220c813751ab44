// The medals and points of an event, made anew when a tournament ends, opens again or has another champion.

import { refresh } from "./refresh.js";
import { page } from "./words.js";

let known = null;

/** Hold what the page shows against the view, and fetch the tables where they must have changed. */
export function keepHonours(view) {
  const over = view.tournaments.filter(({ state }) => page.board.over.includes(state));
  const now = over.map(({ id, champion }) => `${id} ${champion?.entry}`).sort().join();
  if (known !== null && known !== now) refresh("honours");
  known = now;
}
