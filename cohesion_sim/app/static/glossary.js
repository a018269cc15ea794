// The glossary: every word of the page in plain language, and how to read the curves.

import { el, fill } from "./dom.js";
import { t } from "./words.js";

const ENTRIES = ["belonging", "trust", "marginalisation", "employment", "regime", "maintenance", "mixing", "targeted", "mainstreamed", "combined", "bridging_tie", "luck", "replicate", "band", "baseline", "verdict", "world", "attribution", "assumption", "cohort"];

export function render(root) {
  fill(root,
    el("section", { class: "sheet" }, el("h2", {}, t("app.tour_title")), el("ol", {}, [1, 2, 3, 4, 5].map((step) => el("li", {}, t(`app.tour_${step}`))))),
    el("section", { class: "sheet" }, el("h2", {}, t("app.limits_title")), el("p", {}, t("app.limits_text"))),
    el("section", { class: "sheet" }, el("h2", {}, t("app.page_glossary")), el("dl", {}, ENTRIES.flatMap((name) => [el("dt", {}, t(`glossary.${name}`)), el("dd", {}, t(`glossary.${name}_means`))]))));
}
