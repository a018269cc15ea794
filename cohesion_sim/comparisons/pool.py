"""Runs share the cores as processes: one that fails is reported, and Ctrl-C keeps what is finished.

Where the system can, processes are forked, so that they start with all rules compiled; elsewhere they load them from
the cache on disk.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from cohesion_sim.comparisons.replication import Finished, Job, failed, finished


def usual_processes(jobs: int) -> int:
    """Return the number of processes for a number of runs: one a core."""
    return max(1, min(jobs, os.cpu_count() or 1))


def undisturbed() -> None:
    """Leave Ctrl-C to the parent, which ends the processes in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def done(jobs: Sequence[Job], processes: int) -> Iterator[Finished]:
    """Yield the runs as they finish, in any order; ended early, it ends its processes."""
    if processes == 1:
        yield from map(finished, jobs)
        return
    left, suspects = list(reversed(jobs)), list[Job]()
    while left or suspects:
        if suspects:
            yield _alone(suspects.pop())
        else:
            yield from _together(left, suspects, processes)


def _pool(processes: int) -> ProcessPoolExecutor:
    method = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context(method), initializer=undisturbed)


def _together(left: list[Job], suspects: list[Job], processes: int) -> Iterator[Finished]:
    """Yield runs until none is left or a process has died: then those under way are suspects."""
    pool = _pool(processes)
    running: dict[Future[Finished], Job] = {}
    try:
        while left or running:
            while left and len(running) < processes + 1:
                running[pool.submit(finished, left[-1])] = left[-1]
                left.pop()
            ready, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ready:
                result = future.result()
                del running[future]
                yield result
    except BrokenProcessPool:
        suspects.extend(running.values())
    finally:
        _end(pool)


def _alone(job: Job) -> Finished:
    """Return a run that was under way when a process died, in a process of its own: if that dies too, it failed."""
    pool = _pool(1)
    try:
        return pool.submit(finished, job).result()
    except BrokenProcessPool:
        return failed(job, "its process died, for want of memory perhaps")
    finally:
        _end(pool)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool, whatever they are doing."""
    workers = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()


Report = Callable[[int, int], None]
"""Called with the runs done and the runs in all."""


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
