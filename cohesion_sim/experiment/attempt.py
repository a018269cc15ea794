"""An attempt at a run ends with a record, whether the run does what it should or raises."""

from __future__ import annotations

import os
import platform
import sys
import time
import traceback
from typing import NamedTuple

import numpy as np

from cohesion_sim.errors import UserError
from cohesion_sim.experiment.record import DONE, FAILED, Record, Timing
from cohesion_sim.experiment.tables import KEPT
from cohesion_sim.runs import provenance
from cohesion_sim.runs.ends import Course, course
from cohesion_sim.scenario import Scenario


class Task(NamedTuple):
    """A run to do."""

    run_id: str
    scenario: Scenario
    seed: int
    series_every: int


def attempted(task: Task) -> Record:
    """Do a run on one thread; an error in it is recorded, all but want of memory, which is told to whoever waits."""
    began, clock, cpu = provenance.now(), time.perf_counter(), time.process_time()
    found, error = None, ""
    try:
        found = thinned(course(task.scenario, task.seed), task.series_every)
    except UserError as said:
        error = str(said)
    except MemoryError:
        raise
    except Exception as said:  # whatever it is, it is recorded with its run
        error = told(said)
    timing = Timing(
        began, round(time.perf_counter() - clock, 4), round(time.process_time() - cpu, 4), megabytes(),
        platform.node(), os.getpid(),
    )  # fmt: skip
    return Record(task.run_id, FAILED if error else DONE, error, found, timing)


def thinned(found: Course, every: int) -> Course:
    """Return a course with the columns and months that a store keeps."""
    columns = [found.columns.index(name) for name in KEPT]
    months = np.arange(0, len(found.series), every) if every else np.zeros(0, np.int64)
    return Course(KEPT, found.series[months][:, columns], found.ends)


def told(error: Exception) -> str:
    """Return an error in one line: its kind, what it says, and where it was raised."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(last.filename)}, line {last.lineno}, in {last.name}"
    return f"{type(error).__name__}: {error} ({where})"


def lost(task: Task, reason: str) -> Record:
    """Return the record of a run whose process came to no end of its own."""
    return Record(task.run_id, FAILED, reason, None, Timing(provenance.now(), 0.0, 0.0, 0.0, platform.node(), 0))


def megabytes() -> float:
    """Return the most memory that this process has held; 0 where the system does not say."""
    if os.name != "posix":
        return 0.0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)
