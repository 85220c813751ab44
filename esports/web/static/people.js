// An entry's guardians; and for staff, who state a reason, its people. They stand there until the page is left.

import { h } from "./dom.js";
import { wire } from "./forms.js";
import "./form_page.js";
import { t } from "./words.js";

const form = document.getElementById("people-form");
const list = document.getElementById("people-list");

if (form) wire(form, show);

function show({ roster }) {
  form.hidden = true;
  list.replaceChildren(...roster.map(line));
  list.hidden = false;
  list.focus();
}

function line({ name, in_game_id, birth_date }) {
  const more = [in_game_id, birth_date ?? t("Birth date missing")].filter(Boolean).join(" · ");
  return h("li", {}, h("div", { class: "grow" }, h("strong", {}, name), h("span", { class: "quiet" }, more)));
}
