// Curves of hosts and migrants side by side on one scale, with bands, a verdict below and the numbers behind.

import { behind, el, fill, table } from "./dom.js";
import { COLOURS, DASHES, library, named, state } from "./state.js";
import { number, signed, t } from "./words.js";
import * as echarts from "./vendor/echarts.js";

const SIDES = ["hosts", "migrants"];
const VERDICTS = {
  better: "app.verdict_better", worse: "app.verdict_worse", higher: "app.verdict_higher", lower: "app.verdict_lower",
  "no difference": "verdict.same", "we cannot tell": "verdict.cannot_tell",
};
const NARROW = 420;
const projecting = () => document.documentElement.classList.contains("projector");
let cards = {}, last = null;
export const FONT = "system-ui, 'DejaVu Sans', sans-serif";
// Names of scenarios above a chart, one below the other, since they can be long.
export const legend = (names) => ({ top: 0, left: 0, orient: "vertical", itemGap: 8, data: names, selectedMode: false });
export const below = (names) => 22 * names.length + 16;

export function build(root) {
  for (const each of Object.values(cards)) each.chart.dispose();
  cards = {};
  fill(root, library.shown.map((outcome) => {
    const chart = el("div", { class: "chart", role: "img" });
    const verdict = el("div", { class: "verdict" });
    const card = el("article", { class: "card", id: `card-${outcome}` },
      el("h3", {}, t(`outcome.${outcome}`), el("small", {}, ` ${unit(outcome)}${arrow(outcome)}`)),
      chart, verdict, el("div", { class: "numbers" }));
    cards[outcome] = { card, chart: null, at: chart, verdict };
    return card;
  }));
  for (const each of Object.values(cards)) each.chart = echarts.init(each.at, null, { renderer: "svg" });
}

export function resize() {
  for (const each of Object.values(cards)) each.chart?.resize();
  if (last) draw(last);
}
window.addEventListener("resize", resize);

export const unit = (outcome) => (library.outcomes[outcome].percent ? t("unit.percent") : t(`unit.${library.outcomes[outcome].unit}`));
const arrow = (outcome) => (library.outcomes[outcome].better > 0 ? t("app.higher_better") : library.outcomes[outcome].better < 0 ? t("app.lower_better") : "");
export const scale = (outcome) => (library.outcomes[outcome].percent ? 100 : 1);
export const digits = (outcome) => (library.outcomes[outcome].percent ? 1 : 3);

export function draw(picture) {
  last = picture;
  const names = Object.keys(state.policies).filter((name) => picture.curves[name] && Object.keys(picture.curves[name]).length);
  for (const outcome of library.shown) {
    const { card, chart, at, verdict } = cards[outcome];
    chart.setOption(option(outcome, picture, names), { notMerge: true });
    at.setAttribute("aria-label", spoken(outcome, picture, names));
    fill(verdict, verdicts(outcome, picture));
    fill(card.querySelector(".numbers"), behind(t("app.numbers_behind"), () => numbers(outcome, picture, names)));
  }
}

function option(outcome, picture, names) {
  const times = scale(outcome), key = (side) => `${outcome}.${side}`;
  const every = names.flatMap((name) => SIDES.flatMap((side) => ["low", "high"].flatMap((part) => picture.curves[name][key(side)][part]))).filter((v) => v !== null).map((v) => v * times);
  let low = Math.min(...every), high = Math.max(...every);
  const least = library.outcomes[outcome].percent ? 10 : 0.1, pad = Math.max(0, least - (high - low)) / 2 + 0.04 * (high - low);
  const step = library.outcomes[outcome].percent ? 5 : 0.05;
  const wide = step * Math.max(1, Math.ceil((high - low + 2 * pad) / step / 5));
  low = Math.max(0, Math.floor((low - pad) / wide + 1e-9) * wide);
  high = Math.ceil((high + pad) / wide - 1e-9) * wide;
  const large = projecting(), size = large ? 16 : 12;
  const left = large ? 60 : 46, places = panels(cards[outcome].chart, left, size);
  const axis = { axisLine: { lineStyle: { color: "#777" } }, axisLabel: { color: "#333", fontSize: size, hideOverlap: true } };
  return {
    animation: false, textStyle: { fontFamily: FONT },
    title: SIDES.map((side, at) => ({ text: t(`subgroup.${side}`), left: places[at].left, top: places[at].top - 24, textStyle: { fontSize: size + 1, fontWeight: 600, color: "#222" } })),
    grid: places,
    xAxis: SIDES.map((_, at) => ({ type: "value", gridIndex: at, min: 0, max: state.place.months / 12, interval: state.place.months > 60 ? 2 : 1, splitLine: { show: false }, name: t("axis.year"), nameLocation: "middle", nameGap: size + 9, nameTextStyle: { color: "#55606a", fontSize: size }, ...axis, axisLabel: { ...axis.axisLabel, formatter: (year) => number(year) } })),
    yAxis: SIDES.map((_, at) => ({ type: "value", gridIndex: at, min: low, max: high, interval: wide, splitLine: { lineStyle: { color: "#e3e3e3" } }, ...axis, axisLabel: { ...axis.axisLabel, formatter: (value) => number(value, times === 100 ? 0 : 2) } })),
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, formatter: (points) => told(points, outcome) },
    series: SIDES.flatMap((side, at) => names.flatMap((name) => lines(picture.curves[name][key(side)], name, at, times))),
  };
}

