// Rows of a form that a person adds and removes: `roster.0.name`, `roster.1.name`, and so on.
//
// <div data-rows="roster" data-most="6"> holds the rows and a <template> of one, whose names have # for its number.

const NUMBERED = ["name", "id", "for", "aria-describedby"];

/** Make the rows of the form work. */
export function wireRows(form) {
  for (const box of form.querySelectorAll("[data-rows]")) {
    const add = form.querySelector(`[data-add="${box.dataset.rows}"]`);
    const bound = () => add && (add.hidden = rowsOf(box).length >= Number(box.dataset.most));
    const append = (template) => {
      const row = template.content.firstElementChild.cloneNode(true);
      box.append(row);
      number(box);
      bound();
      row.querySelector("input:not([type=hidden])")?.focus();
    };
    add?.addEventListener("click", () => append(box.querySelector("template")));
    // A row that is filled in already stands before its button, and goes in once.
    for (const one of form.querySelectorAll(`[data-add-one="${box.dataset.rows}"]`)) {
      one.addEventListener("click", () => {
        append(one.previousElementSibling);
        one.remove();
      });
    }
    box.addEventListener("click", (event) => {
      const row = event.target.closest("[data-drop-row]")?.closest("[data-row]");
      if (!row) return;
      row.remove();
      number(box);
      bound();
      form.dispatchEvent(new Event("input"));
    });
    bound();
  }
  // What nobody filled in is no row: the numbers are the places in the list that is sent.
  form.addEventListener("submit", () => form.querySelectorAll("[data-rows]").forEach(dropBlank), { capture: true });
}

function rowsOf(box) {
  return [...box.querySelectorAll(":scope > [data-row]")];
}

function dropBlank(box) {
  const blank = rowsOf(box).filter((row) => [...row.querySelectorAll("input:not([type=checkbox], [type=hidden])")].every((input) => !input.value.trim()));
  const kept = rowsOf(box).length - blank.length;
  for (const row of kept ? blank : blank.slice(1)) row.remove();
  number(box);
}

function number(box) {
  rowsOf(box).forEach((row, at) => {
    for (const node of row.querySelectorAll("*")) {
      for (const attribute of NUMBERED) {
        const value = node.getAttribute(attribute);
        if (value) node.setAttribute(attribute, value.replace(/\.(?:#|\d+)(?=\.|-|$)/g, `.${at}`));
      }
    }
  });
}
