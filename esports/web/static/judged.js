// A judged stage on the tournament's page: how far it is, and, once published, what everybody handed in.

import { h } from "./dom.js";
import { entriesOf } from "./model.js";
import { standings } from "./standings.js";
import { label, moment, t } from "./words.js";

const NONE = { submissions: 0, marked: 0 };

/** How far a judged stage is: the part of the bar, and the words for it. */
export function marking(stage) {
  const { submissions, marked, published } = stage.judging ?? NONE;
  if (published) return { part: 1, words: t("{count} works", { count: submissions }) };
  return { part: submissions ? marked / submissions : 0, words: t("{done} of {all} works marked", { done: marked, all: submissions }) };
}

/** What stands below the heading; `roster` is the list of those who take part. */
export function judged(stage, open, roster) {
  const published = stage.judging?.published;
  return [
    stage.stage.state === "running" && doors(stage),
    published ? h("section", { class: "section", key: "table" }, h("h3", {}, t("Standings")), standings(stage, open)) : null,
    published ? works(stage, published) : null,
    h("section", { class: "section", key: "criteria" }, h("h3", {}, t("How it is marked")), criteria(stage.stage.options)),
    h("section", { class: "section", key: "entries" }, h("h3", {}, t("Entries")), roster),
  ].filter(Boolean);
}

function doors(stage) {
  const { deadline } = stage.stage.options;
  return h(
    "p",
    { class: "row", key: "doors" },
    h("a", { class: "button main", href: `${location.pathname.replace(/\/$/, "")}/judging` }, t("Hand in or mark")),
    deadline && h("span", { class: "quiet" }, t("Works can be handed in until {time}.", { time: moment(deadline) })),
  );
}

function criteria({ criteria: all, scale = 10, aggregate = "mean", blind }) {
  const facts = [t("Each from 0 to {scale}", { scale }), label("aggregate", aggregate), blind && t("Judges do not know whose a work is")];
  return h(
    "div",
    { class: "stack" },
    h("ul", { class: "criteria" }, all.map(({ name, weight }) => h("li", { key: name }, h("strong", {}, name), h("span", { class: "quiet" }, t("counts {weight}", { weight }))))),
    h("p", { class: "quiet small" }, facts.filter(Boolean).join(" · ")),
  );
}

function works(stage, published) {
  const entries = entriesOf(stage);
  const sorted = [...published].sort((a, b) => a.number - b.number);
  return h(
    "section",
    { class: "section", key: "works" },
    h("h3", {}, t("What was handed in")),
    h(
      "ul",
      { class: "works" },
      sorted.map(({ id, number, title, link }) =>
        h(
          "li",
          { key: id },
          h("span", { class: "quiet" }, t("No. {number}", { number })),
          h("a", { href: link, target: "_blank", rel: "noopener noreferrer nofollow" }, title),
          h("span", { class: "quiet" }, entries.get(id)?.name ?? ""),
        ),
      ),
    ),
  );
}
