// A page whose forms lead on to another page.

import { call } from "./api.js";
import { assist, wire } from "./forms.js";
import "./site.js";

for (const form of document.querySelectorAll("form[data-then]")) {
  assist(form);
  wire(form, async (reply, body) => {
    if ("signIn" in form.dataset) await call("POST", "/session", { body: { email: body.email, password: body.password } });
    location.assign(form.dataset.then.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(reply[name])));
  });
}
