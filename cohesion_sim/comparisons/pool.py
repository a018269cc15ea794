"""The runs of a comparison share the cores; one that fails is reported, and Ctrl-C keeps what is finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from cohesion_sim.comparisons.replication import Finished, Job, failed, finished
from cohesion_sim.experiment import pool
from cohesion_sim.experiment.pool import Failure, usual_processes
from cohesion_sim.experiment.warming import compiled, warm
from cohesion_sim.scenario import Scenario

__all__ = ["Report", "Staff", "collected", "done", "hired", "usual_processes"]

Staff = pool.Staff[Job, Finished]
"""Processes for the runs of a comparison."""

Report = Callable[[int, int], None]
"""Called with the runs done and the runs in all."""


def hired(processes: int, runs: int) -> AbstractContextManager[Staff | None]:
    """Return processes that load the rules while the scenarios of a comparison of at least so many runs are being made.

    None for one process, or where the rules must be compiled first.
    """
    if processes == 1 or not compiled():
        return nullcontext()
    staff = Staff(finished, processes, prepare=partial(warm, Scenario()))
    staff.hire(runs)
    return staff


def done(jobs: Sequence[Job], processes: int, staff: Staff | None = None) -> Iterator[Finished]:
    """Yield the runs as they finish, in any order; ended early, it ends its processes, but not those of a staff."""
    if processes == 1:
        yield from map(finished, jobs)
        return
    for job, result in pool.done(jobs, finished, processes) if staff is None else staff.done(jobs):
        yield failed(job, result.reason) if isinstance(result, Failure) else result


def collected(
    jobs: Sequence[Job], processes: int, report: Report | None, staff: Staff | None = None
) -> tuple[list[Finished], bool]:
    """Return the runs that were finished, and whether Ctrl-C cut them short."""
    results: list[Finished] = []
    stream = done(jobs, processes, staff)
    try:
        for result in stream:
            results.append(result)
            if report is not None:
                report(len(results), len(jobs))
    except KeyboardInterrupt:
        return results, True
    finally:
        close = getattr(stream, "close", None)
        if close is not None:
            close()
    return results, False
