// An event's webhooks and chat groups: a secret that comes is shown this once, after everything else the page comes
// anew; after what was sent to a group once it is known how it went, or has taken long.

import { call } from "./api.js";
import { wire } from "./forms.js";
import "./site.js";

const at = (id) => document.getElementById(id);

function show({ secret }) {
  at("typed").textContent = secret;
  at("secret").hidden = false;
  at("secret").focus();
}

/** Wait until the message has been tried once more than it had been; for 20 seconds at most. */
async function tried(log, { id, attempts }) {
  for (let left = 40; left > 0; left -= 1) {
    const { items } = await call("GET", log);
    const now = items.find((one) => one.id === id);
    if (!now || now.attempts.length > attempts.length) return;
    await new Promise((done) => setTimeout(done, 500));
  }
}

for (const form of document.querySelectorAll("form[data-secret]")) wire(form, show);
for (const form of document.querySelectorAll("form[data-log]")) {
  wire(form, async (message) => {
    await tried(form.dataset.log, message);
    location.reload();
  });
}
for (const form of document.querySelectorAll("form[data-again]")) wire(form, () => location.reload());
