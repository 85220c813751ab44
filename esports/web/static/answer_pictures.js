// Files as answers: each is sent as it is chosen, and the form names it by its id.

import { call, Refusal } from "./api.js";
import { pictureButton } from "./pictures.js";

/** Put a button in place of each file that the form asks for. */
export function answerPictures(form) {
  for (const place of form.querySelectorAll("[data-picture]")) {
    const name = place.dataset.picture;
    const error = document.getElementById(`${name}-error`);
    const link = form.querySelector(`[data-shown="${CSS.escape(name)}"]`);
    place.replaceWith(
      pictureButton(async (body) => {
        error.textContent = "";
        try {
          const { id } = await call("POST", `/tournaments/${place.dataset.tournament}/entry-files`, { body, type: body.type });
          form.elements.namedItem(name).value = id;
          link.href = `/api/v1/entry-files/${id}`;
          link.hidden = false;
        } catch (refusal) {
          if (!(refusal instanceof Refusal)) throw refusal;
          error.textContent = refusal.message;
        }
      }, { pdf: true }),
    );
  }
}
