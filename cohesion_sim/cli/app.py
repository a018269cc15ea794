"""The workshop is opened with one word; on this machine unless an address of it is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cohesion_sim.cli.settings import settings

OWN: dict[str, Any] = {"address": "127.0.0.1", "port": 8700, "processes": 0, "browser": True}


def main(arguments: Sequence[str]) -> int:
    """Serve the workshop until Ctrl-C and return the exit code."""
    given = settings("app", arguments, OWN)

    from rich.console import Console

    from cohesion_sim.app.serving import serve
    from cohesion_sim.errors import UserError

    if not 0 <= given["port"] <= 65_535 or not 0 <= given["processes"] <= 64:
        raise UserError("port must lie in [0, 65535] and processes in [0, 64]")
    console = Console()

    def ready(address: str, code: str) -> None:
        console.print(f"The workshop is open at {address}  (Ctrl-C closes it)", soft_wrap=True)
        if code:
            console.print(f"Join code for the room: [bold]{code}[/bold]")
        elif given["browser"]:
            import webbrowser

            webbrowser.open(address)

    try:
        serve(given["address"] or "127.0.0.1", given["port"], given["processes"] or None, ready)
    except KeyboardInterrupt:
        console.print("The workshop is closed.")
        return 130
    return 0
