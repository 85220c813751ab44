// Taking a picture, by the camera of a phone or from a file.

import { h } from "./dom.js";
import { t } from "./words.js";

const LARGEST = 2560;
const LIGHT = 1_500_000;
const KINDS = ["image/png", "image/jpeg", "image/webp"];

/**
 * A button that takes a picture by the phone's camera or from a file; `add` gets it, not too large to send.
 * With `pdf` it takes such a document too, as it is.
 */
export function pictureButton(add, { pdf = false } = {}) {
  const words = pdf ? t("Add a picture or a PDF") : t("Add a picture");
  const accept = [...KINDS, ...(pdf ? ["application/pdf"] : [])].join(",");
  const input = h("input", { type: "file", accept, class: "picture-input", "aria-label": words });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (file) await add(await small(file));
  });
  return h("label", { class: "button small-button picture-button" }, words, input);
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
