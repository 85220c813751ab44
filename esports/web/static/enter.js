// The form to enter a tournament: the players one by one, where the rules ask more of them than a name.

import "./form_page.js";
import { wireRows } from "./rows.js";

for (const form of document.querySelectorAll("form[data-path]")) wireRows(form);
