"""The square of maintenance and mixing is run point by point, to see what the two dimensions do by themselves."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.folders import output_folder
from cohesion_sim.cli.own import count, count_or_none, yes_or_no
from cohesion_sim.cli.progress import bar
from cohesion_sim.config.application import Order, apply
from cohesion_sim.config.library import complete, entry, names
from cohesion_sim.config.making import scenario_of
from cohesion_sim.errors import UserError
from cohesion_sim.strings import LANGUAGES, label

if TYPE_CHECKING:
    from cohesion_sim.comparisons.field import Field

OWN: dict[str, Any] = {
    "output": None,
    "outcome": "belonging",
    "of": None,
    "points": 6,
    "replicates": 3,
    "processes": None,
    "figures": True,
}
STOPPED = 130


def main(arguments: Sequence[str]) -> int:
    """Run the square that the settings describe and return the exit code."""
    return apply("square", OWN, work, arguments)


def work(order: Order) -> int:
    """Run, save, draw and show an outcome over the square."""
    scenario = scenario_of(order.configuration)
    points, replicates = count(order.own, "points", 2, 41), count(order.own, "replicates", 1, 1000)
    processes = count_or_none(order.own, "processes", 1, 1024)
    for key in ("outcome", "of"):
        if order.own[key] is not None and not isinstance(order.own[key], str):
            raise UserError(f"{key} is {order.own[key]!r}; it must be a name")

    from cohesion_sim.comparisons.field import over_square

    folder = output_folder("square", str(order.own["outcome"]), order.own["output"], order.job)
    with bar(f"{points} × {points} regimes", "runs") as progress:
        found = over_square(
            scenario, order.own["outcome"], order.own["of"], points, replicates, processes=processes, progress=progress
        )  # fmt: skip
    for sentence in found.failures:
        print(f"cohesion-sim: a run failed: {sentence}", file=sys.stderr)
    if found.interrupted:
        raise KeyboardInterrupt
    found.save(folder)
    if yes_or_no(order.own, "figures"):
        draw(found, folder)
    show(found, folder)
    return 1 if found.failures else 0


def draw(found: Field, folder: Path) -> None:
    """Write the figure in both languages, with all shipped regimes on it."""
    from cohesion_sim import plots
    from cohesion_sim.policy.regime import Regime

    regimes = [Regime.read(complete("regime", entry("regime", name))) for name in names("regime")]
    named = [regime for regime in regimes if not regime.name.endswith("_policy")]
    for language in LANGUAGES:
        plots.save(plots.square(named, language, field=found), folder, f"square_{language}")


def show(found: Field, folder: Path) -> None:
    """Print the field as a table, maintenance upward and mixing across."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    title = f"{label('outcome', found.outcome)}, {found.of}: maintenance upward, mixing across"
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    table.add_column("", justify="right")
    for mixing in found.steps:
        table.add_column(f"{mixing:.2f}", justify="right")
    for maintenance, row in reversed(list(zip(found.steps, found.mean))):
        table.add_row(f"{maintenance:.2f}", *(f"{value:.3f}" for value in row))
    console = Console()
    console.print(table)
    console.print("Any point is a regime: cohesion-sim run regime.cultural_maintenance=0.3 regime.social_mixing=0.9")
    console.print(f"Table and figures: {folder}", soft_wrap=True)
