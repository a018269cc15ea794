"""People steer the workshop in a real browser, in two languages, with a keyboard, and nothing leaves the machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cohesion_sim.app.plan import LEVERS

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 180_000
"""Milliseconds: the first run compiles everything."""
TABS = ("steer", "understand", "lives", "room", "share", "glossary")
SMALL = {
    "cohesion_sim": 1,
    "version": "another",
    "place": {"context": "teaching_town", "persons": 300, "months": 24, "seed": 1},
    "policies": {
        name: {"label": "", "regime": regime, "levers": {}, "euros": 7000, "events": []}
        for name, regime in (("base", "laissez_faire"), ("a", "mainstreamed"))
    },
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Open the workshop on a free port, as a user would, and close it in the end."""
    command = [sys.executable, "-m", "cohesion_sim", "app", "port=0", "browser=false"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "200"})
    try:
        assert server.stdout is not None
        yield next(word for word in server.stdout.readline().split() if word.startswith("http"))
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture
def page(browser: Any, address: str, tmp_path: Path) -> Iterator[Any]:
    """Return a page with the small town open; in the end nothing has complained and nothing has left the machine."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1366, "height": 768})
    yield (found := opened(context, address, tmp_path))
    assert found.complaints == []
    assert all(url.startswith((address, "data:", "blob:")) for url in found.asked)
    context.close()


def opened(context: Any, address: str, folder: Path) -> Any:
    """Return a page in which a scenario file has been opened and computed."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.complaints, page.asked = [], []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    file = folder / "scenario.json"
    file.write_text(json.dumps(SMALL))
    page.goto(f"{address}#share")
    page.set_input_files("#share-file", file)
    page.wait_for_url("**/#steer")
    done(page)
    return page


def done(page: Any) -> None:
    """Wait until all runs are drawn, and remember how often something was asked."""
    page.wait_for_selector("body[data-state=done]")
    page.answered = asked(page)


def asked(page: Any) -> int:
    """Return how often the page has asked for a comparison; a known one is answered too fast to be seen coming."""
    return int(page.get_attribute("body", "data-asked"))


def again(page: Any) -> None:
    """Wait until a change has been computed."""
    page.wait_for_function("seen => Number(document.body.dataset.asked) > seen", arg=page.answered)
    done(page)


def last_of(page: Any) -> str:
    """Return what a reader of the screen hears of the belonging chart."""
    return str(page.get_attribute("#card-belonging .chart", "aria-label"))


def test_a_change_of_regime_draws_new_curves_and_undo_brings_them_back(page: Any) -> None:
    before = last_of(page)
    page.select_option("#regime", "exclusionary")
    again(page)
    assert last_of(page) != before
    page.click("#undo")
    again(page)
    assert last_of(page) == before


def test_the_history_tells_each_change_and_goes_back_before_any_of_them(page: Any) -> None:
    page.click("#add-scenario")
    page.select_option("#persons", "600")
    page.click("#history")
    told = page.locator(".history span")
    assert told.nth(0).inner_text() == "Persons: 300 → 600"
    assert "scenario added" in told.nth(1).inner_text()
    page.click("#back-1")
    again(page)
    assert page.locator(".chip").count() == 2
    page.click("#undo")
    assert page.locator(".chip").count() == 3


def test_the_main_story_opens_four_regimes_and_a_story_with_a_town_of_its_own_says_so(page: Any) -> None:
    page.select_option("#persons", "600")
    page.select_option("#story", "regimes_portugal")
    assert page.locator(".chip").count() == 4
    assert "4 of its 8 scenarios" in page.inner_text(".chooser")
    page.select_option("#story", "rising_connectivity")
    assert "contact with the origin" in page.inner_text("#setting")
    assert page.inner_text("#chip-base") == "Baseline · As far as before"
    page.click("[data-language=fr]")
    assert page.inner_text("#chip-a") == "A · Le pays à portée d'appel"
    page.click("[data-language=en]")
    assert "contact with the origin" in page.inner_text("#event-2")
    page.click("#event-2")
    page.fill("#edit-connectivity", "0.95")
    page.press("#edit-connectivity", "Tab")
    assert page.input_value("#edit-regime") == ""
    page.keyboard.press("Escape")
    assert "0.95" in page.inner_text("#event-2")
    page.select_option("#context", "portugal")
    assert page.locator("#setting").count() == 0


