"""What a student hands in is one small file: who, which model, which seed, and the numbers of one run, pair or trial.

Nothing else goes into the file, and a nickname will do for the student.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import singledispatch
from pathlib import Path
from typing import Any, NamedTuple

from cohesion_sim.comparisons.comparison import FOLLOWED, Comparison
from cohesion_sim.comparisons.shares import around
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.measures.outcomes import OUTCOMES, SIDES
from cohesion_sim.runs import stored
from cohesion_sim.runs.provenance import configuration, digest, model_version
from cohesion_sim.runs.result import Result
from cohesion_sim.trials.trial import Trial

MARK, FORMAT = "cohesion-sim hand-in", 1
RUN, COMPARISON, TRIAL = "run", "comparison", "trial"
LAST = 12
"""Months at the end over which an outcome of a run is averaged."""
LONGEST = 60
"""Most letters of a student's name."""


class Row(NamedTuple):
    """A number of a student's.

    Attributes
    ----------
    scenario, baseline
        What was run, and what it was compared with; the treatment and ``"control"`` of a trial.
    value
        The outcome's mean over the last year, its paired difference to the baseline, or the estimate of a trial.
    low, high
        95 % interval; None of a single run.
    truth
        The true effect in a trial; None elsewhere.
    """

    outcome: str
    subgroup: str
    scenario: str
    baseline: str
    value: float | None
    low: float | None = None
    high: float | None = None
    truth: float | None = None


class Work(NamedTuple):
    """What is told of a piece of work: its kind, first seed, replicates, what decided it, and its numbers."""

    kind: str
    seed: int | None
    replicates: int
    decided_by: Any
    rows: list[Row]


def hand_in(
    work: Result | Comparison | Trial,
    file: str | os.PathLike[str],
    student: str,
    outcomes: Sequence[str] = FOLLOWED,
) -> Path:
    """Write what a student found into a small JSON file and return its path.

    Parameters
    ----------
    work
        A result, a comparison or a trial.
    file
        Where to, such as ``"handed_in/ana.json"``.
    student
        A name or nickname, by which the teacher tells the rows apart.
    outcomes
        Which outcomes of a result or comparison; a trial has one.

    Raises
    ------
    UserError
        For an outcome that does not exist, a name that is empty or too long, or a file that cannot be written.
    """
    if not isinstance(student, str) or not student.strip() or len(student) > LONGEST:
        raise UserError(f"student is {student!r}; it must be a name or nickname of at most {LONGEST} letters")
    for name in outcomes:
        if name not in OUTCOMES:
            raise unknown("outcome", name, OUTCOMES)
    done = told(work, outcomes)
    place = Path(file)
    if place.suffix != ".json":
        raise UserError(f"{place}: the name must end in .json, so that the teacher's folder is gathered whole")
    stored.folder_for(place.parent)
    content = {
        "file": MARK,
        "format": FORMAT,
        "student": student.strip(),
        "model_version": model_version(),
        "kind": done.kind,
        "seed": done.seed,
        "replicates": done.replicates,
        "configuration": digest(done.decided_by),
        "rows": [row._asdict() for row in done.rows],
    }
    return stored.document(place, content)


@singledispatch
def told(work: object, outcomes: Sequence[str]) -> Work:
    """Return what is told of a piece of work."""
    raise UserError(f"a {type(work).__name__} cannot be handed in; a result, a comparison or a trial can")


@told.register
def _of_result(work: Result, outcomes: Sequence[str]) -> Work:
    sides = work.by("side")
    late = sides[sides["month"] > work.scenario.months - LAST]
    rows = [
        Row(name, side, work.scenario.name, "", number(late.loc[late["subgroup"] == side, name].mean()))
        for name in outcomes
        for side in SIDES
        if name in late
    ]
    return Work(RUN, work.seed, 1, configuration(work.scenario), existing(rows))


@told.register
def _of_comparison(work: Comparison, outcomes: Sequence[str]) -> Work:
    rows = [
        Row(
            each.outcome, each.subgroup, each.scenario, each.baseline, number(each.difference), number(each.low),
            number(each.high),
        )
        for each in work.contrasts
        if each.outcome in outcomes and each.subgroup in ("everybody", *SIDES)
    ]  # fmt: skip
    decided = {name: configuration(scenario) for name, scenario in work.scenarios.items()}
    return Work(COMPARISON, work.seed, work.replicates, decided, existing(rows))


@told.register
def _of_trial(work: Trial, outcomes: Sequence[str]) -> Work:
    table, protocol = work.table, work.protocol
    first = table.iloc[0]
    value, low, high = around(table["estimate"]) if len(table) > 1 else first[["estimate", "low", "high"]]
    row = Row(
        protocol.outcome, protocol.population, protocol.treatment, "control", number(value), number(low), number(high),
        number(table["truth"].mean()),
    )  # fmt: skip
    return Work(TRIAL, None, len(table), [configuration(work.scenario), vars(protocol)], existing([row]))


def number(value: Any) -> float | None:
    """Return a number that JSON can hold, None for NaN."""
    return float(value) if value == value else None


def existing(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that have a value."""
    return [row for row in rows if row.value is not None]
