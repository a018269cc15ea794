"""One scenario is run, and the first thing shown is where migrants and hosts stood and where they stand now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.folders import output_folder
from cohesion_sim.cli.own import count_or_none, yes_or_no
from cohesion_sim.cli.progress import bar
from cohesion_sim.config.application import Order, apply
from cohesion_sim.config.making import scenario_of

if TYPE_CHECKING:
    from cohesion_sim.runs.result import Result

OWN: dict[str, Any] = {"output": None, "threads": None, "ledger": False, "figures": True, "csv": True}


def main(arguments: Sequence[str]) -> int:
    """Run what the settings describe and return the exit code."""
    return apply("run", OWN, work, arguments)


def work(order: Order) -> int:
    """Simulate, save, draw and show one scenario."""
    scenario = scenario_of(order.configuration)
    threads = count_or_none(order.own, "threads", 1, 256)
    ledger, figures, csv = (yes_or_no(order.own, key) for key in ("ledger", "figures", "csv"))
    folder = output_folder("run", scenario.name, order.own["output"], order.job)

    from cohesion_sim.experiment.warming import warm
    from cohesion_sim.runs.run import simulate

    warm(scenario)
    with bar(scenario.name, "months") as progress:
        result = simulate(scenario, threads=threads, ledger=ledger, progress=progress)
    result.save(folder, csv=csv)
    if figures:
        draw(result, folder, ledger)
    show(result, folder)
    return 0


def draw(result: Result, folder: Path, ledger: bool) -> None:
    """Write the figures of one run."""
    from types import SimpleNamespace

    from cohesion_sim import plots

    sides = result.by("side").assign(scenario=result.scenario.name, replicate=0)
    one = SimpleNamespace(series=sides, scenario=result.scenario, seed=result.seed)
    plots.save(plots.trajectories(one), folder, "trajectories")
    if ledger:
        plots.save(plots.waterfall(result), folder, "waterfall")
    if len(result.world.people) <= plots.DRAWN_WHOLE:
        plots.save(plots.network(result), folder, "network")


def show(result: Result, folder: Path) -> None:
    """Print where both sides started and ended."""
    from rich.console import Console

    from cohesion_sim.cli.paths import course

    console = Console()
    console.print(course(result))
    console.print(f"Tables and figures: {folder}", soft_wrap=True)
