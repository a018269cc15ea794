// Steer: levers on the left, curves on the right, what happens when below them; every change asks the model again.

import { Stream } from "./asking.js";
import * as curves from "./curves.js";
import { el, fill, notice, select } from "./dom.js";
import { levers } from "./levers.js";
import { NAMES, COLOURS, USUAL_SEED, active, change, library, named, onChange, policy, request, state } from "./state.js";
import { timeline } from "./timeline.js";
import { startTour } from "./tour.js";
import { current, number, t } from "./words.js";

const stream = new Stream();
export let latest = null;
let began = 0;
const seen = new Set();
export const onPicture = (listener) => seen.add(listener);
const parts = {};

export function render(root) {
  spokenAnew();
  parts.chooser = el("div", { class: "chooser" });
  parts.chips = el("div", { class: "chips", role: "group", "aria-label": t("app.scenarios") });
  parts.levers = el("div", { class: "levers" });
  parts.status = el("p", { class: "status", role: "status" });
  parts.curves = el("div", { class: "curves" });
  parts.timeline = el("div", { class: "timeline" });
  fill(root,
    el("div", { class: "panel" }, el("h2", {}, t("app.choose")), parts.chooser, parts.chips, parts.levers),
    el("div", { class: "board" }, el("div", { class: "topline" }, el("h2", {}, t("app.what_happens")), parts.status, el("button", { type: "button", class: "tour-link", id: "tour", onclick: startTour }, t("app.tour_title"))), parts.curves, parts.timeline));
  curves.build(parts.curves);
  update();
  if (latest) draw();
}

export function open() {
  curves.resize();
}

function update() {
  if (!parts.levers) return;
  const focus = document.activeElement?.id;
  fill(parts.chooser, chooser());
  fill(parts.chips, chips());
  levers(parts.levers);
  timeline(parts.timeline);
  if (focus) document.getElementById(focus)?.focus();
}

function chooser() {
  const language = current();
  const closed = Object.keys(library.scenarios).filter((name) => !library.scenarios[name].policies.length);
  const stories = Object.keys(library.scenarios).map((name) => [name, titled(name), closed.includes(name)]);
  const contexts = Object.keys(library.contexts).map((name) => [name, t(`context.${name}`)]);
  const told = library.scenarios[state.story];
  return [
    select(t("app.story"), state.story || "", [["", t("app.own_story")], ...stories], openStory, "story"),
    closed.length ? el("p", { class: "hint" }, t("app.terminal_only"), " ", closed.map((name) => [titled(name), ": ", el("code", {}, command(name)), " "])) : null,
    told ? el("p", { class: "told" }, told.story[language] || told.story.en) : null,
    told?.of > told?.policies.length ? el("p", { class: "hint" }, t("app.part_of_story", { n: number(told.policies.length), all: number(told.of), held: told.held[language] }), " ", el("code", {}, command(state.story))) : null,
    active().setting ? el("p", { class: "hint", id: "setting" }, library.settings[active().setting][language]) : null,
    el("div", { class: "pair" },
      select(t("app.context"), state.place.context, contexts, (value) => change((now) => {
        now.place.context = value;
        for (const each of Object.values(now.policies)) each.setting = "";
        if (value === "teaching_town") now.place.persons = 600;
      }), "context"),
      select(t("app.size"), String(state.place.persons), [600, 2000, 5000].map((each) => [String(each), t("app.persons", { n: number(each) })]),
        (value) => change((now) => { now.place.persons = Number(value); }), "persons")),
    el("div", { class: "field" }, el("label", { htmlFor: "seed" }, t("app.class_seed")),
      el("input", { id: "seed", maxLength: 100, autocomplete: "off", placeholder: t("app.class_seed_example"), "aria-describedby": "seed-hint", value: state.place.seed === USUAL_SEED ? "" : state.place.seed, onchange: (event) => change((now) => { now.place.seed = seedOf(event.target.value.trim()); }) }),
      el("p", { class: "hint", id: "seed-hint" }, t("app.class_seed_hint"))),
  ];
}

