// Understand: why a curve moved, who gains and loses, the town, the money, how sure we are, and what it all rests on.

import { Stream, ask, get } from "./asking.js";
import { FONT, below, digits, legend, scale, sentence, unit, word } from "./curves.js";
import { behind, el, fill, notice, select, table } from "./dom.js";
import { COLOURS, active, library, named, request, state } from "./state.js";
import { compute, latest } from "./steer.js";
import { town } from "./town.js";
import { current, has, number, signed, t } from "./words.js";
import * as echarts from "./vendor/echarts.js";

const chosen = { outcome: "belonging", side: "migrants" };
const doubt = new Stream();
let root = null;

export function render(found) {
  root = found;
  if (!root.hidden) open();
}

const scenario = () => (state.active === "base" ? Object.keys(state.policies)[1] ?? "base" : state.active);

export function open() {
  if (!latest) compute();
  const outcomes = Object.entries(library.outcomes).filter(([, each]) => each.sides.length).map(([name]) => [name, t(`outcome.${name}`)]);
  const sides = library.outcomes[chosen.outcome].sides;
  if (!sides.includes(chosen.side)) chosen.side = sides[0];
  const names = Object.keys(state.policies).filter((name) => name !== "base").map((name) => [name, named(name)]);
  fill(root,
    el("div", { class: "sheet" }, el("h2", {}, t("app.question")),
      el("div", { class: "row" },
        select(t("app.scenario"), scenario(), names.length ? names : [["base", named("base")]], (value) => { state.active = value; open(); }, "u-scenario"),
        select(t("app.outcome"), chosen.outcome, outcomes, (value) => { chosen.outcome = value; open(); }, "u-outcome"),
        select(t("app.side"), chosen.side, sides.map((side) => [side, t(`subgroup.${side}`)]), (value) => { chosen.side = value; open(); }, "u-side")),
      el("p", {}, finding())),
    el("div", { class: "two" }, sheet("why", why), sheet("gains", gains)),
    sheet("money", money), sheet("sure", sure),
    sheet("town", (box) => town(box, scenario())),
    sheet("assumptions", assumptions, true));
}

function finding() {
  const row = latest?.ends.find((each) => each.outcome === chosen.outcome && each.side === chosen.side && each.scenario === scenario());
  return row ? sentence(row) : t("app.not_yet");
}

// Heavy questions are asked when the reader asks them; the first two at once.
function sheet(name, make, closed = false) {
  const body = el("div", { class: "answer", id: `answer-${name}` });
  const load = async () => {
    fill(body, el("p", { role: "status" }, t("app.computing")));
    try { await make(body); } catch (error) { fill(body, el("p", { class: "assumed" }, error.message)); }
  };
  if (name === "why" || name === "gains" || name === "money") load();
  else fill(body, el("button", { type: "button", class: "main", onclick: load }, t(`app.ask_${name}`)));
  return el("section", { class: "sheet", "aria-labelledby": `head-${name}` }, el("h2", { id: `head-${name}` }, t(`app.${name}_title`)), el("p", { class: "hint" }, t(`app.${name}_hint`)), body);
}

function chart(height, label, option) {
  const box = el("div", { class: height, role: "img", "aria-label": label });
  requestAnimationFrame(() => {
    const made = echarts.init(box, null, { renderer: "svg" });
    const draw = () => made.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...option(made.getWidth()) });
    draw();
    addEventListener("resize", () => { made.resize(); draw(); });
  });
  return box;
}

// Names beside bars take at most this many pixels; on a narrow page they take less and break.
function names(most, width, data) {
  const narrow = width < 450, left = narrow ? 128 : most;
  return { left, axis: { type: "category", inverse: true, data, axisTick: { show: false }, axisLabel: { width: left - 14, overflow: narrow ? "break" : "truncate", fontSize: 12, lineHeight: 14, color: "#222", interval: 0 } } };
}

