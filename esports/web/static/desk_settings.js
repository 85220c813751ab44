// What the tournament was set up with, and how results come in, on the desk: each saved in one form.

import { toast } from "./api.js";
import { moments, wire } from "./forms.js";
import { t } from "./words.js";

const settings = document.querySelector("#settings form");
if (settings) {
  moments(settings);
  wire(settings, () => toast(t("The settings are saved.")));
}
const reporting = document.querySelector("#reporting form");
if (reporting) wire(reporting, () => toast(t("The rules are saved.")));