// A word stays a word, in files and links too; the workshop makes the same number of it as the terminal does.
const seedOf = (typed) => (typed === "" ? USUAL_SEED : /^\d+$/.test(typed) ? Number(typed) : typed);
const titled = (name) => library.scenarios[name].title[current()] || library.scenarios[name].title.en || name;
const command = (name) => `cohesion-sim compare scenario=${name}`;

// A story and its baseline that differ in a detail are told apart by their titles, not by the regime that they share.
const calledIn = (told, at) => told.called?.[at]?.[current()] ?? "";

function spokenAnew() {
  const told = library.scenarios[state.story];
  told?.called?.forEach((titles, at) => {
    const mine = state.policies[NAMES[at]];
    if (mine && Object.values(titles).includes(mine.label)) mine.label = calledIn(told, at);
  });
}

function openStory(name) {
  const told = library.scenarios[name];
  change((now) => {
    now.story = name || undefined;
    if (!told) return;
    now.place.context = told.context;
    now.place.months = told.months;
    now.policies = Object.fromEntries(told.policies.map((each, at) => [NAMES[at], { ...JSON.parse(JSON.stringify(each)), label: calledIn(told, at) }]));
    now.active = "a";
  });
}

function chips() {
  const made = Object.keys(state.policies).map((name) =>
    el("button", { type: "button", class: `chip of-${name}`, id: `chip-${name}`, "aria-pressed": String(name === state.active), onclick: () => change((now) => { now.active = name; }, { quiet: true }) },
      el("span", { class: "key", "aria-hidden": "true" }), name === "base" ? t("app.baseline_named", { name: named(name) }) : named(name)));
  const free = NAMES.find((name) => !(name in state.policies));
  if (free) made.push(el("button", { type: "button", class: "add", id: "add-scenario", onclick: () => add(free) }, t("app.add_scenario")));
  if (state.active !== "base" && Object.keys(state.policies).length > 1) {
    made.push(el("button", { type: "button", class: "add", id: "drop-scenario", onclick: drop }, t("app.drop_scenario", { name: state.active.toUpperCase() })));
  }
  return made;
}

function add(free) {
  const taken = Object.values(state.policies).map((each) => each.regime);
  const next = ["targeted", "combined", "segregationist", "assimilationist", "exclusionary"].find((each) => !taken.includes(each)) || "targeted";
  change((now) => {
    const shocks = now.policies.base.events.filter((each) => each.shock);
    now.policies[free] = { ...policy(next, now.policies[now.active].euros), setting: now.policies[now.active].setting, events: JSON.parse(JSON.stringify(shocks)) };
    now.active = free;
  });
}

function drop() {
  change((now) => {
    delete now.policies[now.active];
    now.active = Object.keys(now.policies).at(-1);
  });
}

export function compute() {
  began = performance.now();
  parts.status.textContent = t("app.computing");
  document.body.dataset.state = "computing";
  document.body.dataset.asked = Number(document.body.dataset.asked ?? 0) + 1;
  performance.mark("asked");
  stream.follow("/api/compare", request(), (message) => {
    if (message.type === "begin") parts.status.textContent = t(message.ready ? "app.computing" : "app.loading");
    else if (message.type === "picture") {
      if (Object.values(message.done).every((n) => n === 0)) return;
      latest = message;
      draw();
    } else if (message.type === "end") {
      document.body.dataset.state = "done";
      say(true);
    } else if (message.type === "error") {
      document.body.dataset.state = "failed";
      parts.status.textContent = "";
      notice(message.error);
    }
  });
}

function draw() {
  curves.draw(latest);
  say(document.body.dataset.state === "done");
  for (const listener of seen) listener(latest);
}

function say(done) {
  const least = Math.min(...Object.values(latest.done));
  const filled = { n: least, all: library.limits.replicates, seconds: number((performance.now() - began) / 1000, 1) };
  parts.status.textContent = done ? t("app.computed", filled) : t("app.refining", filled);
}

onChange(({ quiet }) => {
  update();
  if (quiet) { if (latest) curves.draw(latest); return; }
  clearTimeout(compute.timer);
  compute.timer = setTimeout(compute, 120);
});

export const colour = (name) => COLOURS[name];
