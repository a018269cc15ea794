// Lives: one person under two policies, on the same luck; her story in words and as curves.

import { ask } from "./asking.js";
import { FONT, below, legend } from "./curves.js";
import { behind, el, fill, notice, select, table } from "./dom.js";
import { COLOURS, DASHES, named, request, state } from "./state.js";
import { town } from "./town.js";
import { current, number, t } from "./words.js";
import * as echarts from "./vendor/echarts.js";

const chosen = { person: "median", curve: "belonging", beside: "base" };
let root = null, found = null;

export function render(given) {
  root = given;
  if (!root.hidden) open();
}

const first = () => (state.active === "base" ? Object.keys(state.policies)[1] ?? "base" : state.active);

export function open() {
  const names = Object.keys(state.policies).map((name) => [name, named(name)]);
  const people = ["median", "most", "least"].map((how) => [how, t(`app.person_${how}`)]);
  if (!["median", "most", "least"].includes(chosen.person)) people.push([chosen.person, t("app.person_picked")]);
  const answer = el("div", { id: "life" });
  const picker = el("div");
  fill(root, el("div", { class: "sheet" }, el("h2", {}, t("app.lives_title")), el("p", { class: "hint" }, t("app.lives_hint")),
    el("div", { class: "row" },
      select(t("app.person"), chosen.person, people, (value) => { chosen.person = value; }, "person"),
      select(t("app.under"), first(), names, (value) => { state.active = value; }, "life-under"),
      select(t("app.beside"), chosen.beside, names, (value) => { chosen.beside = value; }, "life-beside"),
      el("button", { type: "button", class: "main", id: "tell", onclick: () => tell(answer) }, t("app.tell")),
      el("button", { type: "button", id: "pick", onclick: () => pick(picker) }, t("app.pick_on_map"))), picker), answer);
  if (found) draw(answer);
}

async function pick(box) {
  fill(box, el("p", { role: "status" }, t("app.computing")));
  try {
    await town(box, first(), (key) => { chosen.person = key; open(); tell(document.getElementById("life")); });
    box.prepend(el("p", {}, t("app.pick_hint")));
  } catch (error) { notice(error.message); }
}

async function tell(box) {
  fill(box, el("p", { class: "sheet", role: "status" }, t("app.computing")));
  try {
    found = await ask("/api/lives", { request: request(), scenario: first(), beside: chosen.beside, person: chosen.person });
    draw(box);
  } catch (error) { fill(box, el("p", { class: "sheet assumed" }, error.message)); }
}

function draw(box) {
  const lives = Object.entries(found).filter(([name]) => name in state.policies);
  if (!lives.length) return;
  const life = lives[0][1], language = current(), curves = ["belonging", "trust", "language", "discrimination", "wellbeing"];
  const who = t(life.woman ? "app.a_woman" : "app.a_man", { group: life.group[language], age: number(life.monthly.age[0]) });
  const chart = el("div", { class: "tall", role: "img", "aria-label": `${who}. ${t(`outcome.${chosen.curve}`)}` });
  fill(box, el("section", { class: "sheet" }, el("h2", {}, who),
    select(t("app.outcome"), chosen.curve, curves.map((name) => [name, t(`outcome.${name}`)]), (value) => { chosen.curve = value; draw(box); document.getElementById("life-curve").focus(); }, "life-curve"), el("p", { class: "hint" }, t("app.with_unit", { what: t(`outcome.${chosen.curve}`), unit: t("unit.share") })), chart,
    behind(t("app.numbers_behind"), () => numbers(lives))),
  el("div", { class: "two" }, lives.map(([name, each]) => story(name, each, language))));
  const picture = echarts.init(chart, null, { renderer: "svg" });
  picture.setOption({
    animation: false, textStyle: { fontFamily: FONT }, grid: { left: 48, right: 20, top: below(lives), bottom: 44 },
    legend: legend(lives.map(([name]) => named(name))),
    xAxis: { type: "value", min: 0, max: state.place.months / 12, name: t("axis.year"), nameLocation: "middle", nameGap: 26, nameTextStyle: { fontSize: 12 }, axisLabel: { color: "#333" } },
    yAxis: { type: "value", min: 0, max: 1, axisLabel: { color: "#333", formatter: (value) => number(value, 1) } },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: (value) => number(value, 2) },
    series: lives.flatMap(([name, each]) => [
      { name: named(name), type: "line", symbol: "none", lineStyle: { color: COLOURS[name], width: 2.5, type: DASHES[name] }, itemStyle: { color: COLOURS[name] }, data: each.monthly.month.map((month, at) => [month / 12, each.monthly[chosen.curve][at]]) },
      { type: "line", silent: true, symbol: "none", lineStyle: { color: COLOURS[name], width: 6, opacity: 0.35, cap: "butt" }, tooltip: { show: false }, data: each.monthly.month.map((month, at) => [month / 12, each.monthly.employed[at] ? (name === lives[0][0] ? 0.015 : 0.05) : null]) }]),
  });
  addEventListener("resize", () => picture.resize());
}

function story(name, life, language) {
  const last = life.monthly.month.length - 1;
  const worked = life.monthly.employed.filter(Boolean).length;
  return el("section", { class: `sheet of-${name}` }, el("h3", {}, named(name)),
    el("p", {}, t("app.life_sum", { belonging: number(life.monthly.belonging[last], 2), start: number(life.monthly.belonging[0], 2), worked: number(worked / 12, 1), ties: number(life.monthly.bridging_ties[last]) })),
    el("ol", { class: "events", tabindex: 0, "aria-label": t("app.events_of", { name: named(name) }) }, life.events.map((event) => el("li", {}, el("b", {}, when(event.month)), event[language]))));
}

const when = (month) => t("app.when", { year: number(Math.floor(month / 12) + 1), month: number((month % 12) + 1) });

function numbers(lives) {
  const heads = [t("app.year"), ...lives.flatMap(([name]) => [`${t(`outcome.${chosen.curve}`)}, ${named(name)}`, `${t("outcome.employment")}, ${named(name)}`])];
  const rows = [];
  for (let month = 0; month <= state.place.months; month += 12) {
    rows.push([number(month / 12), ...lives.flatMap(([, life]) => {
      const at = life.monthly.month.indexOf(month);
      return at < 0 ? ["–", "–"] : [number(life.monthly[chosen.curve][at], 2), life.monthly.employed[at] ? t("app.in_work") : t("app.out_of_work")];
    })]);
  }
  return table(t("app.lives_title"), heads, rows);
}
