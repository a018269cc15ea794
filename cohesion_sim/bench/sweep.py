"""A sweep is timed as a researcher meets it: planning, running and storing many small runs, then reading them back."""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from cohesion_sim.errors import UserError
from cohesion_sim.experiment.description import read_experiment
from cohesion_sim.experiment.execution import run_experiment
from cohesion_sim.experiment.executors import Executor
from cohesion_sim.experiment.pool import Limits
from cohesion_sim.experiment.store import Store
from cohesion_sim.experiment.warming import warm
from cohesion_sim.resources import shipped

POLICIES = 10
"""Configurations of the experiment that is run."""
AIM_SECONDS, AIM_READ = 120.0, 1.0
"""A thousand runs in two minutes; read back in a second."""


@dataclass(frozen=True)
class Sweep:
    """What was measured of a sweep.

    Attributes
    ----------
    runs, processes
        Its size.
    seconds
        Wall clock from the plan to the last file.
    cpu
        Processor seconds of all processes.
    read
        Seconds to read all tables back.
    megabytes, worker_megabytes
        Most memory held by the process that stores, and by one that runs.
    disk
        Megabytes on disk.
    files
        Files of the store.
    """

    runs: int
    processes: int
    seconds: float
    cpu: float
    read: float
    megabytes: float
    worker_megabytes: float
    disk: float
    files: int


def sweep(sizes: Sequence[int], processes: int, report: Callable[[int, int], None]) -> list[Sweep]:
    """Run sweeps of several sizes into a folder that is removed, and return what was measured.

    Raises
    ------
    UserError
        If a size is no multiple of the number of policies.
    """
    for runs in sizes:
        if runs < POLICIES or runs % POLICIES:
            raise UserError(f"runs is {runs}; it must be a multiple of {POLICIES}")
    return [measured(runs, processes, report) for runs in sizes]


def measured(runs: int, processes: int, report: Callable[[int, int], None]) -> Sweep:
    """Return what a sweep of a size takes, rules compiled before."""
    experiment = read_experiment(
        shipped("experiments") / "benchmarks" / "sweep.yaml", (), {"replicates": runs // POLICIES}
    )
    warm(experiment.compositions.scenario({}))
    executor = Executor("local", processes, None, Limits(experiment.seconds, experiment.gigabytes))
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "sweep"
        start, cpu = perf_counter(), processor_seconds()
        run_experiment(experiment, folder, executor, report)
        seconds, cpu = perf_counter() - start, processor_seconds() - cpu
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
        store = Store.open(folder)
        start = perf_counter()
        tables = store.runs(), store.ends(), store.series()
        read = perf_counter() - start
        assert len(tables[0]) == runs
        paths = [path for path in folder.rglob("*") if path.is_file()]
        worker = float(store.timings()["megabytes"].max())
        return Sweep(runs, processes, seconds, cpu, read, own, worker, sum(map(size, paths)) / 1e6, len(paths))


def size(path: Path) -> int:
    """Return the bytes of a file."""
    return path.stat().st_size


def processor_seconds() -> float:
    """Return the processor time of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def show(found: Sequence[Sweep]) -> None:
    """Print what was measured and whether the aims were met."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Sweeps of european_city, 2,000 persons, 120 months, every mechanism on")
    headings = (
        "runs",
        "cores",
        "seconds",
        "CPU s\na run",
        "read\nback s",
        "MB\nstoring",
        "MB\nrunning",
        "MB on\ndisk",
        "files",
    )
    for heading in headings:
        table.add_column(heading, justify="right")
    for each in found:
        table.add_row(
            f"{each.runs:,}", str(each.processes), f"{each.seconds:.1f}", f"{each.cpu / each.runs:.3f}",
            f"{each.read:.2f}", f"{each.megabytes:.0f}", f"{each.worker_megabytes:.0f}", f"{each.disk:.0f}",
            str(each.files),
        )  # fmt: skip
    console = Console()
    console.print(table)
    last = found[-1]
    for what, value, aim in (
        ("a thousand runs", last.seconds / last.runs * 1000.0, AIM_SECONDS),
        ("reading a thousand back", last.read / last.runs * 1000.0, AIM_READ),
    ):
        console.print(f"{what}: {value:.2f} s, aim {aim:g} s: {'met' if value <= aim else 'not met'}")
