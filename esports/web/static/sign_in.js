// Signing in: who has a second factor is asked for its code after the password.

import { wire } from "./forms.js";
import "./site.js";

const form = document.querySelector("form[data-path]");
const second = document.getElementById("second");

function onward() {
  location.assign(form.dataset.then);
}

function refused(refusal) {
  if (refusal.problem?.code !== "second_factor_needed" || !second.hidden) return false;
  second.hidden = false;
  form.elements.namedItem("code").required = true;
  form.elements.namedItem("code").focus();
  return true;
}

wire(form, onward, refused);
