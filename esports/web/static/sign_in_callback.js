// Back from an OpenID provider: what it gave is handed in, and who has a second factor is asked for its code.

import { call, Refusal } from "./api.js";
import { wire } from "./forms.js";
import { onward } from "./provider.js";
import "./site.js";
import { t } from "./words.js";

const at = (id) => document.getElementById(id);
const given = new URLSearchParams(location.search);
history.replaceState(null, "", location.pathname); // a code is of no use any more, and belongs in no history

function fail(words) {
  at("waiting").hidden = true;
  at("failed").hidden = false;
  at("failed").querySelector(".form-error").textContent = words;
  at("failed").focus();
}

function finished({ outcome, proof }) {
  if (outcome !== "second_factor") return location.replace(onward());
  at("waiting").hidden = true;
  at("second").hidden = false;
  at("second").elements.namedItem("proof").value = proof;
  at("code").focus();
}

async function begin() {
  if (!given.get("code") || !given.get("state")) return fail(t("The other service did not sign you in."));
  try {
    finished(await call("POST", "/oidc/callback", { body: { state: given.get("state"), code: given.get("code") } }));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    fail(refusal.message);
  }
}

wire(at("second"), finished);
begin();
