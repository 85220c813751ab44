// Forms that speak to the public API: a field's name is its place in the body, errors go beside it.

import { call, newKey, Refusal } from "./api.js";
import { t } from "./words.js";

const READ = {
  text: (value) => value,
  number: (value) => (/^-?\d+$/.test(value) ? Number(value) : value),
  roster: (value) => value.split("\n").map((name) => name.trim()).filter(Boolean).map((name) => ({ name })),
  criteria: (value) => value.split("\n").map((line) => line.trim()).filter(Boolean).map(criterion),
  json: (value) => JSON.parse(value),
  moment: (value) => new Date(value).toISOString(),
  points: (value) => value.split(/[\s,，、;；]+/).filter(Boolean).map((one) => (/^\d{1,9}$/.test(one) ? Number(one) : one)),
  names: (value) => value.split(/[\n,，、]/).map((name) => name.trim()).filter(Boolean),
  decimal: (value) => (Number.isFinite(Number(value)) ? Number(value) : value),
  lines: (value) => value.split("\n").map((line) => line.trim()).filter(Boolean),
  list: (value) => value.split(/[,，、]/).map((part) => part.trim()).filter(Boolean),
};

/** "Idea 3" is a criterion and its weight; a name alone counts once. */
function criterion(line) {
  const [, name, weight] = /^(.*?)(?:\s+(\d+))?$/.exec(line);
  return { name: name || line, weight: name && weight ? Number(weight) : 1 };
}

/**
 * The form's values as the body of a request; what is empty or disabled is left out. A fieldset that is a whole,
 * such as a window of two moments, is null where all of it is empty.
 */
export function values(form) {
  const body = {};
  const none = [...form.querySelectorAll("fieldset[data-whole]:enabled")].filter((whole) => [...whole.elements].every((control) => !control.value));
  for (const whole of none) put(body, whole.dataset.whole, null);
  for (const control of form.elements) {
    if (!control.name || !control.dataset.kind || control.matches(":disabled") || none.includes(control.closest("[data-whole]"))) continue;
    if (control.dataset.kind === "flag") put(body, control.name, control.checked);
    else if (control.dataset.kind === "word") control.checked && put(body, control.name, true);
    else if (control.dataset.kind === "accepted") control.checked && put(body, control.name, Number(control.value));
    else if (control.dataset.kind === "count") put(body, control.name, control.value.trim() ? READ.number(control.value.trim()) : null);
    else if (control.dataset.kind === "optional") put(body, control.name, control.value.trim() || null);
    else if (control.value.trim() !== "") put(body, control.name, READ[control.dataset.kind](control.value));
  }
  return body;
}

function put(body, name, value) {
  const steps = name.split(".");
  const last = steps.pop();
  let place = body;
  steps.forEach((step, at) => (place = place[step] ??= /^\d+$/.test(steps[at + 1] ?? last) ? [] : {}));
  place[last] = value;
}

/** The moment by this browser's clock, as a field of date and time takes it. */
export function local(text) {
  if (!text) return "";
  const at = new Date(text);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Show the form's moments by this browser's clock. */
export function moments(form) {
  for (const input of form.querySelectorAll("[data-moment]")) input.value = local(input.dataset.moment);
}

/** What of `after` is not as it was before. */
function changes(before, after) {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
}

/** Forget the errors of the try before. */
export function clear(form) {
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const place of form.querySelectorAll(".error, .form-error")) place.textContent = "";
}

/** Put a refusal where it belongs: beside its fields, and what has no field above the form. */
export function tell(form, refusal) {
  if (!(refusal instanceof Refusal)) throw refusal;
  const rest = (refusal.problem.errors ?? []).filter((error) => !beside(form, error.pointer, error.detail));
  const told = refusal.problem.errors?.length && !rest.length;
  form.querySelector(".form-error").textContent = told ? "" : [refusal.message, ...rest.map((error) => error.detail)]
    .filter((text, index, all) => all.indexOf(text) === index)
    .join(" ");
  form.querySelector("[aria-invalid]")?.focus();
}

function beside(form, pointer, text) {
  const name = (pointer ?? "").replace(/^\//, "").replaceAll("/", ".");
  const control = name && form.elements.namedItem(name);
  const place = control && document.getElementById(`${name}-error`);
  if (!place) return false;
  control.setAttribute("aria-invalid", "true");
  place.textContent = [place.textContent, text].filter(Boolean).join(" ");
  return true;
}

function fault({ validity, min, max, minLength, validationMessage }) {
  if (validity.customError) return validationMessage;
  if (validity.valueMissing) return t("Please fill this in.");
  if (validity.tooShort) return t("At least {count} characters, please.", { count: minLength });
  if (validity.rangeUnderflow || validity.rangeOverflow) return t("From {least} to {most}, please.", { least: min, most: max });
  if (validity.typeMismatch) return t("This is not a mail address.");
  return t("This does not fit.");
}

/** Whether the form holds what the browser itself can check; what does not is told in the page's words. */
export function complete(form) {
  const wrong = [...form.elements].filter((control) => control.willValidate && !control.validity.valid);
  for (const control of wrong) {
    beside(form, `/${control.name.replaceAll(".", "/")}`, fault(control));
  }
  wrong[0]?.focus();
  return !wrong.length;
}

/** Forms come with their buttons switched off: a browser must never send one by itself, in an address. */
export function enable(form) {
  for (const button of form.querySelectorAll("button")) button.disabled = false;
}

/**
 * Send the form when it is submitted; `done` gets the reply. A second press sends the same request again.
 * `refused` gets a refusal first, and says whether it has dealt with it. A form of changes sends no more than
 * those, so that it takes back nothing that somebody else has changed meanwhile.
 */
export function wire(form, done, refused = () => false) {
  let key = newKey();
  let before = "changes" in form.dataset ? values(form) : null;
  enable(form);
  form.addEventListener("input", () => (key = newKey()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clear(form);
    if (!complete(form)) return;
    const button = event.submitter ?? form.querySelector("button");
    button.setAttribute("aria-busy", "true");
    try {
      const { method, path, revision } = form.dataset;
      const now = values(form);
      const body = before ? changes(before, now) : now;
      const reply = await call(method, path, { body, key: path === "/session" || path === "/people" ? undefined : key, revision });
      key = newKey();
      before &&= now;
      await done(reply, body);
    } catch (refusal) {
      if (!refused(refusal)) tell(form, refusal);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

/** Fill what can be guessed: a short name from the name, the time zone from the browser. */
export function assist(form) {
  for (const slug of form.querySelectorAll("[data-slug-of]")) {
    const name = form.elements.namedItem(slug.dataset.slugOf);
    let own = slug.value !== "";
    const guess = () => own || (slug.value = shortName(name.value));
    slug.addEventListener("input", () => (own = true));
    name.addEventListener("input", guess);
    guess();
  }
  for (const zone of form.querySelectorAll("[data-zone]")) zone.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function shortName(name) {
  const plain = name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 64);
}
