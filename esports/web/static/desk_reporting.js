// How results come in, on the desk: saved in one form.

import { toast } from "./api.js";
import { wire } from "./forms.js";
import { t } from "./words.js";

const form = document.querySelector("#reporting form");
if (form) wire(form, () => toast(t("The rules are saved.")));
