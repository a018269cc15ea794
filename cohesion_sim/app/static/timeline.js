// The timeline: reforms and shocks are dropped on it, moved by mouse or arrow keys, opened with Enter.

import { el, fill, select } from "./dom.js";
import { active, change, library, state } from "./state.js";
import { leverName, number, t } from "./words.js";

const REFORM = "reform";

export function timeline(root) {
  const track = el("div", { class: "track", ondragover: (event) => event.preventDefault(), ondrop: dropped },
    ticks(), active().events.map(flag));
  track.style.height = `${1.6 + 2.3 * Math.min(3, Math.max(1, active().events.length))}rem`;
  fill(root,
    el("div", { class: "timeline-head" }, el("h2", {}, t("app.timeline")), el("p", { class: "hint" }, t("app.timeline_hint"))),
    el("div", { class: "palette" }, [...library.shocks, REFORM].map((kind) =>
      el("button", { type: "button", class: `drop ${kind}`, id: `drop-${kind}`, draggable: true, ondragstart: (event) => event.dataTransfer.setData("text/plain", kind), onclick: () => put(kind, Math.round(state.place.months / 3)) },
        `+ ${kind === REFORM ? t("app.reform") : t(`shock.${kind}`)}`))),
    track);
}

function ticks() {
  const years = state.place.months / 12, step = years > 12 ? 2 : 1, made = [];
  for (let year = 0; year <= years; year += step) {
    const tick = el("span", { class: "tick", "aria-hidden": "true" }, year ? number(year) : t("app.year_0"));
    tick.style.left = `${100 * year / years}%`;
    made.push(tick);
  }
  return made;
}

function named(event) {
  if (event.shock) return t(`shock.${event.shock}`);
  const parts = [event.regime && t(`regime.${event.regime}`), event.euros !== undefined && t("app.euros_a_year", { euros: number(event.euros) }),
    ...Object.entries(event.levers ?? {}).map(([key, value]) => t("app.counted", { what: leverName(key), n: number(value, value > 1 ? 0 : 2) })),
    ...Object.entries(event.context ?? {}).map(([key, value]) => t("app.counted", { what: t(`factor.context.${key}`), n: number(value, value < 0.1 ? 4 : 2) }))];
  return t("app.reform_to", { what: parts.filter(Boolean).join(", ") });
}

export const inYear = (event) => t("app.in_year", { year: number(event.month / 12, event.month % 12 ? 1 : 0), what: named(event) });

function flag(event, at) {
  const words = inYear(event);
  const made = el("button", { type: "button", class: `flag ${event.shock || REFORM}`, id: `event-${at}`, "aria-label": `${words}. ${t("app.event_keys")}`, onkeydown: (key) => keyed(key, at), onclick: () => edit(at), onpointerdown: (down) => grabbed(down, at) }, named(event));
  const along = event.month / state.place.months, late = along > 0.5;
  made.style.left = `${100 * along}%`;
  made.classList.toggle("late", late);
  made.style.maxWidth = `min(20rem, ${100 * (late ? along : 1 - along)}%)`;
  made.style.top = `${1.6 + 2.1 * (at % 3)}rem`;
  return made;
}

const inside = (month) => Math.min(state.place.months - 1, Math.max(0, Math.round(month)));

// A shock happens in every scenario, so that the comparison stays one of policies; a reform is a policy of its own.
function put(kind, month) {
  change((now) => {
    const event = kind === REFORM ? { month: inside(month), regime: "mainstreamed", euros: now.policies[now.active].euros } : { month: inside(month), shock: kind, strength: 1, months: 12, half_life: 6 };
    const wanted = kind === REFORM ? [now.policies[now.active]] : Object.values(now.policies);
    for (const each of wanted) if (each.events.length < library.limits.events) each.events.push({ ...event });
  });
}

function dropped(event) {
  event.preventDefault();
  const box = event.currentTarget.getBoundingClientRect();
  const kind = event.dataTransfer.getData("text/plain");
  if (kind === REFORM || library.shocks.includes(kind)) put(kind, (event.clientX - box.left) / box.width * state.place.months);
}

const alike = (one, other) => one.shock && one.shock === other.shock && one.month === other.month;

function each(now, at, act) {
  const mine = now.policies[now.active].events[at];
  for (const policy of Object.values(now.policies)) {
    const found = policy === now.policies[now.active] ? at : policy.events.findIndex((other) => alike(mine, other));
    if (found >= 0 && policy !== now.policies[now.active]) act(policy.events, found);
  }
  act(now.policies[now.active].events, at);
}

const moveTo = (at, month) => change((now) => each(now, at, (events, n) => { events[n].month = inside(month); }));
const remove = (at) => change((now) => each(now, at, (events, n) => events.splice(n, 1)));

function keyed(key, at) {
  const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -12, PageUp: 12 }[key.key];
  if (step) { key.preventDefault(); moveTo(at, active().events[at].month + step); }
  if (key.key === "Delete" || key.key === "Backspace") { key.preventDefault(); remove(at); }
}

function grabbed(down, at) {
  const made = down.currentTarget, box = made.parentElement.getBoundingClientRect(), from = down.clientX;
  const month = (move) => active().events[at].month + (move.clientX - from) / box.width * state.place.months;
  let far = false;
  const follow = (move) => { far ||= Math.abs(move.clientX - from) > 4; if (far) made.style.left = `${100 * inside(month(move)) / state.place.months}%`; };
  const up = (move) => {
    removeEventListener("pointermove", follow);
    if (!far) return;
    made.addEventListener("click", (click) => click.stopImmediatePropagation(), { once: true, capture: true });
    moveTo(at, month(move));
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", up, { once: true });
}

function edit(at) {
  const dialog = document.getElementById("dialog"), event = active().events[at];
  const set = (key, value, part) => change((now) => each(now, at, (events, n) => {
    const those = part ? (events[n][part] ??= {}) : events[n];
    if (value === "") delete those[key];
    else those[key] = value;
  }));
  const field = (key, label, low, high, step, part) => el("div", { class: "field" }, el("label", { htmlFor: `edit-${key}` }, label),
    el("input", { type: "number", id: `edit-${key}`, min: low, max: high, step, value: (part ? event[part] : event)[key], onchange: (input) => set(key, Math.min(high, Math.max(low, Number(input.target.value))), part) }));
  fill(dialog,
    el("h2", { id: "dialog-title" }, event.shock ? t(`shock.${event.shock}`) : t("app.reform")),
    field("month", t("app.month"), 0, state.place.months - 1, 1),
    event.shock ? [field("strength", t("app.strength"), 0, 3, 0.1), field("months", t("app.lasts"), 0, 120, 1)]
      : [select(t("app.regime"), event.regime ?? "", [["", t("app.as_before")], ...Object.keys(library.regimes).map((name) => [name, t(`regime.${name}`)])], (value) => set("regime", value), "edit-regime"), field("euros", t("app.funding"), 0, 20000, 250),
        Object.keys(event.context ?? {}).map((key) => field(key, t(`factor.context.${key}`), library.town[key].low, library.town[key].high, "any", "context"))],
    el("form", { method: "dialog", class: "row" },
      el("button", { type: "button", onclick: () => { dialog.close(); remove(at); } }, t("app.remove")), el("button", { class: "main" }, t("app.close"))));
  dialog.showModal();
}