async function why(body) {
  const found = await ask("/api/why", { request: request(), scenario: scenario(), ...chosen });
  const times = scale(chosen.outcome), places = digits(chosen.outcome), language = current();
  const bars = found.bars.map((bar) => [bar[language], bar.size * times]);
  let at = 0;
  const steps = bars.map(([name, size]) => { const from = at; at += size; return { name, size, from, to: at }; });
  const all = [...steps, { name: found.against ? t("app.whole_difference") : t("app.whole_change"), size: found.total * times, from: 0, to: found.total * times, whole: true }];
  const colour = (step) => (step.whole ? "#1d2730" : step.size >= 0 ? "#0072B2" : "#D55E00");
  const low = Math.min(0, ...all.flatMap((step) => [step.from, step.to])), high = Math.max(0, ...all.flatMap((step) => [step.from, step.to]));
  const room = 0.16 * (high - low);
  fill(body, chart("tall", t("app.why_title"), (width) => ({
    grid: { left: names(250, width).left, right: 24, top: 6, bottom: 44 },
    xAxis: { type: "value", min: low - room, max: high + room, name: unit(chosen.outcome), nameLocation: "middle", nameGap: 26, axisLabel: { formatter: (value) => signed(value, places - 1), hideOverlap: true, color: "#333" } },
    yAxis: names(250, width, all.map((step) => step.name)).axis,
    series: [{ type: "custom", silent: true, encode: { x: [1, 2], y: 0 }, data: all.map((step, row) => [row, step.from, step.to]),
      renderItem: (_, api) => {
        const row = api.value(0), step = all[row], from = api.coord([api.value(1), row]), to = api.coord([api.value(2), row]), high = api.size([0, 1])[1] * 0.62;
        const x = Math.min(from[0], to[0]), right = step.size >= 0;
        return { type: "group", children: [
          { type: "rect", shape: { x, y: from[1] - high / 2, width: Math.max(1.5, Math.abs(to[0] - from[0])), height: high }, style: { fill: colour(step) } },
          { type: "text", style: { text: signed(step.size, places), x: right ? Math.max(from[0], to[0]) + 4 : x - 4, y: from[1], textAlign: right ? "left" : "right", textVerticalAlign: "middle", fill: "#222", fontSize: 12 } }] };
      } }],
  })), behind(t("app.numbers_behind"), () => table(t("app.why_title"), [t("app.cause"), unit(chosen.outcome)], all.map((step) => [step.name, signed(step.size, places)]))));
}

async function gains(body) {
  let found;
  try { found = await ask("/api/gains", { request: request(), scenario: scenario(), outcome: chosen.outcome }); } catch { fill(body, el("p", {}, t("app.no_person_value"))); return; }
  const language = current(), rows = found.filter((row) => row.gaining !== null).slice(0, 26);
  if (!rows.length || scenario() === "base") { fill(body, el("p", {}, t("app.needs_two"))); return; }
  const mine = rows.filter((row) => row[language].startsWith(t(`subgroup.${chosen.side}`))).slice(0, 14);
  const percent = (value) => number(100 * value, 0), whole = t(`subgroup.${chosen.side}`);
  const short = (name) => (name === whole ? name : name.slice(whole.length + 2));
  const most = Math.min(100, 10 * Math.ceil(1 + 10 * Math.max(...mine.flatMap((row) => [row.gaining, row.losing]))));
  fill(body, chart("tall", t("app.gains_title"), (width) => ({
    grid: { left: names(210, width).left, right: 16, top: 26, bottom: 24 },
    legend: { top: 0, data: [t("app.lose"), t("app.gain")], selectedMode: false },
    xAxis: { type: "value", min: -most, max: most, axisLabel: { formatter: (value) => number(Math.abs(value)), color: "#333", hideOverlap: true } },
    yAxis: names(210, width, mine.map((row) => short(row[language]))).axis,
    series: [
      { name: t("app.lose"), type: "bar", stack: "one", silent: true, data: mine.map((row) => -100 * row.losing), itemStyle: { color: "#D55E00" }, label: { show: true, position: "left", formatter: (point) => number(-point.value), color: "#222" } },
      { name: t("app.gain"), type: "bar", stack: "one", silent: true, data: mine.map((row) => 100 * row.gaining), itemStyle: { color: "#0072B2" }, label: { show: true, position: "right", formatter: (point) => number(point.value), color: "#222" } }],
  })), behind(t("app.numbers_behind"), () => table(t("app.gains_title"), [t("app.who"), t("app.persons_head"), t("app.gain"), t("app.lose")],
    rows.map((row) => [row[language], number(row.persons), `${percent(row.gaining)} (${percent(row.gaining_low)}–${percent(row.gaining_high)})`, `${percent(row.losing)} (${percent(row.losing_low)}–${percent(row.losing_high)})`]))));
}

