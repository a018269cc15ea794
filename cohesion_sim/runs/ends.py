"""Where a run ended: the mean over its last year of each outcome, for both sides and for subgroups.

end = (1/L)·Σ value of the month,   L = the last 12 months, or as many as there are after the start
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.ledger import Ledger
from cohesion_sim.measures.outcomes import MEASURED, OUTCOMES
from cohesion_sim.measures.personal import Persons, Register
from cohesion_sim.measures.recorder import REST, Recorder
from cohesion_sim.measures.snapshot import Snapshot
from cohesion_sim.measures.subgroups import FOUNDERS
from cohesion_sim.runs.running import run_through
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario

LAST = 12
"""Outcomes at the end are means over this many last months (or as many as there are after the start)."""
BY = ("cohort", "group", "generation", "sex", "age", "education", "vulnerability")
"""Keys of subgroups that are measured at the end."""
FEW_PLACES = 40
"""Places up to which they are told apart, too."""
FIXED_COHORT = "fixed cohort"
APART = ("hosts", "migrants", "newcomers")
"""Subgroups that are told by the sides, or that no comparison is about."""

ON_PERSONS = tuple(name for name in MEASURED if name not in REST)
"""Outcomes that a subgroup can have."""

Ends = dict[tuple[str, str], float]
"""Value of each (outcome, subgroup) at the end."""


class Course(NamedTuple):
    """What is kept of a run.

    Attributes
    ----------
    columns
        Names of the columns of ``series``, the first of them ``month``.
    series
        The monthly table, shape (months + 1, columns).
    ends
        Value of each (outcome, subgroup) at the end.
    persons
        Each person at the end, if asked for.
    """

    columns: tuple[str, ...]
    series: NDArray[np.float64]
    ends: Ends
    persons: Persons | None = None


def course(
    scenario: Scenario, seed: int, persons: bool = False, ledger: Ledger[Snapshot] | None = None
) -> Course:  # fmt: skip
    """Run a scenario on one thread and return what is kept of it, with each person at the end if asked for.

    Parameters
    ----------
    ledger
        An empty one to write to.
    """
    keys = (*BY, "place") if scenario.context.places <= FEW_PLACES else BY
    recorder, register = (
        Recorder(scenario.measures, scenario.months, keys, final_only=LAST),
        Register(scenario.measures),
    )

    def watch(now: Simulation) -> None:
        recorder.record(now.world, now.accounts)
        if persons:
            register.watch(now.world)
        if ledger is not None:
            ledger.watch(now.world)

    done = run_through(scenario, seed, watch, threads=1, book=ledger)
    columns = recorder.columns()
    ends = ends_of(columns) | ends_by(recorder)
    kept = register.persons(done.world) if persons else None
    return Course(tuple(columns), np.stack(list(columns.values()), axis=1), ends, kept)


def ends_of(columns: Mapping[str, NDArray[np.float64]]) -> Ends:
    """Return the mean over the last months of each outcome, for everybody, hosts and migrants as it is measured."""
    months = len(columns["month"]) - 1
    first = max(1, months - LAST + 1) if months else 0
    return {
        (name, side): mean_over_months(columns[column][first:])
        for name, outcome in OUTCOMES.items()
        for side, column in outcome.columns.items()
    }


def mean_over_months(value: NDArray[np.float64]) -> float:
    """Return the mean of the months that are known; NaN if none is."""
    known = value[~np.isnan(value)]
    return float(np.add.reduce(known) / len(known)) if len(known) else float("nan")


def ends_by(recorder: Recorder) -> Ends:
    """Return the same for subgroups and the fixed cohort; NaN where a month is hidden, because few are left."""
    ends: Ends = {}
    for names, found in recorder.shown(ON_PERSONS).values():
        label = [FIXED_COHORT if name == FOUNDERS else name for name in names]
        for outcome, mean in zip(ON_PERSONS, found.mean(axis=1).tolist(), strict=True):
            ends |= {(outcome, label[number]): mean[number] for number, name in enumerate(names) if name not in APART}
    return ends
