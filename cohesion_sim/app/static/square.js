// The square of maintenance and mixing: named regimes lie on it, the point is moved by mouse, finger or arrow keys.

import { svg, el } from "./dom.js";
import { COLOURS, active, change, lever, library, setLever, state } from "./state.js";
import { number, t } from "./words.js";

const SIZE = 190, EDGE = 12;
const at = (share) => EDGE + share * (SIZE - 2 * EDGE);
// Where each name stands beside its dot, so that no two meet: across, down, anchor.
const SPOTS = {
  assimilationist: [4, -12, "end"], segregationist: [-8, 13, "start"], mainstreamed: [12, -14, "end"], targeted: [-6, -8, "end"],
  combined: [8, -12, "end"], exclusionary: [-4, 12, "start"], laissez_faire: [10, 13, "start"],
};

export function square(about) {
  const mine = active();
  const across = lever(mine, "social_mixing"), up = lever(mine, "cultural_maintenance");
  const said = t("app.point", { up: number(up, 2), across: number(across, 2) });
  const point = svg("g", { role: "slider", tabindex: 0, id: "point", "aria-label": t("app.square"), "aria-valuemin": 0, "aria-valuemax": 1, "aria-valuenow": across, "aria-valuetext": said, onkeydown: keyed },
    svg("circle", { cx: at(across), cy: SIZE - at(up), r: 16, class: "halo" }),
    svg("circle", { cx: at(across), cy: SIZE - at(up), r: 9, fill: COLOURS[state.active], stroke: "#fff", "stroke-width": 2.5 }));
  const field = svg("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, class: "square", onpointerdown: grabbed },
    svg("rect", { x: EDGE, y: EDGE, width: SIZE - 2 * EDGE, height: SIZE - 2 * EDGE, rx: 4, class: "ground" }),
    svg("path", { d: `M${SIZE / 2} ${EDGE}V${SIZE - EDGE}M${EDGE} ${SIZE / 2}H${SIZE - EDGE}`, class: "cross" }),
    ...Object.keys(SPOTS).map(mark), point);
  return el("figure", { class: "field-square" },
    el("figcaption", {}, el("span", {}, t("app.square")), about),
    el("div", { class: "with-axes" },
      el("span", { class: "axis up", "aria-hidden": "true" }, t("app.maintenance_axis")), field,
      el("span", { class: "axis across", "aria-hidden": "true" }, t("app.mixing_axis"))),
    el("p", { class: "hint" }, said, " ", t("app.square_hint", { regime: t(`regime.${mine.regime}`) })));
}

function mark(name) {
  const x = at(library.regimes[name].social_mixing), y = SIZE - at(library.regimes[name].cultural_maintenance);
  const dot = svg("circle", { cx: x, cy: y, r: 3.5, class: "regime-dot" });
  dot.append(svg("title", {}, t(`regime.${name}`)));
  const [across, down, anchor] = SPOTS[name];
  const word = svg("text", { x: x + across, y: y + down, "text-anchor": anchor, class: "regime-name" }, t(`regime.${name}`));
  return svg("g", {}, dot, word);
}

function moved(across, up) {
  const snapped = (value) => Math.round(20 * Math.min(1, Math.max(0, value))) / 20;
  change((now) => {
    setLever(now.policies[now.active], "social_mixing", snapped(across));
    setLever(now.policies[now.active], "cultural_maintenance", snapped(up));
  });
}

function keyed(event) {
  const step = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] }[event.key];
  if (!step) return;
  event.preventDefault();
  moved(lever(active(), "social_mixing") + step[0], lever(active(), "cultural_maintenance") + step[1]);
}

function grabbed(event) {
  const field = event.currentTarget;
  const spot = (where) => {
    const box = field.getBoundingClientRect();
    const share = (value, from, wide) => ((value - from) / wide * SIZE - EDGE) / (SIZE - 2 * EDGE);
    return [share(where.clientX, box.left, box.width), 1 - share(where.clientY, box.top, box.height)];
  };
  const dots = field.querySelectorAll("#point circle");
  const follow = (where) => {
    const [x, y] = spot(where).map((value) => Math.min(1, Math.max(0, value)));
    for (const dot of dots) { dot.setAttribute("cx", at(x)); dot.setAttribute("cy", SIZE - at(y)); }
  };
  event.preventDefault();
  field.setPointerCapture(event.pointerId);
  follow(event);
  field.addEventListener("pointermove", follow);
  field.addEventListener("pointerup", (where) => { field.removeEventListener("pointermove", follow); moved(...spot(where)); }, { once: true });
}
