// A stage on the tournament's page: what it is, what is on, its drawing, its table.

import { crosstables } from "./crosstable.js";
import { h } from "./dom.js";
import { judged, marking } from "./judged.js";
import { lobbies } from "./lobby.js";
import { card, sign } from "./match.js";
import { entriesOf, OVER, playable } from "./model.js";
import { standings } from "./standings.js";
import { share, swiss } from "./swiss.js";
import { columns, groups, ladder, tree, twoTrees } from "./tree.js";
import { label, page, t } from "./words.js";

const DRAWINGS = {
  single_elimination: tree,
  double_elimination: twoTrees,
  gauntlet: ladder,
  gsl_groups: groups,
  round_robin: crosstables,
  free_for_all: lobbies,
  swiss,
};
const TITLES = { swiss: () => t("Groups"), gsl_groups: () => t("Groups"), round_robin: () => t("Cross table"), free_for_all: () => t("Lobbies") };
const DRAWN_WHOLE = new Set(["swiss", "free_for_all"]);
const MANY = 8;

/** The whole panel. `changed` holds the matches to highlight, `open` the entries with a trail shown. */
export function panel(stage, { changed, open }) {
  if (isJudged(stage)) return [heading(stage), judged(stage, open, roster(stage.entries))].flat();
  return [heading(stage), stage.matches.length ? playing(stage, changed, open) : pending(stage)].flat();
}

function isJudged({ stage: { format, state } }) {
  return format === "judged" && state !== "pending";
}

function heading(stage) {
  const { name, format, qualifies } = stage.stage;
  const played = stage.matches.filter((match) => match.phase !== "bye" && match.phase !== "skipped");
  const done = played.filter((match) => OVER.has(match.phase)).length;
  const marked = isJudged(stage) ? marking(stage) : null;
  const part = marked ? marked.part : format === "swiss" ? share(stage) : played.length && done / played.length;
  const facts = [
    label("format", format),
    played.length && t("{done} of {all} matches played", { done, all: played.length }),
    marked?.words,
    qualifies && t("{count} advance", { count: qualifies }),
  ].filter(Boolean);
  return [
    h("div", { class: "stage-head", key: "head" }, h("h2", {}, name), h("p", {}, facts.join(" · "))),
    h("div", { class: "progress", key: "progress", "aria-hidden": "true" }, h("i", { "--done": String(part) })),
  ];
}

function playing(stage, changed, open) {
  const draw = DRAWINGS[stage.stage.format] ?? columns;
  const title = TITLES[stage.stage.format]?.() ?? t("Bracket");
  return [
    onNow(stage, changed),
    h("h3", { class: "unseen", key: "title" }, title),
    h("div", { class: "scroller", key: `drawing ${stage.stage.id}`, tabindex: "0", role: "group", "aria-label": title }, draw(stage, changed)),
    h(
      "div",
      { class: "below", key: "below" },
      h("section", {}, h("h3", {}, t("Standings")), standings(stage, open)),
      h("section", {}, h("h3", {}, t("Entries")), roster(stage.entries)),
    ),
  ];
}

// A list of what is on helps only where it is shorter than the drawing.
function onNow(stage, changed) {
  const matches = playable(stage.matches).slice(0, MANY);
  if (!matches.length || DRAWN_WHOLE.has(stage.stage.format)) return null;
  const entries = entriesOf(stage);
  return h(
    "section",
    { class: "scroller upnext", key: `now ${stage.stage.id}`, "aria-label": t("On now and next") },
    h("h3", {}, t("On now and next")),
    h("div", { class: "onnow" }, matches.map((match) => card(match, stage, entries, changed))),
  );
}

function pending(stage) {
  const size = stage.stage.size;
  return [
    h("p", { class: "empty", key: "empty" }, size ? t("This stage of {size} has not been drawn yet.", { size }) : t("This stage has not been drawn yet.")),
    stage.entries.length && h("div", { class: "below", key: "below" }, h("section", {}, h("h3", {}, t("Entries")), roster(stage.entries))),
  ].filter(Boolean);
}

/** Entries by seed, each with where it comes from. */
export function roster(entries) {
  const sorted = [...entries].sort((a, b) => (a.seed ?? 9999) - (b.seed ?? 9999) || a.name.localeCompare(b.name));
  return h(
    "ol",
    { class: "entries" },
    sorted.map((entry) =>
      h(
        "li",
        { key: entry.id },
        h("span", { class: "seed" }, String(entry.seed ?? "")),
        emblem(entry),
        h("span", {}, h("span", { class: GONE.has(entry.state) ? "gone" : null }, entry.name), note(entry) && h("small", {}, note(entry))),
      ),
    ),
  );
}

// Logos are those of the moment when the page was made; who enters later has letters until then.
function emblem(entry) {
  const logo = page.logos?.[entry.id];
  return logo ? h("img", { class: "logo", src: `/api/v1/logos/${logo}`, alt: "", width: "34", height: "34" }) : sign(entry.name);
}

const GONE = new Set(["withdrawn", "disqualified", "refused"]);

const NOTABLE = new Set([...GONE, "pending", "waitlisted", "offered", "no_show"]);

// Where an entry comes from, and its state where that is not the ordinary one.
export function note({ delegation, club, region, state, answers }) {
  const said = Object.entries(answers ?? {}).map(([key, value]) => `${page.asked?.[key] ?? key}: ${value}`);
  return [delegation, club, region, NOTABLE.has(state) && label("entry", state), ...said].filter(Boolean).join(" · ");
}
