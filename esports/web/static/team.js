// A team's page and the list of one's teams: what members and captains do there.

import { call, newKey, Refusal, toast } from "./api.js";
import { ask } from "./ask.js";
import { wire } from "./forms.js";
import { refresh } from "./refresh.js";
import "./site.js";
import { t } from "./words.js";

const SIDE = 320;
const PARTS = ["live", "open", "logo", "past"];
const place = (id) => document.getElementById(id);

/** Do something; what the page shows is then made anew. */
async function attempt(act, then = null) {
  try {
    await act();
    if (then) location.assign(then);
    else await renew();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

// Who is no captain any more gets another page, not the rest of this one.
async function renew() {
  if (document.querySelector("form#edit")) {
    const team = await call("GET", place("edit").dataset.path);
    if (team.role !== "captain") return location.reload();
  }
  await Promise.all(PARTS.filter(place).map(refresh));
}

document.addEventListener("click", async ({ target }) => {
  const copied = target.closest("[data-copy]");
  if (copied) return copy(place(copied.dataset.copy));
  const button = target.closest("[data-do]");
  if (!button) return;
  const { do: method, path, person, ask: title, why, then } = button.dataset;
  const sure = !title || (await ask({ title, body: why, action: button.textContent, danger: true }));
  if (sure) await attempt(() => call(method, path, { body: person && { person }, key: newKey() }), then);
});

const found = place("found");
if (found) wire(found, (team) => location.assign(found.dataset.then.replace("{id}", team.id)));

function invite() {
  const link = place("link");
  wire(place("invite"), async ({ token }) => {
    link.value = `${location.origin}/join#${token}`;
    place("made").hidden = false;
    place("share").hidden = !navigator.share;
    await refresh("open");
  });
  wire(place("address"), async (made) => {
    place("address").reset();
    toast(made.mailed ? t("The invitation is on its way to {email}.", made) : t("The invitation waits for whoever signs in with this address. Confirm your own address, and it goes by mail as well."));
    await refresh("open");
  });
  wire(place("player"), async (made) => {
    place("player").reset();
    toast(t("If there is such a player, they find the invitation under “Your teams”.", made));
    await refresh("open");
  });
  place("share").addEventListener("click", () => navigator.share({ url: link.value }).catch(() => null));
}

// The clipboard is there behind TLS alone; elsewhere what is selected can be copied.
async function copy(field) {
  field.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value).catch(() => document.execCommand("copy"));
  else document.execCommand("copy");
  toast(t("Copied."));
}

/** The picture at the size of a logo: a photograph of a phone is too large to send. */
async function small(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/webp", 0.9));
}

function edit() {
  wire(place("edit"), async () => {
    toast(t("Saved."));
    await refresh("live");
  });
  place("logo").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (file) await attempt(async () => call("PUT", place("logo").dataset.path, { body: await small(file), type: "image/webp" }));
    target.value = "";
  });
}

if (place("invite")) {
  invite();
  edit();
}
document.documentElement.dataset.ready = "true";