async function money(body) {
  const found = await ask("/api/money", { request: request() });
  const shown = Object.keys(found), wanted = library.instruments.filter((each) => shown.some((name) => found[name].spent[each] > 1));
  const heads = [t("app.instrument"), ...shown.map((name) => named(name))];
  const rows = [...wanted.map((each) => [t(`instrument.${each}`), ...shown.map((name) => number(found[name].spent[each]))]),
    [t("app.unspent"), ...shown.map((name) => number(found[name].unspent))]];
  const queues = Object.keys(found.base.queues).filter((each) => shown.some((name) => found[name].queues[each] > 0.5));
  fill(body, el("div", { class: "two" }, el("div", {}, chart("taller", t("app.money_title"), (width) => ({
    grid: { left: names(200, width).left, right: 20, top: below(shown), bottom: 40 },
    legend: legend(shown.map((name) => named(name))),
    xAxis: { type: "value", name: t("app.euros_unit"), nameLocation: "middle", nameGap: 24, axisLabel: { formatter: (value) => number(value), color: "#333", hideOverlap: true } },
    yAxis: names(200, width, rows.map((row) => row[0])).axis,
    series: shown.map((name) => ({ name: named(name), type: "bar", silent: true, itemStyle: { color: COLOURS[name] }, data: [...wanted.map((each) => found[name].spent[each]), found[name].unspent] })),
  })),
  behind(t("app.numbers_behind"), () => table(t("app.money_title"), heads, rows))),
  table(t("app.queues_title"), heads, [...queues.map((each) => [t(`instrument.${each}`), ...shown.map((name) => number(found[name].queues[each]))]),
    [t("app.with_unit", { what: t("outcome.waiting_weeks"), unit: t("unit.weeks") }), ...shown.map((name) => number(found[name].weeks.at(-1), 1))],
    [t("app.with_unit", { what: t("outcome.general_queue"), unit: t("unit.share") }), ...shown.map((name) => number(found[name].shortage.at(-1), 3))]])));
}

function sure(body) {
  const bar = el("progress", { max: 1, value: 0, "aria-label": t("app.computing") });
  fill(body, bar);
  doubt.follow("/api/sure", request(library.limits.first), (message) => {
    if (message.type === "progress") bar.value = message.done / message.all;
    if (message.type === "error") fill(body, el("p", { class: "assumed" }, message.error));
    if (message.type === "sure") fill(body, answer(message));
  });
}

function answer(message) {
  const mine = (rows, outcome, side) => rows.find((row) => row.outcome === outcome && row.side === side && row.scenario === scenario());
  const rows = [];
  for (const [outcome, about] of Object.entries(library.outcomes)) {
    for (const side of about.sides) {
      const worlds = ["central", "sceptic", "optimist"].map((world) => mine(message.worlds[world], outcome, side));
      const prior = mine(message.priors, outcome, side);
      if (worlds.some((row) => !row)) continue;
      const said = worlds.map((row) => (row.small ? t("app.too_small") : word(row.verdict)));
      rows.push([`${t(`outcome.${outcome}`)}, ${t(`subgroup.${side}`)}`, ...said,
        prior?.p_better === null || !prior ? "–" : t("app.percent", { n: number(100 * prior.p_better) }), new Set(said).size === 1 ? t("app.survives") : t("app.depends")]);
    }
  }
  return table(t("app.sure_title"), [t("app.outcome"), t("app.world_central"), t("app.world_sceptic"), t("app.world_optimist"), t("app.p_better"), t("app.robust")], rows);
}

async function assumptions(body) {
  const rows = await get("/api/assumptions");
  const shown = el("div");
  const list = (wanted) => {
    const kept = rows.filter((row) => `${row.key} ${row.source}`.toLowerCase().includes(wanted.toLowerCase()));
    fill(shown, el("p", {}, t("app.assumed_share", { n: number(rows.filter((row) => row.source.startsWith("assumption")).length), all: number(rows.length) })),
      table(t("app.assumptions_title"), [t("app.number"), t("app.default"), t("app.unit"), t("app.range_head"), t("app.source")], kept.slice(0, 150).map((row) => [row.key, row.default, has(`unit.${row.unit}`) ? t(`unit.${row.unit}`) : row.unit, row.range, row.source])));
  };
  const field = el("input", { id: "search", type: "search", oninput: (event) => list(event.target.value) });
  fill(body, el("div", { class: "field" }, el("label", { htmlFor: "search" }, t("app.search")), field), shown);
  list("");
}
