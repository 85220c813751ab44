// A guardian's page: shows what is asked and takes the answer. The secret stays in the fragment, which no
// server sees, so that the page can be read again in the other language.

import { call, newKey, Refusal } from "./api.js";
import { h } from "./dom.js";
import { wire } from "./forms.js";
import "./site.js";
import { t } from "./words.js";

const at = (id) => document.getElementById(id);
const form = at("link");
const field = form.elements.namedItem("token");
const key = newKey();

for (const other of document.querySelectorAll("a[hreflang]")) other.hash = location.hash;

function show(asked, { token }) {
  form.hidden = true;
  at("asked").hidden = false;
  at("text").replaceChildren(...asked.text.map((words) => h("p", {}, words)));
  const answer = (agree) => ["decide", { token, version: asked.version, agree }];
  at("answers").replaceChildren(
    ...(asked.revocable
      ? [button(t("Withdraw my consent"), "danger", ["revoke", { token }])]
      : [button(t("I do not agree"), "", answer(false)), button(t("I agree"), "main", answer(true))]),
  );
}

function button(words, style, request) {
  const made = h("button", { type: "button", class: style }, words);
  made.addEventListener("click", () => send(made, ...request));
  return made;
}

async function send(pressed, verb, body) {
  pressed.setAttribute("aria-busy", "true");
  at("problem").textContent = "";
  try {
    const { state } = await call("POST", `/guardian-consents/${verb}`, { body, key: `${key}-${body.agree ?? verb}` });
    history.replaceState(null, "", location.pathname + location.search);
    at("asked").hidden = true;
    at("said").textContent = SAID[state]();
    at("said").hidden = false;
    at("said").focus();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    at("problem").textContent = refusal.message;
  } finally {
    pressed.removeAttribute("aria-busy");
  }
}

const SAID = {
  granted: () => t("Thank you, your consent is kept. A mail is on its way to you with a link by which you can withdraw it."),
  refused: () => t("Your answer is kept. Without your consent the player does not take part."),
  revoked: () => t("Your consent is withdrawn, and the organisers are told."),
};

// What is wrong with the link is told beside it.
function refused() {
  field.closest(".field").hidden = false;
  return false;
}

wire(form, show, refused);
if (location.hash.length > 1) {
  field.value = location.hash.slice(1);
  field.closest(".field").hidden = true;
  form.requestSubmit();
}
