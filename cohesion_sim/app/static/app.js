// The page: six views of one state, in two languages.

import { get } from "./asking.js";
import { fill, el, notice } from "./dom.js";
import * as glossary from "./glossary.js";
import { showHistory } from "./history.js";
import * as lives from "./lives.js";
import * as room from "./room.js";
import * as share from "./share.js";
import { canUndo, onChange, start, undo } from "./state.js";
import * as steer from "./steer.js";
import * as understand from "./understand.js";
import { choose, current, load, onLanguage, t } from "./words.js";

const PAGES = { steer, understand, lives, room, share, glossary };

function shown() {
  const wished = location.hash.slice(1).split("=")[0];
  return wished in PAGES ? wished : "steer";
}

function tabs() {
  fill(document.getElementById("tabs"), Object.keys(PAGES).map((name) =>
    el("a", { href: `#${name}`, "aria-current": shown() === name ? "page" : null }, t(`app.page_${name}`))));
}

function show() {
  const name = shown();
  for (const each of Object.keys(PAGES)) document.getElementById(each).hidden = each !== name;
  tabs();
  PAGES[name].open?.();
  document.title = `${t(`app.page_${name}`)} – Cohesion Sim`;
}

function spoken() {
  for (const each of document.querySelectorAll("[data-t]")) each.textContent = t(each.dataset.t);
  for (const each of document.querySelectorAll("[data-language]")) {
    each.setAttribute("aria-pressed", String(each.dataset.language === current()));
  }
  document.querySelector("header nav").setAttribute("aria-label", t("app.pages"));
  document.querySelector(".languages").setAttribute("aria-label", t("app.language"));
}

function render() {
  spoken();
  for (const [name, page] of Object.entries(PAGES)) page.render(document.getElementById(name));
  show();
}

async function main() {
  await load();
  start(await get("/api/library"));
  const carried = share.carried();
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => choose(button.dataset.language));
  }
  const back = document.getElementById("undo");
  back.disabled = true;
  back.addEventListener("click", undo);
  document.getElementById("history").addEventListener("click", showHistory);
  const projector = document.getElementById("projector");
  projector.addEventListener("click", () => {
    const on = document.documentElement.classList.toggle("projector");
    projector.setAttribute("aria-pressed", String(on));
    window.dispatchEvent(new Event("resize"));
  });
  onLanguage(render);
  onChange(() => { back.disabled = !canUndo(); notice(""); });
  window.addEventListener("hashchange", () => { share.carried() ? share.receive() : show(); });
  render();
  if (carried) share.receive();
  else steer.compute();
}

main();
