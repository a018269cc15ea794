// The glossary: every word of the page in plain language, and how to read the curves.

import { el, fill } from "./dom.js";
import { startTour } from "./tour.js";
import { t } from "./words.js";

const ENTRIES = ["belonging", "trust", "marginalisation", "employment", "regime", "maintenance", "mixing", "targeted", "mainstreamed", "combined", "bridging_tie", "luck", "replicate", "band", "baseline", "verdict", "world", "attribution", "assumption", "cohort"];

export function render(root) {
  fill(root,
    el("section", { class: "sheet" }, el("h2", {}, t("app.tour_title")), el("p", { class: "hint" }, t("app.tour_hint")), el("button", { type: "button", class: "main", id: "start-tour", onclick: startTour }, t("app.tour_start"))),
    el("section", { class: "sheet" }, el("h2", {}, t("app.limits_title")), el("p", {}, t("app.limits_text"))),
    el("section", { class: "sheet" }, el("h2", {}, t("app.glossary_title")), el("dl", {}, ENTRIES.flatMap((name) => [el("dt", {}, t(`glossary.${name}`)), el("dd", {}, t(`glossary.${name}_means`))]))));
}
