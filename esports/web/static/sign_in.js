// Signing in: who has a second factor is asked for its code after the password.

import { call } from "./api.js";
import { clear, tell, wire } from "./forms.js";
import { leave } from "./provider.js";
import "./site.js";

const form = document.querySelector("form[data-path]");
const provider = document.getElementById("provider");
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

async function byProvider({ currentTarget: button }) {
  clear(provider);
  button.setAttribute("aria-busy", "true");
  try {
    leave((await call("POST", "/oidc/sign-in")).address, form.dataset.then);
  } catch (refusal) {
    tell(provider, refusal);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

if (provider) {
  const button = provider.querySelector("button");
  button.disabled = false;
  button.addEventListener("click", byProvider);
}
