// The guided tour points at one thing after the other on the real pages; it stays beside them and ends with Escape.

import { el, fill } from "./dom.js";
import { number, onLanguage, t } from "./words.js";

// Where each step is told and what it points at.
const STEPS = [["steer", ".chooser"], ["steer", ".levers"], ["steer", ".curves"], ["steer", ".timeline"], ["understand", "#head-why"], ["room", "#open-room"], ["share", "#open-report"]];
let at = -1, box = null, from = null;

export function startTour() {
  from = document.activeElement;
  at = 0;
  step();
}

function step() {
  const [page, target] = STEPS[at];
  if (location.hash.slice(1) !== page) location.hash = page;
  box ??= document.body.appendChild(el("div", { class: "tour", role: "dialog", "aria-labelledby": "tour-title", onkeydown: (event) => { if (event.key === "Escape") end(); } }));
  const last = at === STEPS.length - 1;
  fill(box, el("h2", { id: "tour-title" }, t("app.tour_at", { n: number(at + 1), all: number(STEPS.length) })), el("p", {}, t(`app.tour_${at + 1}`)),
    el("div", { class: "row" },
      el("button", { type: "button", id: "tour-back", disabled: at === 0, onclick: () => { at -= 1; step(); } }, t("app.tour_back")),
      el("button", { type: "button", class: "main", id: "tour-next", onclick: () => { if (last) end(); else { at += 1; step(); } } }, t(last ? "app.tour_end" : "app.tour_next")),
      last ? null : el("button", { type: "button", id: "tour-stop", onclick: end }, t("app.tour_end"))));
  setTimeout(() => point(target), 60);
  document.getElementById("tour-next").focus();
}

function point(target) {
  for (const each of document.querySelectorAll(".pointed")) each.classList.remove("pointed");
  const found = document.querySelector(target);
  found?.classList.add("pointed");
  found?.scrollIntoView({ block: "center" });
}

function end() {
  point("#no-step");
  box.remove();
  [box, at] = [null, -1];
  if (from?.isConnected) from.focus();
}

onLanguage(() => { if (box) step(); });
