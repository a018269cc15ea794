// Share: a comparison is a short file or a link; opened again it gives the same result, or says why it may not.

import { ask } from "./asking.js";
import { images, sentence } from "./curves.js";
import { el, fill, notice, save } from "./dom.js";
import { file, lever, library, named, onChange, opened, request, state } from "./state.js";
import { decision } from "./room.js";
import { compute, latest } from "./steer.js";
import { inYear } from "./timeline.js";
import { current, number, t } from "./words.js";

let root = null;

const packed = (value) => btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value)))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const unpacked = (text) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0))));

export const carried = () => location.hash.startsWith("#scenario=");
export const link = () => `${location.origin}/#scenario=${packed(file())}`;

export async function receive() {
  const text = location.hash.slice("#scenario=".length);
  history.replaceState(null, "", "#steer");
  try { await take(unpacked(text)); } catch (error) { notice(error instanceof SyntaxError || error.name === "InvalidCharacterError" ? t("app.not_a_scenario") : error.message); }
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

// The server checks everything before the page believes it.
async function take(found) {
  if (!found || found.cohesion_sim !== 1) throw new Error(t("app.not_a_scenario"));
  await ask("/api/check", { place: found.place, policies: found.policies, replicates: 1 });
  opened(found);
  location.hash = "steer";
  compute();
  if (found.version !== library.version) notice(t("app.other_version", { theirs: String(found.version).slice(0, 60), ours: library.version }));
}

export function render(given) {
  root = given;
  const field = el("input", { id: "share-link", readOnly: true, value: link() });
  const upload = el("input", { id: "share-file", type: "file", hidden: true, accept: ".json,application/json", onchange: read });
  const alone = Object.keys(state.policies).length < 2;
  fill(root,
    el("div", { class: "two no-print" },
      el("section", { class: "sheet" }, el("h2", {}, t("app.share_title")), el("p", { class: "hint" }, t("app.share_hint", { version: library.version })),
        el("div", { class: "field" }, el("label", { htmlFor: "share-link" }, t("app.share_link")), field),
        el("div", { class: "row" }, el("button", { type: "button", onclick: () => copy(field) }, t("app.copy")),
          el("button", { type: "button", id: "save-scenario", onclick: () => save("cohesion-scenario.json", JSON.stringify(file(), null, 1), "application/json") }, t("app.save_scenario")),
          el("button", { type: "button", id: "choose-file", onclick: () => upload.click() }, t("app.open_scenario"))), upload),
      el("section", { class: "sheet" }, el("h2", {}, t("app.take_home")), el("p", { class: "hint" }, t("app.take_home_hint")),
        el("div", { class: "row" }, page("/report", "open-report", t("app.open_report"), alone), page("/one-page", "open-one-page", t("app.open_one_page"), alone)),
        alone ? el("p", { class: "hint" }, t("app.report_needs_two")) : null,
        el("div", { class: "row" }, el("button", { type: "button", onclick: data }, t("app.save_data")), el("button", { type: "button", onclick: figures }, t("app.save_figures")), el("button", { type: "button", onclick: () => print() }, t("app.print_cards"))))),
    el("section", { class: "sheet" }, el("h2", {}, t("app.cards_title")), el("div", { class: "policy-cards" }, Object.keys(state.policies).map(card))));
}

// A page of its own, made by the workshop: a form opens it in a new tab without any script in that tab.
function page(action, id, words, disabled) {
  const form = el("form", { method: "post", action, target: "_blank", onsubmit: () => { form.elements.request.value = JSON.stringify(request()); form.elements.decision.value = decision(); } },
    ["request", "decision", "language"].map((name) => el("input", { type: "hidden", name, value: name === "language" ? current() : "" })), el("button", { class: "main", id, disabled }, words));
  return form;
}

export function open() { if (root) render(root); }
onChange(() => { if (root && !root.hidden) render(root); });

async function copy(field) {
  field.select();
  try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
  notice(t("app.copied"));
}

async function read(event) {
  const chosen = event.target.files[0];
  if (!chosen) return;
  try {
    if (chosen.size > 60000) throw new Error(t("app.too_large"));
    await take(JSON.parse(await chosen.text()));
  } catch (error) { notice(error instanceof SyntaxError ? t("app.not_a_scenario") : error.message); }
  event.target.value = "";  // so that the same file, once mended, can be chosen again
}

function data() {
  if (!latest) return;
  const rows = [["scenario", "outcome", "side", "month", "mean", "low", "high"]];
  for (const [name, curves] of Object.entries(latest.curves)) {
    for (const [key, curve] of Object.entries(curves)) {
      curve.mean.forEach((mean, month) => rows.push([`"${named(name).replaceAll('"', "'")}"`, ...key.split("."), month, mean, curve.low[month], curve.high[month]]));
    }
  }
  save("cohesion-curves.csv", rows.map((row) => row.join(",")).join("\n"), "text/csv");
}

function figures() {
  for (const [outcome, url] of images()) el("a", { href: url, download: `cohesion-${outcome}.svg` }).click();
}

function card(name) {
  const mine = state.policies[name];
  const top = library.instruments.map((each) => [each, lever(mine, `instruments.${each}`)]).sort((one, other) => other[1] - one[1]).slice(0, 4).filter(([, share]) => share > 0);
  return el("article", { class: `policy-card of-${name}` }, el("h3", {}, named(name)),
    el("p", {}, t("app.point", { up: number(lever(mine, "cultural_maintenance"), 2), across: number(lever(mine, "social_mixing"), 2) })),
    el("p", {}, t("app.euros_a_year", { euros: number(mine.euros) })),
    el("p", {}, t("app.counted", { what: t("lever.delivery.targeted_share"), n: t("app.percent", { n: number(100 * lever(mine, "delivery.targeted_share")) }) }), " · ", t("app.counted", { what: t("lever.governance.decentralised"), n: t("app.percent", { n: number(100 * lever(mine, "governance.decentralised")) }) })),
    el("ul", {}, top.map(([each, share]) => el("li", {}, t("app.counted", { what: t(`instrument.${each}`), n: t("app.percent", { n: number(100 * share) }) })))),
    mine.events.length ? el("ul", {}, mine.events.map((event) => el("li", {}, inYear(event)))) : null,
    answers(name));
}

// What the model says of a scenario, on its card.
function answers(name) {
  const rows = latest?.ends.filter((row) => row.scenario === name && library.shown.includes(row.outcome)) ?? [];
  return rows.length ? el("table", {}, el("caption", {}, t("app.report_differences")), el("tbody", {}, rows.map((row) =>
    el("tr", {}, el("th", { scope: "row" }, `${t(`outcome.${row.outcome}`)}, ${t(`subgroup.${row.side}`)}`), el("td", {}, sentence(row)))))) : null;
}
