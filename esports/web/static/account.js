// One's own settings, and the browsers in which one is signed in.

import { call, Refusal, toast } from "./api.js";
import { device } from "./devices.js";
import { h, morphChildren } from "./dom.js";
import "./form_page.js";
import { moment, page, t } from "./words.js";

const place = document.getElementById("sessions");
const others = document.getElementById("end-others");
let sessions = page.sessions;

function draw() {
  others.hidden = !sessions.some((session) => !session.current);
  morphChildren(place, [h("ul", { class: "notices" }, sessions.map(line))]);
}

function line(session) {
  const since = t("since {moment}", { moment: moment(session.created_at) });
  const name = session.device ? device(session.device) : t("A browser");
  return h(
    "li",
    { class: "card row spread", key: session.id },
    h("span", { title: session.device }, name, h("br"), h("span", { class: "quiet small" }, session.current ? t("This browser") : since)),
    !session.current && h("button", { type: "button", class: "small-button", "data-end": session.id }, t("Sign out")),
  );
}

async function end(path, stay) {
  try {
    await call("DELETE", path);
    sessions = sessions.filter(stay);
    draw();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "error");
  }
}

place.addEventListener("click", (event) => {
  const id = event.target.closest("[data-end]")?.dataset.end;
  if (id) end(`/sessions/${id}`, (session) => session.id !== id);
});
others.addEventListener("click", () => end("/sessions", (session) => session.current));

draw();
document.documentElement.dataset.ready = "true";
