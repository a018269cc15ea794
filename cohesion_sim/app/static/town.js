// The town as a living network: persons coloured by how they fare, ties that bridge, year by year; places beside it.

import { ask } from "./asking.js";
import { el, fill, select, svg, table } from "./dom.js";
import { request } from "./state.js";
import { number, t } from "./words.js";

const SCALE = ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"];

function shade(hundredths) {
  const at = Math.min(3.999, Math.max(0, hundredths / 25)), low = Math.floor(at), part = at - low;
  const rgb = (hex) => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));
  const [one, other] = [rgb(SCALE[low]), rgb(SCALE[low + 1])];
  return `rgb(${one.map((value, n) => Math.round(value + part * (other[n] - value))).join(",")})`;
}

export async function town(body, scenario, onPerson = null) {
  const found = await ask("/api/town", { request: request(), scenario });
  const now = { year: found.years.length - 1, colour: 0 };
  const canvas = el("canvas", { class: "town-canvas", role: "img" });
  const words = el("p", { role: "status" });
  const places = el("div");
  const years = el("input", { type: "range", id: "town-year", min: 0, max: found.years.length - 1, step: 1, value: now.year, oninput: (event) => { now.year = Number(event.target.value); draw(); } });
  years.value = now.year;
  const play = el("button", { type: "button", onclick: () => run() }, t("app.play"));
  fill(body,
    el("div", { class: "row" }, select(t("app.colour"), "0", found.colours.map((name, at) => [String(at), t(`outcome.${name}`)]), (value) => { now.colour = Number(value); draw(); }, "town-colour"),
      el("div", { class: "field" }, el("label", { htmlFor: "town-year" }, t("app.year")), years), play),
    words, canvas, legend(), places);

  function run() {
    now.year = 0;
    const step = () => { years.value = now.year; draw(); if (++now.year < found.years.length) setTimeout(step, 700); else now.year = found.years.length - 1; };
    step();
  }

  function draw() {
    const year = found.years[now.year];
    const bridging = year.ties.filter((tie) => tie[3]).length;
    words.textContent = t("app.town_now", { year: number(year.month / 12), persons: number(Object.keys(year.persons).length), share: number(100 * bridging / Math.max(1, year.ties.length), 1) });
    canvas.setAttribute("aria-label", words.textContent);
    paint(canvas, found, year, now.colour);
    const name = found.colours[now.colour];
    fill(places, grid(year.places, name), table(t("app.places_title"), [t("app.place"), t("app.persons_head"), t("app.migrants_head"), `${t(`outcome.${name}`)}, ${t("subgroup.hosts")}`, `${t(`outcome.${name}`)}, ${t("subgroup.migrants")}`],
      year.places.map((place, at) => [number(at + 1), number(place.persons), number(place.migrants), number(place[`${name}.hosts`], 2), number(place[`${name}.migrants`], 2)])));
  }

  if (onPerson) pickable(canvas, found, () => found.years[now.year], onPerson, draw);
  requestAnimationFrame(draw);
}

function frame(canvas, found) {
  const spots = Object.values(found.where), xs = spots.map((spot) => spot[0]), ys = spots.map((spot) => spot[1]);
  const [left, right, top, bottom] = [Math.min(...xs) - 1, Math.max(...xs) + 1, Math.min(...ys) - 1, Math.max(...ys) + 1];
  const wide = canvas.clientWidth, high = canvas.clientHeight, times = Math.min(wide / (right - left), high / (bottom - top));
  return { at: (spot) => [(spot[0] - (left + right) / 2) * times + wide / 2, (spot[1] - (top + bottom) / 2) * times + high / 2], size: Math.max(2, 0.38 * times) };
}

function paint(canvas, found, year, colour) {
  const dots = window.devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * dots;
  canvas.height = canvas.clientHeight * dots;
  const pen = canvas.getContext("2d"), { at, size } = frame(canvas, found);
  pen.scale(dots, dots);
  for (const across of [0, 1]) {
    pen.strokeStyle = across ? "rgba(213,94,0,0.55)" : "rgba(130,140,148,0.22)";
    pen.lineWidth = across ? 0.9 : 0.6;
    pen.beginPath();
    for (const [one, other, , bridges] of year.ties) {
      if (bridges !== across || !found.where[one] || !found.where[other]) continue;
      pen.moveTo(...at(found.where[one]));
      pen.lineTo(...at(found.where[other]));
    }
    pen.stroke();
  }
  for (const [key, values] of Object.entries(year.persons)) {
    const spot = found.where[key], [x, y] = at(spot), migrant = spot[2] > 0;
    pen.fillStyle = shade(values[colour]);
    pen.strokeStyle = migrant ? "#000" : "#fff";
    pen.lineWidth = migrant ? 1.1 : 0.5;
    pen.beginPath();
    if (migrant) pen.rect(x - size, y - size, 2 * size, 2 * size);
    else pen.arc(x, y, size, 0, 7);
    pen.fill();
    pen.stroke();
  }
}

