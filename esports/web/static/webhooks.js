// An event's webhooks: a secret that comes is shown this once, after everything else the page comes anew.

import { wire } from "./forms.js";
import "./site.js";

const at = (id) => document.getElementById(id);

function show({ secret }) {
  at("typed").textContent = secret;
  at("secret").hidden = false;
  at("secret").focus();
}

for (const form of document.querySelectorAll("form[data-secret]")) wire(form, show);
for (const form of document.querySelectorAll("form[data-again]")) wire(form, () => location.reload());
