// The levers of the scenario that is being changed, each with its range, its unit and what it rests on.

import { el, fill, select } from "./dom.js";
import { square } from "./square.js";
import { active, change, lever, library, setInstrument, setLever } from "./state.js";
import { has, leverName, number, t } from "./words.js";

const open = new Set();
const FUNDING = "funding.eur_per_migrant_year";
const MAIN = ["delivery.targeted_share", "governance.decentralised"];
const percent = (value) => t("app.percent", { n: number(100 * value) });
const euros = (value) => t("app.euros", { n: number(value) });
const months = (value) => (value === 1 ? t("app.one_month") : t("app.months_count", { n: number(value) }));
// How a value of a unit is written, and how far one step of its slider goes.
const UNITS = { share: [percent, 0.05], "0-100": [number, 5], months: [months, 1] };

export function levers(root) {
  const mine = active();
  const regimes = Object.keys(library.regimes).map((name) => [name, t(`regime.${name}`)]);
  fill(root,
    select(t("app.regime"), mine.regime, regimes, (value) => change((now) => { Object.assign(now.policies[now.active], { regime: value, levers: {}, label: "" }); }), "regime"),
    square(el("button", { type: "button", class: "about", "aria-label": t("app.about_square"), onclick: () => explain(t("app.square"), ["cultural_maintenance", "social_mixing"]) }, "i")),
    slider("euros", t("app.funding_unit"), mine.euros, { low: 0, high: 20000, step: 250, written: euros, about: FUNDING },
      (value) => change((now) => { now.policies[now.active].euros = value; })),
    lone("delivery.targeted_share", [t("app.mainstreamed_end"), t("app.targeted_end")]),
    lone("governance.decentralised", [t("app.central_end"), t("app.local_end")]),
    group("mix", t("app.mix", { sum: number(100 * mixed(mine)) }), [el("p", { class: "hint" }, t("app.mix_hint")), ...library.instruments.map(instrument)]),
    section("rights"),
    group("more", t("app.more_levers"), ["access", "delivery", "governance", "path"].map(section)));
}

const mixed = (mine) => library.instruments.reduce((sum, each) => sum + lever(mine, `instruments.${each}`), 0);

function group(name, title, children) {
  return el("details", { class: "group", open: open.has(name), ontoggle: (event) => (event.target.open ? open.add(name) : open.delete(name)) },
    el("summary", { id: `group-${name}` }, title), children);
}

function section(name) {
  const keys = Object.keys(library.levers).filter((key) => key.startsWith(`${name}.`) && !MAIN.includes(key));
  return group(name, t(`app.${name}`), keys.map((key) => lone(key)));
}

// A lever that moves alone, as its declaration has it.
function lone(key, ends) {
  const { low, high, unit } = library.levers[key], [written, step] = UNITS[unit];
  return slider(key, leverName(key), lever(active(), key), { low, high, step, written, about: key, ends },
    (value) => change((now) => setLever(now.policies[now.active], key, value)));
}

function instrument(name) {
  const key = `instruments.${name}`;
  return slider(key, leverName(key), lever(active(), key), { low: 0, high: 1, step: 0.01, written: percent, about: key },
    (value) => change((now) => setInstrument(now.policies[now.active], name, value)));
}

function slider(id, label, value, { low, high, step, written, about, ends }, onchange) {
  const domId = `lever-${id.replaceAll(".", "-")}`;
  const output = el("output", { htmlFor: domId }, written(value));
  const input = el("input", {
    type: "range", id: domId, min: low, max: high, step, value, "aria-valuetext": written(value),
    onchange: (event) => onchange(Number(event.target.value)),
    oninput: (event) => { output.textContent = written(Number(event.target.value)); },
  });
  input.value = value;
  return el("div", { class: "slider" },
    el("div", { class: "head" }, el("label", { htmlFor: domId }, label), output, asking(about, label)),
    input,
    ends ? el("div", { class: "ends", "aria-hidden": "true" }, ends.map((each) => el("span", {}, each))) : null);
}

function asking(key, label) {
  return el("button", { type: "button", class: "about", "aria-label": t("app.about_lever", { lever: label }), onclick: () => explain(label, [key]) }, "i");
}

// What levers mean, where they may stand and what they rest on.
export function explain(title, keys) {
  const dialog = document.getElementById("dialog");
  fill(dialog,
    el("h2", { id: "dialog-title" }, title),
    keys.map((key) => [
      keys.length > 1 ? el("h3", {}, t(`lever.${key}`)) : null,
      el("p", {}, t(`lever_means.${key}`)),
      el("p", {}, reach(key)),
      el("p", { class: "hint" }, t("app.key", { key: key === FUNDING ? key : `regime.${key}` })),
    ]),
    [...new Set(keys.map(support))].map((words) => el("p", { class: "assumed" }, words)),
    el("p", {}, el("a", { href: "#understand", onclick: () => dialog.close() }, t("app.all_assumptions"))),
    el("form", { method: "dialog" }, el("button", { class: "main" }, t("app.close"))));
  dialog.showModal();
}

function reach(key) {
  const { low, high, unit } = library.levers[key];
  const words = key === FUNDING ? t("app.euros_unit") : has(`unit.${unit}`) ? t(`unit.${unit}`) : unit;
  return t("app.range", { low: number(low), high: number(high, high % 1 ? 1 : 0), unit: words });
}

function support(key) {
  const { source, opposed } = library.levers[key];
  if (source === "choice") return t("app.is_choice");
  if (source === "assumption") return t("app.assumed");
  return t("app.rests_on", { source }) + (opposed ? ` ${t("app.opposed", { source: opposed })}` : "");
}