def test_a_class_types_a_word_and_shares_it(page: Any) -> None:
    before = last_of(page)
    page.fill("#seed", "blue-heron")
    page.press("#seed", "Tab")
    again(page)
    assert last_of(page) != before
    page.click("#tabs a[href='#share']")
    shared = page.input_value("#share-link")
    page.goto("about:blank")
    page.goto(shared)
    done(page)
    assert page.input_value("#seed") == "blue-heron"
    page.fill("#seed", "")
    page.press("#seed", "Tab")
    again(page)
    assert last_of(page) == before


def test_the_page_warns_that_the_scenario_is_of_another_version(page: Any) -> None:
    assert "another" in page.inner_text("#notice")


def test_the_point_and_the_sliders_answer_to_the_keyboard(page: Any) -> None:
    page.focus("#point")
    page.keyboard.press("ArrowLeft")
    again(page)
    assert page.get_attribute("#point", "aria-valuenow") == "0.8"
    page.focus("#lever-euros")
    page.keyboard.press("ArrowRight")
    again(page)
    assert "7,250" in page.inner_text(".slider output >> nth=0")


def test_every_lever_has_a_slider_that_tells_its_unit_range_and_source(page: Any) -> None:
    funding, square = 1, 2
    assert page.locator(".slider").count() == len(LEVERS) - square + funding
    page.click("#group-more")
    page.click("#group-access")
    page.focus("#lever-access-work_ban")
    page.keyboard.press("ArrowRight")
    again(page)
    assert "4 months" in page.locator(".slider", has=page.locator("#lever-access-work_ban")).inner_text()
    page.click(".slider:has(#lever-access-family_wait) .about")
    said = page.inner_text("#dialog")
    assert "0 to 240 (months)" in said
    assert "I086" in said
    assert "regime.access.family_wait" in said


def test_a_shock_strikes_every_scenario_and_is_moved_by_arrow_keys(page: Any) -> None:
    page.click("#drop-recession")
    again(page)
    page.focus("#event-0")
    page.keyboard.press("ArrowRight")
    again(page)
    page.click("#chip-base")
    assert "0.8" in str(page.get_attribute("#event-0", "aria-label"))


def test_a_shock_is_dropped_on_the_timeline_with_the_mouse(page: Any) -> None:
    page.drag_and_drop("#drop-pandemic", ".track", target_position={"x": 300, "y": 20})
    again(page)
    assert page.locator(".flag.pandemic").count() == 1


def test_the_tour_points_at_seven_things_on_four_pages_and_ends_with_escape(page: Any) -> None:
    page.click("#tour")
    pages = []
    for _ in range(7):
        page.locator(".pointed").wait_for()
        pages.append(page.evaluate("location.hash"))
        if len(pages) < 7:
            page.keyboard.press("Enter")
    assert list(dict.fromkeys(pages)) == ["#steer", "#understand", "#room", "#share"]
    page.keyboard.press("Escape")
    assert page.locator(".tour, .pointed").count() == 0


def test_the_language_is_switched_in_place(page: Any) -> None:
    page.click("[data-language=fr]")
    assert page.get_attribute("html", "lang") == "fr"
    assert "Sentiment d'appartenance" in page.inner_text("#card-belonging h3")
    page.click(".field-square .about")
    assert "garder la langue" in page.inner_text("#dialog p >> nth=0")


def test_causes_winners_money_and_the_town_are_shown(page: Any) -> None:
    page.click("#tabs a[href='#understand']")
    for name in ("why", "gains", "money"):
        page.wait_for_selector(f"#answer-{name} svg")
    page.click("#answer-town button")
    page.wait_for_selector("#answer-town canvas")
    assert page.locator("#answer-town tbody tr").count() == 3


