"""An executor does tasks: processes on this machine, or Dask on any number of them; what comes out is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cohesion_sim.errors import unknown
from cohesion_sim.experiment import pool
from cohesion_sim.experiment.attempt import Task
from cohesion_sim.experiment.pool import Limits
from cohesion_sim.experiment.record import Record
from cohesion_sim.experiment.warming import warm

EXECUTORS = ("local", "dask")


@dataclass(frozen=True)
class Executor:
    """Does tasks and yields each with what came of it.

    Attributes
    ----------
    name
        ``"local"`` or ``"dask"``.
    processes
        How many at once on this machine.
    scheduler
        Address of a Dask scheduler; None starts one here.
    limits
        What one task may take.
    """

    name: str
    processes: int
    scheduler: str | None
    limits: Limits

    def __post_init__(self) -> None:
        """Refuse an executor that does not exist."""
        if self.name not in EXECUTORS:
            raise unknown("executor", self.name, EXECUTORS)

    def __call__(self, tasks: Iterable[Task], work: Callable[[Task], Record]) -> Iterator[tuple[Task, Any]]:
        """Do the tasks."""
        if self.name == "dask":
            from cohesion_sim.experiment import cluster

            return cluster.done(tasks, work, self.scheduler, self.processes, self.limits)
        return pool.done(warmed(tasks), work, self.processes, self.limits)


def warmed(tasks: Iterable[Task]) -> Iterator[Task]:
    """Yield tasks, after compiling what the first of them needs."""
    for number, task in enumerate(tasks):
        if number == 0:
            warm(task.scenario)
        yield task
