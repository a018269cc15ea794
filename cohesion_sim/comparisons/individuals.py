"""The same person in two scenarios meets the same chances: her difference is policy, and what others carry over to her.

Compared are persons who are found in both runs of a pair: the adults who live there at the end, and the fixed cohort,
whose members who died or departed count with the values they left with. A mean that hardly moves can hide as many who
gain as who lose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cohesion_sim.comparisons.paired import student
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.errors import unknown
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.measures.personal import PERSONAL, Persons
from cohesion_sim.measures.subgroups import LEAST, coded

if TYPE_CHECKING:
    import pandas as pd

THRESHOLD = 0.05
"""A difference that a person would notice, on a scale from 0 to 1 (assumption)."""
KEPT = 200_000_000
"""Most bytes of persons kept in one comparison."""
BYTES = 100
SUBGROUPS = ("side", "group", "generation", "sex", "age", "education", "vulnerability", "place", "cohort")


class Shares(NamedTuple):
    """How many of a subgroup gain and lose; means over pairs of runs with 95 % intervals.

    ``gaining`` and ``losing`` are shares whose difference, counted as better, is above the threshold or below minus
    it; outcomes without a direction count more as gaining. ``median``, ``p10`` and ``p90`` are of differences.
    """

    scenario: str
    baseline: str
    outcome: str
    subgroup: str
    persons: int
    gaining: float
    gaining_low: float
    gaining_high: float
    losing: float
    losing_low: float
    losing_high: float
    p10: float
    median: float
    p90: float


def pairs_kept(population: int, scenarios: int, replicates: int) -> int:
    """Return the replicates whose persons are kept, so that a comparison of millions still fits into memory."""
    return min(replicates, KEPT // max(1, population * BYTES * scenarios))


def individuals(
    runs: Sequence[Finished], scenario: str, baseline: str, outcome: str, names: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Return one row a person and pair of runs.

    Columns: ``replicate``, ``key``, the subgroups of :data:`SUBGROUPS`, ``here`` and ``baseline_here`` (False for
    members of the fixed cohort who left), ``value``, ``baseline_value`` and ``difference``.

    Parameters
    ----------
    names
        Names of the subgroups of each key, in the order of their codes.

    Raises
    ------
    UserError
        If one person has no value of the outcome.
    """
    import pandas as pd

    if outcome not in PERSONAL:
        raise unknown("outcome of one person", outcome, PERSONAL)
    row = PERSONAL.index(outcome)
    kept = {(run.name, run.replicate): run.persons for run in runs if run.persons is not None}
    parts = []
    for name, replicate in sorted(kept):
        if name == scenario and (baseline, replicate) in kept:
            here, there = kept[scenario, replicate], kept[baseline, replicate]
            both, one, other = np.intersect1d(here.key, there.key, return_indices=True)
            value, against = here.values[row, one], there.values[row, other]
            columns: dict[str, Any] = {"replicate": np.full(len(both), replicate), "key": both}
            columns |= {key: named(key, there, other, names) for key in SUBGROUPS}
            columns |= {"here": here.here[one], "baseline_here": there.here[other]}
            columns |= {"value": value, "baseline_value": against, "difference": value - against}
            parts.append(pd.DataFrame(columns).dropna(subset=["difference"]))
    if parts:
        return pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns=["replicate", "key", *SUBGROUPS, "here", "baseline_here", "value", "difference"])


def named(key: str, persons: Persons, rows: Any, names: Mapping[str, Sequence[str]]) -> Any:
    """Return the name of the subgroup of some persons."""
    import pandas as pd

    return pd.Categorical.from_codes(coded(key, persons)[rows], dtype=pd.CategoricalDtype(list(names[key])))


def shares(found: pd.DataFrame, scenario: str, baseline: str, outcome: str, threshold: float) -> list[Shares]:
    """Return who gains and who loses, by side and, on each side, by subgroup of at least 30 persons in every pair.

    Parameters
    ----------
    found
        What :func:`individuals` returned.
    threshold
        The smallest difference that counts.
    """
    better = OUTCOMES[outcome].direction or 1
    rows = []
    for side, persons in found.groupby("side", observed=True):
        for key in SUBGROUPS:
            if key == "side" or persons[key].nunique() > 1:
                prefix = "" if key == "side" else f"{side}, "
                rows += of_key(persons, key, prefix, better, threshold, (scenario, baseline, outcome))
    return rows


def of_key(
    persons: pd.DataFrame, key: str, prefix: str, better: int, threshold: float, about: tuple[str, str, str]
) -> list[Shares]:
    """Return who gains and who loses in the subgroups of one key."""
    difference = persons["difference"].to_numpy(np.float64)
    code, pair = persons[key].cat.codes.to_numpy(), persons["replicate"].to_numpy()
    names, pairs = list(persons[key].cat.categories), int(pair.max()) + 1
    cell, shape = code.astype(np.int64) * pairs + pair, (len(names), pairs)
    size = np.bincount(cell, minlength=len(names) * pairs).reshape(shape)
    counted = [
        np.bincount(cell, sign * better * difference > threshold, len(names) * pairs).reshape(shape) for sign in (1, -1)
    ]
    found = np.flatnonzero(size.sum(axis=0))
    rows = []
    for number, name in enumerate(names):
        if size[number, found].min() >= LEAST:
            gaining, losing = (around(each[number, found] / size[number, found]) for each in counted)
            quantiles = np.quantile(difference[code == number], [0.1, 0.5, 0.9]).tolist()
            each_pair = round(float(size[number, found].mean()))
            rows.append(Shares(*about, f"{prefix}{name}", each_pair, *gaining, *losing, *quantiles))
    return rows


def around(values: Any) -> tuple[float, float, float]:
    """Return the mean of shares over pairs of runs with its 95 % interval; NaN with one pair."""
    mean = float(values.mean())
    if len(values) < 2:
        return mean, float("nan"), float("nan")
    half = student(len(values) - 1) * float(values.std(ddof=1)) / len(values) ** 0.5
    return mean, mean - half, mean + half
