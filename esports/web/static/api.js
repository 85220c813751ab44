// The public API, as every program uses it: JSON, problem documents, a CSRF token on every write.

import { lang, t } from "./words.js";

const ROOT = "/api/v1";
// Whoever calls these proves it by a password or a link; there need be no session whose token could be sent.
const OPEN = new Set(["/session", "/people", "/email/verify", "/password/forgot", "/password/reset", "/guardian-consents/look", "/guardian-consents/decide", "/guardian-consents/revoke", "/invites/look", "/station", "/station/reports", "/station/pictures", "/station/ready", "/station/pause", "/station/resume", "/oidc/sign-in", "/oidc/callback", "/oidc/second-factor"].map((path) => `POST ${path}`));
let token = null;

/** A refusal, with the problem document that came with it. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? t("Something went wrong."));
    this.status = status;
    this.problem = problem;
  }
}

/**
 * Call the API and give back what it replies.
 * `body`: a value for JSON, or text or a file with its own `type`; `key`: an idempotency key for writes.
 * `told`: further headers. Throws Refusal, also where nothing answers.
 */
export async function call(method, path, { body, type = "application/json", key, revision, told = {} } = {}) {
  const headers = { ...told, accept: "application/json", "accept-language": lang };
  if (method !== "GET" && !OPEN.has(`${method} ${path}`)) headers["x-csrf-token"] = await csrf();
  if (body !== undefined) headers["content-type"] = type;
  if (key) headers["idempotency-key"] = key;
  if (revision !== undefined) headers["if-match"] = `"${revision}"`;
  const text = body === undefined || typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body);
  let reply;
  try {
    reply = await fetch(ROOT + path, { method, headers, body: text, credentials: "same-origin" });
  } catch {
    throw new Refusal(0, { detail: t("The server cannot be reached; nothing is known to have changed.") });
  }
  const value = await reply.json().catch(() => null);
  if (!reply.ok) throw new Refusal(reply.status, value ?? {});
  return value;
}

async function csrf() {
  if (token === null) {
    const reply = await fetch(`${ROOT}/me`, { headers: { accept: "application/json" } });
    token = reply.ok ? (await reply.json()).csrf_token ?? "" : "";
  }
  return token;
}

/** A fresh idempotency key: 128 random bits, also where the page came without TLS. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Say something in passing; `undo` puts a button beside it, and leaves more time to press it. */
export function toast(text, kind = "done", undo = null) {
  const place = document.getElementById("toast");
  place.dataset.kind = kind;
  place.textContent = text;
  if (undo) place.append(undoButton(place, undo));
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (place.textContent = ""), undo ? 15000 : kind === "error" ? 8000 : 4000);
}

function undoButton(place, undo) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = t("Take back");
  button.addEventListener("click", () => {
    place.textContent = "";
    undo();
  });
  return button;
}