// A person is picked with the pointer, or with arrow keys, which go from one to the next, and Enter.
function pickable(canvas, found, year, onPerson, draw) {
  let here = null;
  Object.assign(canvas, { tabIndex: 0, id: "town-picker" });
  canvas.setAttribute("role", "application");
  const ring = () => {
    draw();
    const { at, size } = frame(canvas, found), [x, y] = at(found.where[here]), pen = canvas.getContext("2d");
    pen.strokeStyle = "#d55e00";
    pen.lineWidth = 3;
    pen.beginPath();
    pen.arc(x, y, size + 5, 0, 7);
    pen.stroke();
    canvas.setAttribute("aria-label", t("app.pick_at", { who: t(found.where[here][2] > 0 ? "subgroup.migrants" : "subgroup.hosts"), place: number(found.where[here][3] + 1) }));
  };
  canvas.addEventListener("click", (event) => {
    const box = canvas.getBoundingClientRect();
    onPerson(nearest(canvas, found, year(), event.clientX - box.left, event.clientY - box.top));
  });
  canvas.addEventListener("keydown", (event) => {
    const towards = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "Enter" && here) onPerson(here);
    if (!towards) return;
    event.preventDefault();
    here = here in year().persons ? next(canvas, found, year(), here, towards) : nearest(canvas, found, year(), canvas.clientWidth / 2, canvas.clientHeight / 2);
    ring();
  });
}

function nearest(canvas, found, year, x, y) {
  const { at } = frame(canvas, found);
  const far = (key) => { const [left, top] = at(found.where[key]); return Math.hypot(left - x, top - y); };
  return Object.keys(year.persons).reduce((best, key) => (far(key) < far(best) ? key : best));
}

// The nearest person on that side, whoever lies straight ahead before who lies aside; the same if nobody does.
function next(canvas, found, year, here, [across, down]) {
  const { at } = frame(canvas, found), [x, y] = at(found.where[here]);
  const cost = (key) => {
    const [left, top] = at(found.where[key]), ahead = (left - x) * across + (top - y) * down;
    return ahead > 0.5 ? ahead + 2 * Math.abs((left - x) * down + (top - y) * across) : Infinity;
  };
  return Object.keys(year.persons).reduce((best, key) => (cost(key) < cost(best) ? key : best), here);
}

function legend() {
  const bar = svg("svg", { viewBox: "0 0 200 12", class: "shades", "aria-hidden": "true" });
  for (let part = 0; part < 40; part += 1) bar.append(svg("rect", { x: 5 * part, y: 0, width: 5.5, height: 12, fill: shade(2.5 * part) }));
  return el("p", { class: "town-legend" }, "0 ", bar, " 1 · ", t("app.town_legend"));
}

function grid(places, name) {
  const columns = Math.ceil(Math.sqrt(places.length)), cell = 64;
  const drawn = svg("svg", { viewBox: `0 0 ${columns * cell} ${Math.ceil(places.length / columns) * cell}`, class: "place-grid", role: "img", "aria-label": t("app.places_title") });
  places.forEach((place, at) => {
    const x = (at % columns) * cell, y = Math.floor(at / columns) * cell, value = place[`${name}.migrants`];
    const share = place.persons ? place.migrants / place.persons : 0;
    drawn.append(svg("rect", { x: x + 2, y: y + 2, width: cell - 4, height: cell - 4, rx: 5, fill: value === null ? "#e3e6e8" : shade(100 * value) }),
      svg("rect", { x: x + 6, y: y + cell - 23, width: cell - 12, height: 17, rx: 3, fill: "#ffffffee" }),
      svg("text", { x: x + cell / 2, y: y + cell - 10.5, "text-anchor": "middle", class: "place-word" }, `${at + 1} · ${number(100 * share)} %`));
  });
  return el("figure", {}, el("figcaption", { class: "hint" }, t("app.places_hint")), drawn);
}
