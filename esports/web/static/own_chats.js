// One's own chats and phones: after a test it is known how it went, or has taken long.

import { call } from "./api.js";
import { wire } from "./forms.js";
import "./site.js";

/** Wait until the chat has been tried after it was before; for 20 seconds at most. */
async function tried({ id, tried_at: before }) {
  for (let left = 40; left > 0; left -= 1) {
    const { items } = await call("GET", "/me/chats");
    const now = items.find((one) => one.id === id);
    if (!now || now.tried_at !== before) return;
    await new Promise((done) => setTimeout(done, 500));
  }
}

for (const form of document.querySelectorAll("form[data-tried]")) {
  wire(form, async (chat) => {
    await tried(chat);
    location.reload();
  });
}
for (const form of document.querySelectorAll("form[data-again]")) wire(form, () => location.reload());
