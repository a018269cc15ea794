"""One run of a comparison: a scenario and a seed in, a few columns and the state at the end out."""

from __future__ import annotations

import traceback
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.attribution import Cause, causes
from cohesion_sim.errors import UserError
from cohesion_sim.measures.personal import Persons
from cohesion_sim.runs.ends import course
from cohesion_sim.runs.explaining import entries, ledger_of
from cohesion_sim.scenario import Scenario


class Job(NamedTuple):
    """A run to do; ``draw`` 0 for the numbers that the scenario has, else the number of the draw from the priors.

    ``persons`` says whether to keep each person as she is at the end, ``why`` whether to keep a ledger.
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
    columns), of runs with ``draw`` 0; where asked for, ``persons`` everybody at the end and ``causes`` what moved the
    outcomes; ``unexplained`` why a run that was asked for its causes has none.
    """

    name: str
    replicate: int
    draw: int
    ends: dict[tuple[str, str], float]
    columns: tuple[str, ...]
    series: NDArray[np.float64]
    error: str = ""
    persons: Persons | None = None
    causes: list[Cause] | None = None
    unexplained: str = ""


def finished(job: Job) -> Finished:
    """Do a run; an error in it is returned, not raised, so that the others go on. It may do without its ledger."""
    try:
        return done(job)
    except Exception as error:  # whatever it is, it is reported with its run
        reason = told(error)
    if job.why:
        return finished(job._replace(why=False))._replace(unexplained=reason)
    return failed(job, reason)


def done(job: Job) -> Finished:
    """Do a run."""
    ledger = ledger_of(job.scenario.measures) if job.why else None
    kept = course(job.scenario, job.seed, job.persons, ledger)
    series = kept.series if job.draw == 0 else np.zeros((0, 0))
    moved = None if ledger is None else causes(job.name, entries(ledger, job.scenario.measures))
    return Finished(job.name, job.replicate, job.draw, kept.ends, kept.columns, series, "", kept.persons, moved)


def told(error: Exception) -> str:
    """Return what went wrong, and where unless it is the user's to mend."""
    if isinstance(error, UserError):
        return str(error)
    where = traceback.format_exception(error, limit=-1)[1].splitlines()[0].strip()
    return f"{type(error).__name__}: {error} ({where})"


def failed(job: Job, reason: str) -> Finished:
    """Return what is left of a run that failed."""
    return Finished(job.name, job.replicate, job.draw, {}, (), np.zeros((0, 0)), reason)
