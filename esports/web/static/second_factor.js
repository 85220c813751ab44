// Turning the second factor on, in steps: the password, the secret for the app, a first code, recovery codes.

import { h } from "./dom.js";
import { wire } from "./forms.js";
import "./site.js";

const at = (id) => document.getElementById(id);
const begin = at("begin");

function begun(made) {
  if (!made) return location.assign("/account"); // it was taken off
  begin.hidden = true;
  at("uri").setAttribute("href", made.uri);
  at("typed").textContent = made.secret.replace(/(.{4})(?=.)/g, "$1 ");
  at("secret").hidden = false;
  at("code").focus();
}

function confirmed({ codes }) {
  at("secret").hidden = true;
  at("typed").textContent = "";
  at("codes").replaceChildren(...codes.map((code) => h("li", {}, code)));
  at("recovery").hidden = false;
  at("recovery").focus();
}

wire(begin, begun);
wire(at("confirm"), confirmed);
