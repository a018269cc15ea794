"""The report opens without a network, shows every figure, answers the pointer, prints, and is open to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cohesion_sim import compare, load_scenario
from cohesion_sim.__main__ import main

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SMALL = ["context.population=300", "months=13"]
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the report of a small version of the main comparison."""
    place = tmp_path_factory.mktemp("main")
    names = ("assimilationist", "segregationist", "mainstreamed", "targeted")
    scenarios = {
        f"{name}_{funding}": load_scenario(name, [*SMALL, "context=portugal", f"funding={funding}"])
        for name in names
        for funding in ("low", "high")
    }
    compare(scenarios, replicates=3, processes=2, baseline="assimilationist_low", why=True).save(place)
    assert main(["report", str(place), "pdf=true"]) == 0
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield started
        started.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_is_whole_offline_and_accessible(folder: Path, browser: Any, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_context(offline=True, viewport={"width": 900, "height": 1000}).new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / f"report_{language}.html").as_uri())
    figures = page.locator("main svg[role=img]")
    assert figures.count() == 7
    for number in range(figures.count()):
        box = figures.nth(number).bounding_box()
        assert box is not None
        assert box["width"] > 250
        assert box["height"] > 100
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["impact"]) for each in found if each["impact"] in SERIOUS] == []
    assert said == []
    assert [url for url in asked if not url.startswith("file:")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_pointer_reads_off_values(folder: Path, browser: Any) -> None:
    page = browser.new_context(offline=True, viewport={"width": 900, "height": 1000}).new_page()
    page.goto((folder / "report_en.html").as_uri())
    assert page.locator("#hint").is_hidden()
    page.locator("svg[data-course]").first.hover()
    assert "Targeted, high funding: " in page.locator("#hint").inner_text()
    page.locator("[data-hint]").first.hover()
    assert "points of 100" in page.locator("#hint").inner_text()


def test_a_narrow_page_does_not_run_out_of_its_window(folder: Path, browser: Any) -> None:
    page = browser.new_context(offline=True, viewport={"width": 380, "height": 800}).new_page()
    page.goto((folder / "report_fr.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_printed_report_is_there_in_both_languages(folder: Path) -> None:
    for language in ("en", "fr"):
        assert (folder / f"report_{language}.pdf").read_bytes().startswith(b"%PDF-")
