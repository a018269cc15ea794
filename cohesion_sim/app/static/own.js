// A role's own numbers: nobody else in the room is given them; before a round is revealed, the baseline's only.

import { ask } from "./asking.js";
import { el, fill, table } from "./dom.js";
import { library } from "./state.js";
import { number, signed, t } from "./words.js";

const WORDS = { towards: "app.way_towards", away: "app.way_away", too_small: "app.too_small", cannot_tell: "verdict.cannot_tell" };
const LOOKS = { towards: "better", away: "worse", too_small: "open", cannot_tell: "open" };
let asked = "", found = null;

export function own(room, called) {
  const box = el("div", { id: "own-numbers", "aria-live": "polite" });
  const title = t("app.own_title", { role: t(`role.${room.role}`) });
  load(room, box, called, title);
  return el("section", { class: "sheet own", "aria-labelledby": "own-title" }, el("h2", { id: "own-title" }, title),
    el("p", { class: "hint" }, t(room.phase === "see" ? "app.own_after" : "app.own_before")), box);
}

async function load(room, box, called, title) {
  const question = JSON.stringify([room.code, room.round, room.phase, room.plan]);
  if (question !== asked || !found) {
    fill(box, el("p", { role: "status" }, t("app.computing")));
    try {
      const answer = await ask("/api/room/own", { code: room.code });
      [asked, found] = [question, answer.numbers];
    } catch (error) { fill(box, el("p", { class: "assumed" }, error.message)); return; }
  }
  fill(box, score(called), rows(called, title));
}

const about = (outcome) => library.outcomes[outcome] ?? library.watched[outcome];
const times = (outcome) => (about(outcome).percent ? 100 : 1);
const digits = (outcome) => (about(outcome).percent ? 1 : about(outcome).unit === "share" ? 3 : about(outcome).unit.startsWith("EUR") ? 0 : about(outcome).unit === "ties" ? 2 : 1);
const unit = (outcome) => (about(outcome).percent ? t("unit.percent") : t(`unit.${about(outcome).unit}`));

function name(row) {
  const whom = row.side === "everybody" ? "" : `, ${t(`subgroup.${row.side}`)}`;
  return `${t(`outcome.${row.outcome}`)}${whom} (${unit(row.outcome)})`;
}

function rows(called, title) {
  const others = found[0].moved.map((each) => each.scenario);
  const heads = [t("app.own_number"), t("app.own_wish"), called("base"), ...others.map(called)];
  return table(title, heads, found.map((row) => [name(row), t(row.wish > 0 ? "app.wish_more" : "app.wish_less"),
    number(row.baseline * times(row.outcome), digits(row.outcome)), ...row.moved.map((each) => moved(row.outcome, each))]));
}

function moved(outcome, each) {
  if (each.difference === null) return "–";
  const shown = (value) => signed(value * times(outcome), digits(outcome));
  const interval = each.low === null ? "" : ` [${shown(each.low)}; ${shown(each.high)}] `;
  return el("span", {}, `${shown(each.difference)}${interval}`, el("em", { class: `said ${LOOKS[each.way]}` }, t(WORDS[each.way])));
}

function score(called) {
  return found[0].moved.map((each, at) => {
    const ways = found.map((row) => row.moved[at].way), count = (way) => ways.filter((one) => one === way).length;
    return el("p", {}, el("strong", {}, t("app.own_score", { name: called(each.scenario), n: number(count("towards")), all: number(ways.length), away: number(count("away")) })));
  });
}
