"""One run of a comparison: a scenario and a seed in, a few columns and the state at the end out."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.attribution import causes
from cohesion_sim.errors import UserError
from cohesion_sim.measures.personal import Persons
from cohesion_sim.runs.ends import course
from cohesion_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


class Job(NamedTuple):
    """A run to do; ``draw`` 0 for the numbers that the scenario has, else the number of the draw from the priors.

    ``persons`` says whether to keep each person as she is at the end, ``why`` whether the run is there for nothing but
    its ledger.
    """

    name: str
    scenario: Scenario
    replicate: int
    seed: int
    draw: int
    persons: bool = False
    why: bool = False


class Finished(NamedTuple):
    """A run that is done, or that failed.

    ``ends`` holds the value of each (outcome, subgroup) at the end; ``series`` the monthly table, shape (months + 1,
    columns), of runs with ``draw`` 0; ``persons`` everybody at the end, where asked for. A run asked for its ledger has
    ``why``, and nothing but ``causes``.
    """

    name: str
    replicate: int
    draw: int
    ends: dict[tuple[str, str], float]
    columns: tuple[str, ...]
    series: NDArray[np.float64]
    error: str = ""
    persons: Persons | None = None
    why: bool = False
    causes: pd.DataFrame | None = None


def finished(job: Job) -> Finished:
    """Do a run; an error in it is returned, not raised, so that the others go on."""
    try:
        if job.why:
            return failed(job, "")._replace(causes=causes(job.name, job.scenario, job.seed))
        done = course(job.scenario, job.seed, job.persons)
        series = done.series if job.draw == 0 else np.zeros((0, 0))
        return Finished(job.name, job.replicate, job.draw, done.ends, done.columns, series, "", done.persons)
    except Exception as error:  # whatever it is, it is reported with its run
        if isinstance(error, UserError):
            return failed(job, str(error))
        reason = f"{type(error).__name__}: {error} ({traceback.format_exc(limit=-1).splitlines()[1].strip()})"
        return failed(job, reason)


def failed(job: Job, reason: str) -> Finished:
    """Return what is left of a run that failed."""
    return Finished(job.name, job.replicate, job.draw, {}, (), np.zeros((0, 0)), reason, None, job.why)
