// A page with one form, which gives way to a sentence once it has done its work.
// The links of mails lead to such pages; their secret is in the fragment, which no server sees.

import { call, Refusal, toast } from "./api.js";
import { wire } from "./forms.js";
import "./site.js";

const form = document.querySelector("form[data-path]");
const token = form.elements.namedItem("token");

if (token && location.hash.length > 1) {
  token.value = location.hash.slice(1);
  token.closest(".field").hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
}

function done() {
  const said = document.getElementById("said");
  form.hidden = true;
  said.hidden = false;
  said.focus();
}

// What is wrong with the link is told beside it.
function refused() {
  if (token) token.closest(".field").hidden = false;
  return false;
}

wire(form, done, refused);

document.querySelector("[data-post]")?.addEventListener("click", async ({ target }) => {
  try {
    await call("POST", target.dataset.post);
    toast(target.dataset.done);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
});
