// The tokens of one's programs: seen, made, deleted. A new one is shown this once.

import { call, Refusal, toast } from "./api.js";
import { ask } from "./ask.js";
import { h, morphChildren } from "./dom.js";
import { wire } from "./forms.js";
import "./site.js";
import { label, moment, page, t } from "./words.js";

const at = (id) => document.getElementById(id);
const form = document.querySelector("form[data-path]");
let tokens = page.tokens;

function draw() {
  morphChildren(at("tokens"), [h("ul", { class: "notices" }, tokens.map(line))]);
}

function line(token) {
  const used = token.last_used_at ? t("Last used {moment}", { moment: moment(token.last_used_at) }) : t("Never used");
  return h(
    "li",
    { class: "card row spread", key: token.id },
    h("span", {}, token.name, h("br"), h("span", { class: "quiet small" }, [token.scopes.map((one) => label("scope", one)).join(" · "), h("br"), used])),
    h("button", { type: "button", class: "small-button", "data-delete": token.id }, t("Delete")),
  );
}

async function remove(token) {
  if (!(await ask({ title: t("Delete {name}?", { name: token.name }), body: t("The program that has it is signed out at once."), action: t("Delete"), danger: true }))) return;
  try {
    await call("DELETE", `/tokens/${token.id}`);
    tokens = tokens.filter((one) => one !== token);
    draw();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

function made(token) {
  tokens = [{ ...token, last_used_at: null }, ...tokens];
  draw();
  form.elements.namedItem("name").value = "";
  at("secret").textContent = token.token;
  at("made").hidden = false;
  at("made").focus();
}

at("tokens").addEventListener("click", (event) => {
  const id = event.target.closest("[data-delete]")?.dataset.delete;
  if (id) remove(tokens.find((token) => token.id === id));
});
form.addEventListener("submit", () => {
  const chosen = [...form.querySelectorAll("[data-scope]")].filter((box) => box.checked).map((box) => box.dataset.scope);
  form.elements.namedItem("scopes").value = JSON.stringify(chosen);
});
wire(form, made);
draw();
document.documentElement.dataset.ready = "true";
