// The levers of the scenario that is being changed, each with its range, its unit and what it rests on.

import { el, fill, select } from "./dom.js";
import { square } from "./square.js";
import { active, change, lever, library, setInstrument, setLever } from "./state.js";
import { has, number, t } from "./words.js";

const RIGHTS = ["labour", "family", "education", "health", "participation", "residence", "citizenship", "antidiscrimination"];
const open = new Set();

export function levers(root) {
  const mine = active();
  const regimes = Object.keys(library.regimes).map((name) => [name, t(`regime.${name}`)]);
  fill(root,
    select(t("app.regime"), mine.regime, regimes, (value) => change((now) => { Object.assign(now.policies[now.active], { regime: value, levers: {} }); }), "regime"),
    square(el("button", { type: "button", class: "about", "aria-label": t("app.about_square"), onclick: () => explain(t("app.square"), ["cultural_maintenance", "social_mixing"]) }, "i")),
    slider("euros", t("app.funding_unit"), mine.euros, 0, 20000, 250, t("app.euros", { n: number(mine.euros) }),
      (value) => change((now) => { now.policies[now.active].euros = value; }), FUNDING),
    share("delivery.targeted_share", t("app.mainstreamed_end"), t("app.targeted_end")),
    share("governance.decentralised", t("app.central_end"), t("app.local_end")),
    group("more", t("app.more_levers"), [
      share("delivery.knowledge_transfer"), share("governance.coordination"), share("governance.need_based"),
    ]),
    group("mix", t("app.mix", { sum: number(100 * mixed(mine)) }), [el("p", { class: "hint" }, t("app.mix_hint")), ...library.instruments.map(instrument)]),
    group("rights", t("app.rights"), RIGHTS.map(right)));
}

const mixed = (mine) => library.instruments.reduce((sum, each) => sum + lever(mine, `instruments.${each}`), 0);

function group(name, title, children) {
  return el("details", { class: "group", open: open.has(name), ontoggle: (event) => (event.target.open ? open.add(name) : open.delete(name)) },
    el("summary", { id: `group-${name}` }, title), children);
}

function share(key, low = "", high = "") {
  const value = lever(active(), key);
  return slider(key, t(`lever.${key}`), value, 0, 1, 0.05, t("app.percent", { n: number(100 * value) }),
    (next) => change((now) => setLever(now.policies[now.active], key, next)), key, low, high);
}

function instrument(name) {
  const key = `instruments.${name}`;
  const value = lever(active(), key);
  return slider(key, t(`instrument.${name}`), value, 0, 1, 0.01, t("app.percent", { n: number(100 * value) }),
    (next) => change((now) => setInstrument(now.policies[now.active], name, next)), key);
}

function right(name) {
  const key = `rights.${name}`;
  const value = lever(active(), key);
  return slider(key, t(`lever.${key}`), value, 0, 100, 5, number(value), (next) => change((now) => setLever(now.policies[now.active], key, next)), key);
}

function slider(id, label, value, low, high, step, shown, onchange, source, left = "", right_ = "") {
  const domId = `lever-${id.replaceAll(".", "-")}`;
  const output = el("output", { htmlFor: domId }, shown);
  const input = el("input", {
    type: "range", id: domId, min: low, max: high, step, value, "aria-valuetext": shown,
    onchange: (event) => onchange(Number(event.target.value)),
    oninput: (event) => { output.textContent = id === "euros" ? t("app.euros", { n: number(event.target.value) }) : high === 1 ? t("app.percent", { n: number(100 * event.target.value) }) : number(event.target.value); },
  });
  input.value = value;
  return el("div", { class: "slider" },
    el("div", { class: "head" }, el("label", { htmlFor: domId }, label), output, about(source, label)),
    input,
    left ? el("div", { class: "ends", "aria-hidden": "true" }, el("span", {}, left), el("span", {}, right_)) : null);
}

function about(key, label) {
  return el("button", { type: "button", class: "about", "aria-label": t("app.about_lever", { lever: label }), onclick: () => explain(label, [key]) }, "i");
}

const FUNDING = "funding.eur_per_migrant_year";

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
