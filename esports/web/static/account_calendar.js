// The link to one's own calendar: shown this once, and offered to the calendar program.

import { wire } from "./forms.js";
import "./site.js";

const at = (id) => document.getElementById(id);

wire(at("renew"), ({ path }) => {
  const address = new URL(path, location.href);
  at("address").textContent = address.href;
  at("subscribe").href = address.href.replace(/^https?:/, "webcal:");
  at("since").closest("section").hidden = true;
  at("made").hidden = false;
  at("made").focus();
});
if (at("revoke")) wire(at("revoke"), () => location.reload());
document.documentElement.dataset.ready = "true";
