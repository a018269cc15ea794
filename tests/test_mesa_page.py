"""The page for classes opens in a browser, runs a month, and fetches nothing from outside."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 240
"""Seconds: the first month compiles everything."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Start the page on a free port of this machine, and stop it in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "solara", "run", "cohesion_sim.mesa_viz", "--host", "127.0.0.1"]
    server = subprocess.Popen([*command, "--port", str(port), "--production", "--no-open"])
    try:
        yield answering(f"http://127.0.0.1:{port}/")
    finally:
        server.terminate()
        server.wait(timeout=20)


def answering(address: str) -> str:
    """Return an address as soon as it answers."""
    until = time.monotonic() + 60
    while True:
        try:
            with urlopen(address, timeout=5):
                return address
        except (URLError, TimeoutError):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def test_a_class_opens_the_page_and_runs_a_month(address: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        page = browser.new_page()
        asked: list[Any] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.get_by_text("Step: 0").wait_for(timeout=PATIENCE * 1000)
        page.get_by_role("button", name="Step").click()
        page.get_by_text("Step: 1").wait_for(timeout=PATIENCE * 1000)
        assert page.locator("img").count() == 6
        assert all(url.startswith((address, "data:", "blob:", "ws://127.0.0.1")) for url in asked)
        browser.close()
