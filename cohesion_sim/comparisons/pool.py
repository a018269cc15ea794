"""The runs of a comparison share the cores; one that fails is reported, and Ctrl-C keeps what is finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cohesion_sim.comparisons.replication import Finished, Job, failed, finished
from cohesion_sim.experiment import pool
from cohesion_sim.experiment.pool import Failure, usual_processes

__all__ = ["Report", "collected", "done", "usual_processes"]

Report = Callable[[int, int], None]
"""Called with the runs done and the runs in all."""


def done(jobs: Sequence[Job], processes: int) -> Iterator[Finished]:
    """Yield the runs as they finish, in any order; ended early, it ends its processes."""
    if processes == 1:
        yield from map(finished, jobs)
        return
    for job, result in pool.done(jobs, finished, processes):
        yield failed(job, result.reason) if isinstance(result, Failure) else result


def collected(jobs: Sequence[Job], processes: int, report: Report | None) -> tuple[list[Finished], bool]:
    """Return the runs that were finished, and whether Ctrl-C cut them short."""
    results: list[Finished] = []
    stream = done(jobs, processes)
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
