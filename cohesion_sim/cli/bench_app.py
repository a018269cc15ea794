"""How soon the workshop shows curves is measured with one word, on whatever machine it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError

OWN: dict[str, Any] = {"persons": 2000, "months": 120, "replicates": 20, "processes": 0}


def main(arguments: Sequence[str]) -> int:
    """Measure, print a table and return the exit code."""
    given = settings("bench app", arguments, OWN)
    if not 0 <= given["processes"] <= 64:
        raise UserError(f"processes is {given['processes']}; it must lie in [0, 64]")

    from rich.console import Console
    from rich.table import Table

    from cohesion_sim.app.bench import FIRST_POINTS, WHOLE, measured

    console = Console()
    with console.status("loading the model, then measuring"):
        found = measured(given["persons"], given["months"], given["replicates"], given["processes"] or None)
    table = Table(
        title=f"{given['persons']:,} persons, {given['months']} months, 2 × {given['replicates']} runs",
        caption=f"Aims on two cores: first points within {FIRST_POINTS:g} s, the whole within {WHOLE:g} s.",
    )
    for head in ("", "first points, s", "five replicates, s", "the whole, s"):
        table.add_column(head, justify="right" if head else "left")
    for timing in found:
        table.add_row(timing.what, *(f"{seconds:.2f}" for seconds in timing[1:]))
    console.print(table)
    return 0
