// Workshop mode: predict first, then see, alone or in a room of several browsers; rounds with a budget, roles, a record.

import { ask, holdKey } from "./asking.js";
import { scale, digits } from "./curves.js";
import { el, fill, notice, save, select, table } from "./dom.js";
import { own } from "./own.js";
import { change, library, named, request, state } from "./state.js";
import { latest, onPicture } from "./steer.js";
import { number, signed, t } from "./words.js";

const GUESSES = ["up", "same", "down", "cannot_tell"];
const REFRESH = 1500;
let root = null, room = null, mine = {}, clock = null, drawn = -1;

export function render(given) {
  root = given;
  drawn = -1;
  if (!root.hidden) open();
}

// What the room decided last, for the page that is taken home.
export const decision = () => room?.decision || room?.past.at(-1)?.decision || "";

export function open() {
  if (room) show(); else lobby();
}

async function act(path, body) {
  try {
    const found = await ask(path, body);
    if (found.key) holdKey(found.key);
    const newRound = room && found.round !== room.round;
    room = found;
    if (newRound) mine = {};
    notice("");
    show();
  } catch (error) { notice(error.message); }
}

function lobby() {
  const code = el("input", { id: "room-code", maxLength: 5, autocomplete: "off" });
  let role = library.roles[0];
  fill(root, el("div", { class: "two" },
    el("section", { class: "sheet" }, el("h2", {}, t("app.join_room")), el("p", { class: "hint" }, t("app.join_hint")),
      el("div", { class: "field" }, el("label", { htmlFor: "room-code" }, t("app.room_code")), code),
      select(t("app.role"), role, library.roles.map((each) => [each, t(`role.${each}`)]), (value) => { role = value; }, "role"),
      el("div", { class: "row" }, el("button", { type: "button", class: "main", id: "join", onclick: () => start("/api/room/join", { code: code.value, role }) }, t("app.join")))),
    el("section", { class: "sheet" }, el("h2", {}, t("app.lead_room")), el("p", { class: "hint" }, t("app.lead_hint")),
      el("button", { type: "button", class: "main", id: "open-room", onclick: () => start("/api/room/open", {}) }, t("app.open_room")))));
}

async function start(path, body) {
  await act(path, body);
  clearInterval(clock);
  if (room) clock = setInterval(refresh, REFRESH);
}

async function refresh() {
  try {
    const found = await ask("/api/room/see", { code: room.code });
    if (found.version === room.version) return;
    if (found.round !== room.round) mine = {};
    room = found;
    show();
  } catch (error) { clearInterval(clock); notice(error.message); }
}

function show() {
  if (root.hidden || (drawn === room.version && root.dataset.round === String(room.round))) return;
  drawn = room.version;
  root.dataset.round = String(room.round);
  const focus = document.activeElement?.id;
  fill(root, el("section", { class: "sheet" },
    el("h2", {}, t("app.round", { n: number(room.round) }), room.leads ? "" : ` · ${t(`role.${room.role}`)}`),
    room.leads ? el("p", {}, t("app.tell_code"), " ", el("span", { class: "code", id: "code" }, room.code)) : el("p", { class: "told" }, t(`role_goal.${room.role}`)),
    el("p", { role: "status" }, t("app.room_now", { members: number(room.members), guessed: number(room.guessed), budget: number(room.budget) })),
    room.leads ? leading() : null),
  room.plan ? el("section", { class: "sheet" }, el("h2", {}, t("app.plan_title")), plan()) : el("section", { class: "sheet" }, el("p", {}, t(room.leads ? "app.no_plan_lead" : "app.no_plan"))),
  room.plan && !room.leads ? own(room, (name) => named(name, room.plan)) : null,
  room.plan ? el("section", { class: "sheet" }, room.phase === "predict" ? predicting() : seeing()) : null,
  room.past.length ? el("section", { class: "sheet" }, el("h2", {}, t("app.record")), el("ol", { class: "record" }, room.past.map((each) => el("li", {}, recorded(each).map((words, at) => el(at ? "p" : "strong", {}, words))))), el("button", { type: "button", id: "save-record", onclick: saveRecord }, t("app.save_record"))) : null);
  if (focus) document.getElementById(focus)?.focus();
}

// A round in words: what was decided, about which policies, and what most had guessed.
function recorded(round) {
  const policies = Object.entries(round.plan?.policies ?? {}).map(([name, each]) => `${named(name, round.plan)} (${t("app.euros", { n: number(each.euros) })})`).join(" · ");
  const guessed = library.asked.flatMap((asked) => {
    const most = Object.entries(round.counts[asked] ?? {}).sort((one, other) => other[1] - one[1])[0];
    return most ? [t("app.counted", { what: about(asked), n: t(`app.guess_${most[0]}`) })] : [];
  });
  return [round.decision || t("app.no_decision"), t("app.counted", { what: t("app.round", { n: number(round.round) }), n: policies }), guessed.length ? t("app.record_guess", { what: guessed.join("; ") }) : ""].filter(Boolean);
}

