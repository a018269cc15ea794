"""A browser prints the page: Chromium or one of its kin, without a window and without the network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from cohesion_sim.errors import UserError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--proxy-server=127.0.0.1:9",
)  # fmt: skip
PATIENCE = 120


def browser() -> str:
    """Return the browser that prints.

    Raises
    ------
    UserError
        If there is none.
    """
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise UserError(
            "PDF needs Chromium, Chrome or Edge, and none was found; install one, or print the HTML file yourself"
        )
    return found


def printed(page: Path, target: Path) -> Path:
    """Print an HTML file to PDF.

    Raises
    ------
    UserError
        If there is no browser, or it prints nothing.
    """
    alone = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with tempfile.TemporaryDirectory(prefix="cohesion-sim-") as profile:
        command = [browser(), *FLAGS, *alone, f"--user-data-dir={profile}", f"--print-to-pdf={target.resolve()}"]
        try:
            done = subprocess.run(
                [*command, page.resolve().as_uri()], capture_output=True, text=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise UserError(f"{page}: the browser did not print it within {PATIENCE} seconds") from error
    if done.returncode or not target.is_file():
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise UserError(f"{page}: the browser could not print it ({last}); print the HTML file from your browser")
    return target
