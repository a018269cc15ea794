"""A store holds four tables: runs, their ends by subgroup, their series by month, and when they ran.

Columns never depend on how a run went: a failed run has a row in ``runs`` and ``timings`` and none in the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from cohesion_sim.experiment.record import Record
from cohesion_sim.measures.outcomes import OUTCOMES

RUNS, ENDS, SERIES, TIMINGS = "runs", "ends", "series", "timings"
TABLES = (RUNS, ENDS, SERIES, TIMINGS)
CONTENT = (RUNS, ENDS, SERIES)
"""Tables that are the same wherever and however the runs were made."""
COLUMN = {(name, side): column for name, outcome in OUTCOMES.items() for side, column in outcome.columns.items()}
"""Column of each (outcome, side)."""
KEPT = ("month", *COLUMN.values())
"""Columns of a run's series."""
PLACE = ("run_id", "point", "replicate")
"""Columns that every table starts with."""

TOLD = {
    "began": pa.string(),
    "seconds": pa.float64(),
    "cpu": pa.float64(),
    "megabytes": pa.float64(),
    "machine": pa.string(),
    "process": pa.int64(),
}
"""Columns of the timings, by field of :class:`cohesion_sim.experiment.record.Timing`."""


def tables(planned: pa.Table, records: Mapping[str, Record]) -> dict[str, pa.Table]:
    """Return the four tables of some runs, in the order of the plan.

    Parameters
    ----------
    planned
        Rows of the plan, one a run.
    records
        The record of each of these runs, by run id.
    """
    ordered = [records[run_id] for run_id in planned["run_id"].to_pylist()]
    return {
        RUNS: runs(planned, ordered),
        ENDS: ends(planned, ordered),
        SERIES: series(planned, ordered),
        TIMINGS: timings(planned, ordered),
    }


def runs(planned: pa.Table, records: list[Record]) -> pa.Table:
    """Return the plan's rows with status, error and outcomes at the end."""
    found = [record.course.ends if record.course else {} for record in records]
    columns = {name: planned[name] for name in planned.column_names if name != "run"}
    columns["status"] = pa.array([record.status for record in records], pa.string())
    columns["error"] = pa.array([record.error for record in records], pa.string())
    for key, column in COLUMN.items():
        columns[column] = pa.array([end.get(key, np.nan) for end in found], pa.float64())
    return pa.table(columns)


def ends(planned: pa.Table, records: list[Record]) -> pa.Table:
    """Return the value of each outcome in each subgroup at the end, one row each."""
    found = [record.course.ends if record.course else {} for record in records]
    labels = {keys: labelled(keys) for keys in {tuple(each) for each in found}}
    outcomes, subgroups = zip(labelled(()), *(labels[tuple(each)] for each in found), strict=True)
    return pa.table(
        {
            **repeated(planned, [len(each) for each in found]),
            "outcome": pa.concat_arrays(outcomes),
            "subgroup": pa.concat_arrays(subgroups),
            "value": pa.array(np.concatenate([np.zeros(0), *(list(each.values()) for each in found)])),
        }
    )


def labelled(keys: tuple[tuple[str, str], ...]) -> tuple[pa.Array, pa.Array]:
    """Return the columns of outcomes and of subgroups for the keys of a run's ends."""
    return words(outcome for outcome, _ in keys), words(subgroup for _, subgroup in keys)


def series(planned: pa.Table, records: list[Record]) -> pa.Table:
    """Return the outcomes by month, one row a run and month that is kept."""
    courses = [record.course.series if record.course else np.zeros((0, len(KEPT))) for record in records]
    values = np.concatenate(courses) if courses else np.zeros((0, len(KEPT)))
    columns = {name: pa.array(np.ascontiguousarray(values[:, n])) for n, name in enumerate(KEPT)}
    columns["month"] = columns["month"].cast(pa.int32())
    return pa.table({**repeated(planned, [len(each) for each in courses]), **columns})


def timings(planned: pa.Table, records: list[Record]) -> pa.Table:
    """Return when, where and how long the runs ran."""
    told = {name: pa.array([getattr(record.timing, name) for record in records], kind) for name, kind in TOLD.items()}
    return pa.table({**{name: planned[name] for name in PLACE}, **told})


def repeated(planned: pa.Table, counts: Iterable[int]) -> dict[str, pa.Array]:
    """Return the columns that say which run a row belongs to."""
    rows = np.repeat(np.arange(len(planned)), list(counts))
    return {name: planned[name].combine_chunks().take(pa.array(rows)) for name in PLACE}


def words(given: Iterable[str]) -> pa.Array:
    """Return a column of words."""
    return pa.array(list(given), pa.string())


def column_of(values: list[Any]) -> pa.Array:
    """Return a column of a factor's values: numbers if all are numbers, else words."""
    kinds = {type(value) for value in values}
    if kinds <= {bool}:
        return pa.array(values, pa.bool_())
    if kinds <= {int}:
        return pa.array(values, pa.int64())
    if kinds <= {int, float}:
        return pa.array([float(value) for value in values], pa.float64())
    return words(map(str, values))