def test_a_life_is_told_under_two_policies(page: Any) -> None:
    page.click("#tabs a[href='#lives']")
    page.click("#tell")
    page.wait_for_selector("#life ol")
    assert page.locator("#life ol").count() == 2
    page.click("#pick")
    page.locator("#town-picker").focus()
    for key in ("ArrowLeft", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    page.locator("#person option", has_text="picked in the town").wait_for(state="attached")
    page.wait_for_selector("#life ol")


def taken(page: Any, button: str) -> Any:
    """Return the page that a button of Share opens."""
    page.click("#tabs a[href='#share']")
    with page.context.expect_page(timeout=PATIENCE) as opening:
        page.click(button)
    found = opening.value
    found.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    found.wait_for_selector("table")
    return found


def test_the_full_report_opens_as_a_page_of_its_own(page: Any) -> None:
    report = taken(page, "#open-report")
    assert report.locator("section").count() == 10
    report.hover("svg[data-course]")
    assert report.locator("#hint").is_visible()
    assert '"regime":"mainstreamed"' in report.inner_text("main")


def test_the_one_page_result_prints_on_one_sheet(page: Any) -> None:
    result = taken(page, "#open-one-page")
    assert "Mainstreamed" in result.inner_text(".cards")
    assert result.pdf(format="A4").count(b"/Type /Page\n") == 1
    for _ in range(3):
        page.click("#tabs a[href='#steer']")
        page.click("#add-scenario")
    page.click("[data-language=fr]")
    result = taken(page, "#open-one-page")
    assert "Ségrégationniste" in result.inner_text(".cards")
    assert result.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_a_bad_scenario_file_is_refused_with_a_clear_word(browser: Any, address: str, tmp_path: Path) -> None:
    context = browser.new_context(locale="en-GB")
    page = opened(context, address, tmp_path)
    bad = tmp_path / "bad.json"
    for content, said in (
        ("{", "not a scenario"),
        (json.dumps({**SMALL, "place": {"persons": 10**9}}), "must be a whole number"),
        (json.dumps({**SMALL, "policies": {"base": {"regime": "../../secret"}}}), "no such regime"),
    ):
        page.click("#tabs a[href='#share']")
        bad.write_text(content)
        page.set_input_files("#share-file", bad)
        page.locator("#notice").filter(has_text=said).wait_for()
    context.close()


def test_two_browsers_predict_first_and_then_see(browser: Any, address: str, tmp_path: Path) -> None:
    leading, joining = browser.new_context(locale="en-GB"), browser.new_context(locale="fr-FR")
    lead = opened(leading, address, tmp_path)
    lead.click("#tabs a[href='#room']")
    lead.click("#open-room")
    code = lead.inner_text("#code")
    lead.click("#send-plan")
    lead.wait_for_selector("#send-guesses")
    member = joining.new_page()
    member.set_default_timeout(PATIENCE)
    member.goto(f"{address}#room")
    member.fill("#room-code", code)
    member.select_option("#role", "school")
    member.click("#join")
    member.wait_for_selector("#own-numbers table")
    assert member.locator("#own-numbers th[scope=col]").count() == 3
    assert lead.locator("#own-numbers").count() == 0
    member.check("#guess-trust-hosts-up")
    member.click("#send-guesses")
    member.wait_for_selector("#sent")
    lead.click("#reveal")
    member.wait_for_selector("#revealed")
    member.locator("#own-numbers th[scope=col]").nth(3).wait_for()
    assert "École" in member.inner_text("#own-title")
    assert "1 (la vôtre)" in member.inner_text("#revealed tbody tr >> nth=0")
    leading.close()
    joining.close()


def test_axe_finds_nothing_on_any_page(page: Any, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = {}
    for name in TABS:
        page.click(f"#tabs a[href='#{name}']")
        if name == "understand":
            page.wait_for_selector("#answer-why svg")
        if name == "steer":
            page.click("#group-more")
            page.click("#group-access")
        found[name] = Axe().run(page).response["violations"]
    found["one page"] = Axe().run(taken(page, "#open-one-page")).response["violations"]
    door = page.context.new_page()
    door.goto(f"{address}join")
    found["door"] = Axe().run(door).response["violations"]
    door.fill("#code", "WRONG")
    door.keyboard.press("Enter")
    door.locator(".wrong").wait_for()
    found["closed door"] = Axe().run(door).response["violations"]
    first = {name: [(each["id"], each["nodes"][0]["html"]) for each in those] for name, those in found.items()}
    assert {name: each for name, each in first.items() if each} == {}


def test_nothing_is_wider_than_the_screen_of_a_laptop_a_projector_or_a_phone(page: Any, address: str) -> None:
    page.click("#drop-recession")
    page.focus("#event-0")
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    again(page)
    sheet, door = taken(page, "#open-one-page"), page.context.new_page()
    door.goto(f"{address}join")
    wide = []
    for width, height in ((1366, 768), (1920, 1080), (390, 844)):
        for each in (page, sheet, door):
            each.set_viewport_size({"width": width, "height": height})
        for name in TABS:
            page.evaluate("name => { location.hash = name }", name)
            page.locator(f"#{name}").wait_for()
            wide += [(width, name)] if too_wide(page) else []
        wide += [(width, "sheet")] if too_wide(sheet) or sheet.evaluate(CUT_OFF) else []
        wide += [(width, "door")] if too_wide(door) else []
    assert wide == []


CUT_OFF = "[...document.querySelectorAll('.wide')].some(each => each.scrollWidth > each.clientWidth)"


def too_wide(page: Any) -> bool:
    """Return whether a page has to be moved sideways to be read."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
