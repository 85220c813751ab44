// What shows how a match ended: pictures and links of its reports, and adding to them.

import { ask } from "./ask.js";
import { h } from "./dom.js";
import { pictureButton } from "./pictures.js";
import { moment, t } from "./words.js";

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
