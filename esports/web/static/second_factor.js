// Turning the second factor on, in steps: the password, the secret for the app, a first code, recovery codes.
// Once it is on, the password makes new recovery codes or takes it off: each button says what it asks for.

import { h } from "./dom.js";
import { wire } from "./forms.js";
import { qr } from "./qr.js";
import "./site.js";
import { t } from "./words.js";

const at = (id) => document.getElementById(id);
const begin = at("begin");

function begun(reply) {
  if (!reply) return location.assign("/account"); // it was taken off
  begin.hidden = true;
  if (reply.codes) return show(reply);
  at("square").replaceChildren(qr(reply.square, t("QR code of the secret")));
  at("uri").setAttribute("href", reply.uri);
  at("typed").textContent = reply.secret.replace(/(.{4})(?=.)/g, "$1 ");
  at("secret").hidden = false;
  at("code").focus();
}

function confirmed(reply) {
  at("secret").hidden = true;
  at("square").replaceChildren();
  at("typed").textContent = "";
  show(reply);
}

function show({ codes }) {
  at("codes").replaceChildren(...codes.map((code) => h("li", {}, code)));
  at("recovery").hidden = false;
  at("recovery").focus();
}

begin.addEventListener("click", (event) => {
  const path = event.target.closest("button")?.dataset.path;
  if (path) begin.dataset.path = path;
});
wire(begin, begun);
wire(at("confirm"), confirmed);
