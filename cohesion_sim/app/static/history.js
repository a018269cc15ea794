// History: every earlier state of the page is told by the change that ended it, and one press goes back to it.

import { el, fill } from "./dom.js";
import { back, earlier, lever as leverAt, library, named, state } from "./state.js";
import { leverName, number, t } from "./words.js";

const MOST = 3;

export function showHistory() {
  const dialog = document.getElementById("dialog");
  const states = [...earlier(), state];
  const steps = states.slice(1).map((after, at) => [at, told(states[at], after)]).reverse();
  fill(dialog, el("h2", { id: "dialog-title" }, t("app.history_title")), el("p", { class: "hint" }, t(steps.length ? "app.history_hint" : "app.history_none")),
    el("ol", { class: "history", reversed: true }, steps.map(([at, words]) =>
      el("li", {}, el("span", {}, words), el("button", { type: "button", id: `back-${at}`, "aria-label": t("app.go_back_before", { what: words }), onclick: () => { dialog.close(); back(at); } }, t("app.go_back"))))),
    el("form", { method: "dialog" }, el("button", { class: "main" }, t("app.close"))));
  dialog.showModal();
}

// A step in words: what differs between two states, the first few things.
function told(before, after) {
  const found = [...ofPlace(before, after), ...ofScenarios(before, after)];
  return [...found.slice(0, MOST), found.length > MOST ? "…" : ""].filter(Boolean).join("; ") || t("app.history_other");
}

const from = (what, one, other) => t("app.changed", { what, from: one, to: other });

function ofPlace(before, after) {
  if ((before.story ?? "") !== (after.story ?? "") && library.scenarios[after.story]) return [`${t("app.story")} · ${title(after.story)}`];
  const said = { context: (value) => t(`context.${value}`), persons: (value) => number(value), months: (value) => number(value), seed: (value) => String(value) };
  const called = { context: "app.context", persons: "app.persons_head", months: "app.months", seed: "app.seed" };
  return Object.keys(said).filter((key) => before.place[key] !== after.place[key]).map((key) => from(t(called[key]), said[key](before.place[key]), said[key](after.place[key])));
}

const title = (story) => library.scenarios[story].title[document.documentElement.lang] ?? story;

function ofScenarios(before, after) {
  const names = [...new Set([...Object.keys(before.policies), ...Object.keys(after.policies)])];
  const moved = names.filter((name) => before.policies[name] && after.policies[name] && !alike(before.policies[name].events, after.policies[name].events));
  const timelines = moved.length > 1 && moved.length === names.length ? [t("app.timeline_of_all")] : moved.map((name) => `${named(name, before)} · ${t("app.timeline_changed")}`);
  return [...timelines, ...names.flatMap((name) => {
    const one = before.policies[name], other = after.policies[name];
    if (!one) return [t("app.scenario_added", { name: named(name, after) })];
    if (!other) return [t("app.scenario_removed", { name: named(name, before) })];
    return ofPolicy(one, other).map((words) => `${named(name, before)} · ${words}`);
  })];
}

const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function ofPolicy(one, other) {
  const found = [];
  if (one.regime !== other.regime) return [from(t("app.regime"), t(`regime.${one.regime}`), t(`regime.${other.regime}`))];
  if (one.euros !== other.euros) found.push(from(t("app.funding"), t("app.euros", { n: number(one.euros) }), t("app.euros", { n: number(other.euros) })));
  const value = (policy, key) => number(leverAt(policy, key), library.levers[key].high > 1 ? 0 : 2);
  for (const key of new Set([...Object.keys(one.levers), ...Object.keys(other.levers)])) {
    if (value(one, key) !== value(other, key)) found.push(from(leverName(key), value(one, key), value(other, key)));
  }
  return found;
}