function saveRecord() {
  save("cohesion-decisions.txt", room.past.map((each) => recorded(each).join("\n")).join("\n\n"), "text/plain");
}

function leading() {
  const budget = el("input", { type: "number", id: "budget", min: 0, max: 20000, step: 250, value: room.budget });
  const decision = el("textarea", { id: "decision", maxLength: 500, rows: 2, value: room.decision });
  const lead = (wish) => act("/api/room/lead", { code: room.code, change: wish });
  return el("div", {},
    el("div", { class: "row" }, el("div", { class: "field" }, el("label", { htmlFor: "budget" }, t("app.budget")), budget),
      el("button", { type: "button", class: "main", id: "send-plan", onclick: () => lead({ budget: Number(budget.value), plan: request() }) }, t("app.send_plan")),
      room.phase === "predict" ? el("button", { type: "button", id: "reveal", disabled: !room.plan, onclick: () => lead({ phase: "see" }) }, t("app.reveal")) : el("button", { type: "button", id: "next-round", onclick: () => lead({ decision: decision.value, next: true }) }, t("app.next_round"))),
    room.phase === "see" ? el("div", { class: "field" }, el("label", { htmlFor: "decision" }, t("app.decision")), decision) : null);
}

function plan() {
  return el("div", {}, el("ul", {}, Object.entries(room.plan.policies).map(([name, each]) => el("li", {}, el("span", { class: `tag of-${name}` }, each.label || t(`regime.${each.regime}`)), ` · ${t("app.euros_a_year", { euros: number(each.euros) })}`))),
    el("button", { type: "button", id: "take-plan", onclick: take }, t("app.take_plan")));
}

function take() {
  change((now) => { now.place = room.plan.place; now.policies = JSON.parse(JSON.stringify(room.plan.policies)); now.active = Object.keys(now.policies).at(-1); });
  location.hash = "steer";
}

function about(asked) {
  const [outcome, side] = asked.split(".");
  return `${t(`outcome.${outcome}`)}, ${t(`subgroup.${side}`)}`;
}

function predicting() {
  const already = Object.keys(room.mine).length > 0;
  mine = { ...room.mine, ...mine };
  return el("form", { onsubmit: (event) => { event.preventDefault(); act("/api/room/guess", { code: room.code, guesses: mine }); } },
    el("h2", {}, t("app.predict_title")), el("p", { class: "hint" }, t("app.predict_hint")),
    el("div", { class: "guesses" }, library.asked.map((asked) => el("fieldset", {}, el("legend", {}, about(asked)), el("div", { class: "guess" }, GUESSES.map((guess) => {
      const id = `guess-${asked}-${guess}`.replace(".", "-");
      return el("label", { htmlFor: id }, el("input", { type: "radio", id, name: asked, value: guess, checked: mine[asked] === guess, onchange: () => { mine[asked] = guess; } }), " ", t(`app.guess_${guess}`));
    }))))),
    el("button", { class: "main", id: "send-guesses" }, already ? t("app.change_guesses") : t("app.send_guesses")), already ? el("p", { role: "status", id: "sent" }, t("app.guesses_sent")) : null);
}

function seeing() {
  const target = Object.keys(room.plan.policies).at(-1), most = Math.max(1, room.guessed);
  const heads = [t("app.asked_about"), ...GUESSES.map((guess) => t(`app.guess_${guess}`)), t("app.the_model")];
  const rows = library.asked.map((asked) => [about(asked), ...GUESSES.map((guess) => counted(asked, guess, most)), model(asked, target)]);
  return el("div", { id: "revealed" }, el("h2", {}, t("app.seen_title")), el("p", { class: "hint" }, t("app.seen_hint")), table(t("app.seen_title"), heads, rows));
}

function counted(asked, guess, most) {
  const n = room.counts[asked]?.[guess] || 0, bar = el("i", { class: "bar", "aria-hidden": "true" });
  bar.style.width = `${3 * n / most}rem`;
  return el("span", { class: n ? "" : "nobody" }, bar, `${number(n)}${room.mine[asked] === guess ? ` (${t("app.yours")})` : ""}`);
}

function model(asked, target) {
  const [outcome, side] = asked.split(".");
  const mineNow = JSON.stringify(state.policies) === JSON.stringify(room.plan.policies) && JSON.stringify(state.place) === JSON.stringify(room.plan.place);
  const row = mineNow && latest?.ends.find((each) => each.outcome === outcome && each.side === side && each.scenario === target);
  if (!row) return t("app.run_to_see");
  const verdict = row.small || row.verdict === "no difference" ? "same" : row.low > 0 ? "up" : row.high < 0 ? "down" : "cannot_tell";
  return el("em", { class: "said" }, `${t(`app.guess_${verdict}`)} (${signed(row.difference * scale(outcome), digits(outcome))})`);
}

onPicture(() => { if (room && root && !root.hidden && room.phase === "see") { drawn = -1; show(); } });
