"""One run of a comparison: a scenario and a seed in, a few columns and the state at the end out."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.errors import UserError
from cohesion_sim.measures.outcomes import MEASURED, OUTCOMES
from cohesion_sim.measures.recorder import Recorder
from cohesion_sim.measures.subgroups import FOUNDERS
from cohesion_sim.runs.running import run_through
from cohesion_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

LAST = 12
"""Outcomes at the end are means over this many last months (or as many as there are after the start)."""
BY = ("cohort", "group", "generation", "sex")
FIXED_COHORT = "fixed cohort"


class Job(NamedTuple):
    """A run to do; ``draw`` 0 for the numbers that the scenario has, else the number of the draw from the priors."""

    name: str
    scenario: Scenario
    replicate: int
    seed: int
    draw: int


class Finished(NamedTuple):
    """A run that is done, or that failed.

    ``ends`` holds the value of each (outcome, subgroup) at the end; ``series`` the monthly table, shape (months + 1,
    columns), of runs with ``draw`` 0.
    """

    name: str
    replicate: int
    draw: int
    ends: dict[tuple[str, str], float]
    columns: tuple[str, ...]
    series: NDArray[np.float64]
    error: str = ""


def finished(job: Job) -> Finished:
    """Do a run; an error in it is returned, not raised, so that the others go on."""
    try:
        recorder = Recorder(job.scenario.measures, job.scenario.months, BY, final_only=LAST)
        run_through(job.scenario, job.seed, lambda now: recorder.record(now.world, now.accounts), threads=1)
        monthly = recorder.monthly()
        ends = ends_of(monthly) | ends_by(recorder)
        series = monthly.to_numpy(np.float64) if job.draw == 0 else np.zeros((0, 0))
        return Finished(job.name, job.replicate, job.draw, ends, tuple(monthly.columns), series)
    except Exception as error:  # whatever it is, it is reported with its run
        if isinstance(error, UserError):
            return failed(job, str(error))
        reason = f"{type(error).__name__}: {error} ({traceback.format_exc(limit=-1).splitlines()[1].strip()})"
        return failed(job, reason)


def failed(job: Job, reason: str) -> Finished:
    """Return what is left of a run that failed."""
    return Finished(job.name, job.replicate, job.draw, {}, (), np.zeros((0, 0)), reason)


def ends_of(monthly: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return the mean over the last months of each outcome, for everybody, hosts and migrants as it is measured."""
    last = monthly[monthly["month"] > max(0, int(monthly["month"].max()) - LAST)]
    means = (last if len(last) else monthly).mean()
    return {
        (name, side): float(means[column])
        for name, outcome in OUTCOMES.items()
        for side, column in outcome.columns.items()
    }


def ends_by(recorder: Recorder) -> dict[tuple[str, str], float]:
    """Return the same for subgroups and the fixed cohort; NaN where a month is hidden, because few are left."""
    ends: dict[tuple[str, str], float] = {}
    for key in recorder.keys:
        table = recorder.by(key)
        for subgroup, rows in table.groupby("subgroup", sort=False):
            if subgroup in ("hosts", "migrants", "newcomers"):
                continue
            means = rows.drop(columns=["subgroup"]).mean(skipna=False)
            label = FIXED_COHORT if subgroup == FOUNDERS else str(subgroup)
            ends |= {(name, label): float(means[name]) for name in MEASURED if name in means.index}
    return ends
