// The levers of the scenario that is being changed, each with its range, its unit and what it rests on.

import { el, fill, select } from "./dom.js";
import { square } from "./square.js";
import { active, change, lever, library, setInstrument, setLever, state } from "./state.js";
import { number, t } from "./words.js";

const RIGHTS = ["labour", "family", "education", "health", "participation", "residence", "citizenship", "antidiscrimination"];
const open = new Set();

export function levers(root) {
  const mine = active();
  const regimes = Object.keys(library.regimes).map((name) => [name, t(`regime.${name}`)]);
  fill(root,
    select(t("app.regime"), mine.regime, regimes, (value) => change((now) => { Object.assign(now.policies[now.active], { regime: value, levers: {} }); }), "regime"),
    square(),
    slider("euros", t("app.funding_unit"), mine.euros, 0, 20000, 250, t("app.euros", { n: number(mine.euros) }),
      (value) => change((now) => { now.policies[now.active].euros = value; }), "funding.eur_per_migrant_year"),
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
  return el("button", { type: "button", class: "about", "aria-label": t("app.about_lever", { lever: label }), onclick: () => explain(key, label) }, "i");
}

function explain(key, label) {
  const funding = key.startsWith("funding.");
  const found = funding ? { unit: "EUR", low: 0, high: 100000, source: "D01–D10", meaning: "integration budget per migrant and year" } : library.levers[key];
  const dialog = document.getElementById("dialog");
  const assumed = found.source === "assumption", choice = found.source === "choice";
  fill(dialog,
    el("h2", { id: "dialog-title" }, label),
    el("p", {}, el("span", { lang: "en" }, found.meaning || label), " · ", t("app.key", { key: funding ? key : `regime.${key}` })),
    el("p", {}, t("app.range", { low: number(found.low), high: number(found.high, found.high % 1 ? 1 : 0), unit: found.unit })),
    el("p", { class: assumed || choice ? "assumed" : "" }, choice ? t("app.is_choice") : assumed ? t("app.assumed") : t("app.rests_on", { source: found.source }) + (found.opposed ? ` ${t("app.opposed", { source: found.opposed })}` : "")),
    el("p", {}, el("a", { href: "#understand", onclick: () => dialog.close() }, t("app.all_assumptions"))),
    el("form", { method: "dialog" }, el("button", { class: "main" }, t("app.close"))));
  dialog.showModal();
}

export const isBaseline = () => state.active === "base";