// Hosts and migrants stand side by side, on a narrow page one above the other.
function panels(chart, left, size) {
  const wide = chart.getWidth(), high = chart.getHeight(), foot = 2 * size + 14;
  if (wide < NARROW) {
    const each = high / 2;
    return [0, 1].map((at) => ({ left, width: wide - left - 14, top: at * each + 24, height: each - 24 - foot }));
  }
  const each = (wide - 2 * left - 14) / 2;
  return [0, 1].map((at) => ({ left: left + at * (each + left), width: each, top: 24, height: high - 24 - foot }));
}

function lines(curve, name, at, times) {
  const years = (values) => values.map((value, month) => [month / 12, value === null ? null : value * times]);
  const shared = { type: "line", xAxisIndex: at, yAxisIndex: at, symbol: "none", silent: true };
  const wide = curve.high.map((value, month) => (value === null ? null : value - curve.low[month]));
  return [
    { ...shared, name: `low-${name}-${at}`, stack: `${name}-${at}`, stackStrategy: "all", data: years(curve.low), lineStyle: { opacity: 0 }, tooltip: { show: false } },
    { ...shared, name: `wide-${name}-${at}`, stack: `${name}-${at}`, stackStrategy: "all", data: years(wide), lineStyle: { opacity: 0 }, areaStyle: { color: COLOURS[name], opacity: 0.16 } },
    { ...shared, name, data: years(curve.mean), lineStyle: { color: COLOURS[name], width: (name === state.active ? 3 : 2) + (projecting() ? 1.5 : 0), type: DASHES[name] }, itemStyle: { color: COLOURS[name] }, z: name === state.active ? 5 : 3 },
  ];
}

function told(points, outcome) {
  const real = points.filter((point) => point.seriesName in COLOURS);
  if (!real.length) return "";
  const head = t("app.after_years", { years: number(real[0].value[0], 1) });
  return [head, ...real.map((point) => `${named(point.seriesName)}: ${number(point.value[1], digits(outcome))}`)].join("\n");
}

function verdicts(outcome, picture) {
  const rows = picture.ends.filter((row) => row.outcome === outcome && row.scenario === other());
  return rows.map((row) => el("p", {}, el("strong", {}, t(`subgroup.${row.side}`)), " ", sentence(row)));
}

const other = () => (state.active === "base" ? Object.keys(state.policies)[1] : state.active);

export function sentence(row) {
  const times = scale(row.outcome), places = digits(row.outcome);
  const said = row.pairs < 2 ? t("app.one_pair") : row.small ? t("app.too_small") : word(row.verdict);
  const interval = row.low === null ? "" : ` [${signed(row.low * times, places)}; ${signed(row.high * times, places)}]`;
  return el("span", {}, el("span", { class: `tag of-${row.scenario}`, title: named(row.scenario) }, row.scenario.toUpperCase()), ` ${signed(row.difference * times, places)}${interval} `,
    el("em", { class: `said ${row.pairs < 2 || row.small ? "open" : row.verdict.replaceAll(" ", "-")}` }, said));
}

export function word(verdict) {
  return t(VERDICTS[verdict]);
}

function spoken(outcome, picture, names) {
  const ends = names.flatMap((name) => SIDES.map((side) => `${named(name)}, ${t(`subgroup.${side}`)}: ${number(picture.curves[name][`${outcome}.${side}`].mean.at(-1) * scale(outcome), digits(outcome))}`));
  return `${t(`outcome.${outcome}`)}. ${t("app.after_years", { years: number(state.place.months / 12) })} ${ends.join("; ")}`;
}

function numbers(outcome, picture, names) {
  const heads = [t("app.year"), ...names.flatMap((name) => SIDES.map((side) => `${named(name)}, ${t(`subgroup.${side}`)}`))];
  const rows = [];
  for (let month = 0; month <= state.place.months; month += 12) {
    rows.push([String(month / 12), ...names.flatMap((name) => SIDES.map((side) => {
      const curve = picture.curves[name][`${outcome}.${side}`];
      const shown = (part) => number(curve[part][month] * scale(outcome), digits(outcome));
      return `${shown("mean")} (${shown("low")}–${shown("high")})`;
    }))]);
  }
  return table(`${t(`outcome.${outcome}`)} (${unit(outcome)})`, heads, rows);
}

export function images() {
  return Object.entries(cards).map(([outcome, { chart }]) => [outcome, chart.getDataURL({ type: "svg" })]);
}
