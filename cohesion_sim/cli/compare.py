"""Scenarios are run side by side on the same luck; the answer is who gains, who loses, and how sure that is."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.drawing import draw
from cohesion_sim.cli.folders import output_folder
from cohesion_sim.cli.own import count, count_or_none, yes_or_no
from cohesion_sim.cli.progress import bar
from cohesion_sim.config.application import Order, apply
from cohesion_sim.config.grid import chooses_world, comparison, spread_out

if TYPE_CHECKING:
    from cohesion_sim.comparisons.comparison import Comparison
    from cohesion_sim.comparisons.pool import Report

OWN: dict[str, Any] = {"output": None, "replicates": 20, "priors": 0, "processes": None, "figures": True, "why": True}


def main(arguments: Sequence[str]) -> int:
    """Compare what the settings describe and return the exit code."""
    with seldom_collected():
        return apply("compare", OWN, work, spread_out(arguments))


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for cycles of objects seldom: results of runs are many, and hold none."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def work(order: Order) -> int:
    """Run, save, draw and show a comparison."""
    replicates = count(order.own, "replicates", 1, 10_000)
    priors = count(order.own, "priors", 0, 10_000)
    processes = count_or_none(order.own, "processes", 1, 1024)
    figures, why = yes_or_no(order.own, "figures"), yes_or_no(order.own, "why")
    from cohesion_sim.comparisons.comparing import compare
    from cohesion_sim.comparisons.pool import hired, usual_processes

    runs = 2 * (replicates + priors)
    used = usual_processes(runs) if processes is None else processes
    with hired(used, runs) as staff:
        scenarios = comparison(list(order.overrides), order.configuration)
        first = next(iter(scenarios.values()))
        name = str(order.configuration["name"] or "_".join(list(scenarios)[-1:]))
        folder = output_folder("compare", name, order.own["output"], order.job)
        with bar(f"{len(scenarios)} scenarios", "runs") as progress:
            found = compare(
                scenarios,
                replicates=replicates,
                seed=first.seed,
                priors=priors,
                processes=used,
                baseline=first.baseline,
                progress=meanwhile(progress),
                worlds=[first.world] if chooses_world(order.overrides) else None,
                why=why,
                staff=staff,
            )
    if found.table["difference"].notna().any():
        if figures:
            draw(found, folder, processes)
        else:
            found.save(folder)
        show(found, folder)
    return finish(found)


def meanwhile(report: Report) -> Report:
    """Return a report of progress that loads what tables and figures need, words too, during the second runs."""

    def loading(done: int, of_all: int) -> None:
        report(done, of_all)
        if done == 1:
            for name in ("cohesion_sim.plots", "pyarrow.parquet", "scipy.special"):
                import_module(name)
            import_module("cohesion_sim.strings").strings()

    return loading


def show(found: Comparison, folder: Path) -> None:
    """Print the summary."""
    from rich.console import Console
    from rich.markup import escape

    from cohesion_sim.cli.gainers import gainers
    from cohesion_sim.cli.verdicts import verdicts

    console = Console()
    console.print(verdicts(found))
    console.print(gainers(found))
    assumed = list(found.scenarios.values())[-1].assumed.get("en")
    if assumed:
        console.print(f"[bold]Assumed:[/bold] {escape(assumed)}\n")
    console.print(f"Tables and figures: {folder}", soft_wrap=True)


def finish(found: Comparison) -> int:
    """Say which runs failed or were not finished, and return the exit code."""
    for sentence in found.failures:
        print(f"cohesion-sim: a run failed: {sentence}", file=sys.stderr)
    if found.interrupted:
        planned = len(found.scenarios) * (found.replicates + found.priors)
        print(f"cohesion-sim: stopped; {len(found.runs)} of {planned} runs are kept", file=sys.stderr)
        return 130
    return 1 if found.failures else 0
