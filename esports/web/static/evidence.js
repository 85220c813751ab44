// What shows how a match ended: pictures and links of its reports, and adding to them.

import { ask } from "./ask.js";
import { h } from "./dom.js";
import { moment, t } from "./words.js";

const LARGEST = 2560;
const LIGHT = 1_500_000;
const KINDS = ["image/png", "image/jpeg", "image/webp"];

/** The card with the evidence of the room's reports; for those who may, with the buttons that add to it. */
export function evidenceCard(room, names, send) {
  const own = room.slot !== null && room.slot !== undefined;
  const report = room.reports.findLast((one) => own && one.slot === room.slot) ?? room.reports.at(-1);
  const adds = (own || room.rules) && report;
  if (!adds && !room.evidence.length) return null;
  return h(
    "section",
    { class: "card evidence", key: "evidence" },
    h("h2", {}, t("Evidence")),
    room.evidence.length > 0 && h("ul", {}, room.evidence.map((one) => piece(one, names))),
    h("p", { class: "quiet small" }, t("Only the two sides and the referees see it. It cannot be changed, and is erased some weeks after the event.")),
    adds && h("div", { class: "row", key: "add" }, pictureButton((body) => send("POST", `/reports/${report.id}/pictures`, body, body.type)), linkButton(report.id, send)),
  );
}

function piece(one, names) {
  const who = one.source === "side" ? names[one.slot] : one.source === "station" ? t("From the station") : t("By a referee");
  const path = `/api/v1/evidence/${one.id}/picture`;
  return h(
    "li",
    { key: one.id },
    one.link
      ? h("a", { href: one.link, rel: "noopener noreferrer nofollow", target: "_blank" }, one.link)
      : h("a", { href: path, target: "_blank" }, h("img", { src: path, width: one.width, height: one.height, loading: "lazy", alt: t("Picture added by {name}", { name: who }) })),
    h("span", { class: "quiet small" }, [who, moment(one.made_at)].join(" · ")),
  );
}

/** A button that takes a picture by the phone's camera or from a file; `add` gets it, not too large to send. */
export function pictureButton(add) {
  const input = h("input", { type: "file", accept: KINDS.join(","), class: "picture-input", "aria-label": t("Add a picture") });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (file) await add(await small(file));
  });
  return h("label", { class: "button small-button picture-button" }, t("Add a picture"), input);
}

// A photograph of a phone is too large to send; what is no picture goes as it is, for the server to refuse.
async function small(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size <= LIGHT && KINDS.includes(file.type)) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/webp", 0.85));
}

function linkButton(report, send) {
  const button = h("button", { type: "button", class: "small-button" }, t("Add a link"));
  button.addEventListener("click", async () => {
    const link = h("input", { id: "evidence-link", type: "url", inputmode: "url", maxlength: "2000" });
    const body = h("div", { class: "field" }, h("label", { for: "evidence-link" }, t("Link to a screenshot or recording")), link);
    if (!(await ask({ title: t("Add a link"), body, action: t("Add it") })) || !link.value.trim()) return;
    await send("POST", `/reports/${report}/evidence`, { link: link.value.trim() });
  });
  return button;
}
