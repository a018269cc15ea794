"""An experiment is started, or goes on where it stopped, with one command; a dry run says first what it will take."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.progress import bar
from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    from cohesion_sim.experiment.description import Experiment
    from cohesion_sim.experiment.execution import Summary

OWN: dict[str, Any] = {"dry_run": False, "processes": 0, "executor": "local", "scheduler": None, "output": None}
OF_FILE = ("replicates", "seed", "series_every")
"""Numbers of the file that can be given on the command line."""


def main(arguments: Sequence[str]) -> int:
    """Run the experiments that are named and return the exit code."""
    names = [word for word in arguments if "=" not in word]
    given = [word for word in arguments if "=" in word]
    own = settings("experiment", [word for word in given if word.partition("=")[0] in OWN], OWN)
    of_file = settings(
        "experiment", [word for word in given if word.partition("=")[0] in OF_FILE], dict.fromkeys(OF_FILE, 0)
    )
    scenario = [word for word in given if word.partition("=")[0] not in (*OWN, *OF_FILE)]
    if not names:
        raise UserError("name an experiment file, such as: cohesion-sim experiment experiments/reform_timing.yaml")
    files = [file for name in names for file in files_of(name)]
    if own["output"] and len(files) > 1:
        raise UserError("output names one folder, and there are several experiments; leave it out")
    changed = {key: value for key, value in of_file.items() if any(word.startswith(f"{key}=") for word in given)}
    return max(one(file, scenario, changed, own) for file in files)


def files_of(name: str) -> list[Path]:
    """Return the experiment files that a word names: one, all in a folder, or that of a store."""
    from cohesion_sim.experiment.description import located

    folder = Path(name)
    if not folder.is_dir():
        return [located(name)]
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise UserError(f"{name}: there is no experiment file (.yaml) in this folder")
    return files


def one(file: Path, scenario: list[str], changed: dict[str, Any], own: dict[str, Any]) -> int:
    """Run one experiment and return the exit code."""
    from cohesion_sim.experiment.description import read_experiment

    if file.name == "experiment.yaml" and (file.parent / "plan.parquet").exists():
        return resumed(file.parent, own, retry=False)
    experiment = read_experiment(file, scenario, changed)
    return started(experiment, Path(own["output"] or f"outputs/experiment/{experiment.name}"), own, retry=False)


def resumed(folder: Path, own: dict[str, Any], retry: bool) -> int:
    """Go on with the experiment of a store, as it was asked for, and return the exit code."""
    from cohesion_sim.experiment.description import read_experiment
    from cohesion_sim.experiment.store import WRITTEN, Store

    asked = Store.open(folder).about["asked"]
    file = Path(asked["file"])
    experiment = read_experiment(file if file.is_file() else folder / WRITTEN, asked["settings"], asked["own"])
    return started(experiment, folder, own, retry)


def started(experiment: Experiment, folder: Path, own: dict[str, Any], retry: bool) -> int:
    """Forecast, or run and tell, and return the exit code."""
    from cohesion_sim.experiment.execution import run_experiment
    from cohesion_sim.experiment.executors import Executor
    from cohesion_sim.experiment.pool import Limits, usual_processes

    processes = own["processes"] or usual_processes(1_000)
    if processes < 1:
        raise UserError(f"processes is {processes}; it must be a whole number of at least 1")
    if own["dry_run"]:
        foretold(experiment, folder, processes)
        return 0
    limits = Limits(experiment.seconds, experiment.gigabytes)
    executor = Executor(own["executor"], processes, own["scheduler"], limits)
    with bar(experiment.name, "runs") as report:
        summary = run_experiment(experiment, folder, executor, report, retry)
    told(summary, folder)
    return 130 if summary.interrupted else 1 if summary.failed else 0


def foretold(experiment: Experiment, folder: Path, processes: int) -> None:
    """Print what an experiment will take."""
    from cohesion_sim.experiment.forecast import forecast

    found = forecast(experiment)
    print(f"{experiment.name}: {found.points} configurations, {experiment.replicates} replicates, {found.runs} runs")
    print(f"one run: about {found.seconds:.2f} s on one core")
    print(
        f"in all: about {duration(found.hours(processes))} on {processes} cores, {found.megabytes:,.0f} MB in {folder}"
    )


def duration(hours: float) -> str:
    """Return a time as a person says it."""
    if hours >= 48.0:
        return f"{hours / 24.0:.1f} days"
    if hours >= 2.0:
        return f"{hours:.1f} hours"
    return f"{hours * 60.0:.0f} minutes" if hours * 60.0 >= 2.0 else f"{hours * 3600.0:.0f} seconds"


def told(summary: Summary, folder: Path) -> None:
    """Print what was done."""
    if summary.set_aside is not None:
        print(f"The design or the model has changed: the earlier results are in {summary.set_aside}.", file=sys.stderr)
    if summary.taken_over:
        print(f"{summary.taken_over} runs were taken over from earlier results.", file=sys.stderr)
    for name in summary.damaged:
        print(f"cohesion-sim: {name} was damaged; its runs were done anew", file=sys.stderr)
    missing = summary.planned - summary.before - summary.done - summary.failed
    print(
        f"{summary.done} runs done, {summary.before} were there, {summary.failed} failed, {missing} missing: {folder}"
    )
    if summary.failed:
        print(f"cohesion-sim: {summary.failed} runs failed; see: cohesion-sim status {folder}", file=sys.stderr)
    if summary.interrupted:
        print("cohesion-sim: stopped; give the same command to go on", file=sys.stderr)
