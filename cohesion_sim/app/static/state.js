// The state of a page is one plain value: a place and up to five policies, the first of them the baseline.

import { t } from "./words.js";

export const NAMES = ["base", "a", "b", "c", "d"];
export const COLOURS = { base: "#5f6368", a: "#0072B2", b: "#D55E00", c: "#007A5A", d: "#A64D82" };
export const DASHES = { base: "dashed", a: "solid", b: [10, 4], c: [2, 3], d: [12, 4, 2, 4] };

export let library = null;
export let state = null;
export const USUAL_SEED = 1;
const MOST_STEPS = 60;
let history = [];
const listeners = new Set();

export function start(found) {
  library = found;
  state = {
    place: { context: "european_city", persons: 2000, months: 120, seed: USUAL_SEED },
    policies: { base: policy("laissez_faire"), a: policy("mainstreamed") },
    active: "a",
  };
}

export const policy = (regime, euros = 7000) => ({ label: "", regime, levers: {}, euros, events: [], setting: "" });
export const onChange = (listener) => listeners.add(listener);
const copied = (value) => JSON.parse(JSON.stringify(value));

export function change(edit, { quiet = false } = {}) {
  const before = copied(state);
  edit(state);
  if (JSON.stringify(before) === JSON.stringify(state)) return;
  if (!quiet) remember(before);
  for (const listener of listeners) listener({ quiet });
}

function remember(before) {
  history = [...history, before].slice(-MOST_STEPS);
}

// Going back is a change like any other: it can itself be undone, and nothing later is lost.
export function back(at) {
  const wanted = copied(history[at]);
  remember(state);
  state = wanted;
  for (const listener of listeners) listener({});
}

export const earlier = () => history;

export function undo() {
  if (!history.length) return;
  state = history.pop();
  for (const listener of listeners) listener({});
}

export const canUndo = () => history.length > 0;
export const active = () => state.policies[state.active];
export const named = (name, now = state) => `${name === "base" ? "" : `${name.toUpperCase()} · `}${now.policies[name]?.label || t(`regime.${now.policies[name]?.regime}`)}`;
export const lever = (policyOf, key) => policyOf.levers[key] ?? library.regimes[policyOf.regime][key] ?? library.levers[key].default;

export function setLever(policyOf, key, value) {
  if (library.regimes[policyOf.regime][key] === value) delete policyOf.levers[key];
  else policyOf.levers[key] = value;
}

// The mix can never exceed the budget: what one instrument gains, the others give in proportion.
export function setInstrument(policyOf, chosen, value) {
  const others = library.instruments.filter((each) => each !== chosen);
  const sum = others.reduce((total, each) => total + lever(policyOf, `instruments.${each}`), 0);
  setLever(policyOf, `instruments.${chosen}`, value);
  if (sum + value <= 1) return;
  for (const each of others) {
    const key = `instruments.${each}`;
    setLever(policyOf, key, Math.floor(1e4 * lever(policyOf, key) * (1 - value) / sum) / 1e4);
  }
}

export const request = (replicates = library.limits.replicates) => ({ place: state.place, policies: copied(state.policies), replicates });

export function file() {
  return { cohesion_sim: 1, version: library.version, place: state.place, policies: state.policies };
}

export function opened(found) {
  if (!found || found.cohesion_sim !== 1 || !found.place || !found.policies) throw new Error(t("app.not_a_scenario"));
  const unknownNames = Object.keys(found.policies).filter((name) => !NAMES.includes(name));
  if (unknownNames.length || !found.policies.base) throw new Error(t("app.not_a_scenario"));
  change((now) => {
    now.place = { ...now.place, ...found.place };
    now.policies = found.policies;
    now.active = Object.keys(found.policies).at(-1);
  });
}
