"""A plan lists the runs of an experiment, one row each: which configuration, which seed, and the run's identity.

The first replicate of all configurations comes first, then the second, so that what is finished is always balanced.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from cohesion_sim.errors import UserError
from cohesion_sim.experiment.description import Experiment
from cohesion_sim.experiment.design import NOT_SAID
from cohesion_sim.experiment.tables import column_of
from cohesion_sim.runs import provenance

MOST_RUNS = 5_000_000
FIRST = ("run", "run_id", "point", "replicate", "sample", "seed", "configuration")
"""Columns of a plan before those of the factors."""


class Plan(NamedTuple):
    """Everything that is to be run.

    Attributes
    ----------
    runs
        One row a run: the columns ``FIRST``, then one a factor.
    configurations
        One row a configuration: its hash and what it is, as JSON.
    """

    runs: pa.Table
    configurations: pa.Table

    @property
    def identity(self) -> str:
        """Hash of the run ids, in order."""
        return provenance.digest(self.runs["run_id"].to_pylist())


def planned(experiment: Experiment, report: Callable[[int, int], None] | None = None) -> Plan:
    """Return the plan of an experiment; every configuration is made once and thereby checked.

    Raises
    ------
    UserError
        For a configuration that is wrong, with what it varies, or two that are the same.
    """
    points = list(experiment.design.points())
    if len(points) * experiment.replicates > MOST_RUNS:
        raise UserError(
            f"the design asks for {len(points) * experiment.replicates} runs; at most {MOST_RUNS} can be planned"
        )
    hashes, texts, ids = [], [], []
    for number, point in enumerate(points):
        try:
            scenario = experiment.compositions.scenario(point.values)
        except UserError as error:
            raise UserError(f"{error} (in configuration {number} of the design)") from error
        configuration = provenance.configuration(scenario)
        hashes.append(provenance.digest(configuration))
        texts.append(json.dumps(configuration, sort_keys=True, default=str))
        seeds = range(experiment.seed, experiment.seed + experiment.replicates)
        ids.append(provenance.identities(configuration, seeds))
        if report is not None:
            report(number + 1, len(points))
    refuse_doubles(ids, points)
    return Plan(
        rows(experiment, points, hashes, np.array(ids, object).reshape(len(points), experiment.replicates)),
        pa.table({"point": np.arange(len(points)), "configuration": hashes, "json": texts}),
    )


def refuse_doubles(ids: list[list[str]], points: list[Any]) -> None:
    """Refuse configurations that are the same: they would be one run under two names."""
    seen: dict[str, int] = {}
    for number, (first, *_) in enumerate(ids):
        other = seen.setdefault(first, number)
        if other != number and points[number].sample == points[other].sample:
            raise UserError(
                f"configurations {other} and {number} of the design are the same "
                f"({dict(points[other].labels)} and {dict(points[number].labels)}); keep one"
            )


def rows(experiment: Experiment, points: list[Any], hashes: list[str], ids: Any) -> pa.Table:
    """Return the rows of a plan, replicate by replicate."""
    many, replicates = len(points), experiment.replicates
    point, replicate = np.tile(np.arange(many), replicates), np.repeat(np.arange(replicates), many)
    factors = {
        name: column_of([each.labels.get(name, NOT_SAID) for each in points]).take(pa.array(point))
        for name in experiment.design.columns
    }
    first = {
        "run": np.arange(many * replicates),
        "run_id": ids[point, replicate].astype(str) if len(points) else np.zeros(0, str),
        "point": point,
        "replicate": replicate,
        "sample": np.array([each.sample for each in points])[point],
        "seed": experiment.seed + replicate,
        "configuration": np.array(hashes)[point],
    }
    return pa.table({**first, **factors})
