// Editing one's own entry: rows of players come and go, and the form leads back to the entry.

import { answerPictures } from "./answer_pictures.js";
import "./form_page.js";
import { wireRows } from "./rows.js";

const form = document.querySelector("form[data-path]");
if (form) {
  wireRows(form);
  answerPictures(form);
}
document.documentElement.dataset.ready = "true";
