"""The same person in two scenarios meets the same chances: her difference is policy, and what others carry over to her.

Compared are persons who are found in both runs of a pair: the adults who live there at the end, and the fixed cohort,
whose members who died or departed count with the values they left with. A mean that hardly moves can hide as many who
gain as who lose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.paired import student
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.errors import unknown
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.measures.personal import PERSONAL
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


class Pairs(NamedTuple):
    """Persons found in both runs of pairs, by replicate and key; arrays of shape (persons,) or (rows, persons).

    ``codes`` has a row for each of :data:`SUBGROUPS`, as persons are in the baseline; ``values`` and
    ``baseline_values`` have one for each outcome asked for.
    """

    replicate: NDArray[np.int64]
    key: NDArray[np.int64]
    codes: NDArray[np.int32]
    here: NDArray[np.bool_]
    baseline_here: NDArray[np.bool_]
    values: NDArray[np.float32]
    baseline_values: NDArray[np.float32]


def paired(runs: Sequence[Finished], scenario: str, baseline: str, outcomes: Sequence[str]) -> Pairs:
    """Return the persons found in both runs of each pair.

    Raises
    ------
    UserError
        If one person has no value of an outcome.
    """
    for outcome in outcomes:
        if outcome not in PERSONAL:
            raise unknown("outcome of one person", outcome, PERSONAL)
    rows = np.array([PERSONAL.index(outcome) for outcome in outcomes], np.intp)
    kept = {(run.name, run.replicate): run.persons for run in runs if run.persons is not None}
    parts = [nobody(len(rows))]
    for name, replicate in sorted(kept):
        if name == scenario and (baseline, replicate) in kept:
            here, there = kept[scenario, replicate], kept[baseline, replicate]
            both, one, other = np.intersect1d(here.key, there.key, return_indices=True)
            codes = np.array([coded(key, there)[other] for key in SUBGROUPS])
            values = (each.values[np.ix_(rows, at)] for each, at in ((here, one), (there, other)))
            parts.append(Pairs(np.full(len(both), replicate), both, codes, here.here[one], there.here[other], *values))
    joined: Any = [np.concatenate(each, axis=-1) for each in zip(*parts, strict=True)]
    return Pairs._make(joined)


def nobody(outcomes: int) -> Pairs:
    """Return pairs without persons."""
    number, yes, value = np.zeros(0, np.int64), np.zeros(0, np.bool_), np.zeros((outcomes, 0), np.float32)
    return Pairs(number, number, np.zeros((len(SUBGROUPS), 0), np.int32), yes, yes, value, value)


def individuals(found: Pairs, names: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return one row a person and pair of runs who has a value of an outcome, the only one that was asked for.

    Columns: ``replicate``, ``key``, the subgroups of :data:`SUBGROUPS`, ``here`` and ``baseline_here`` (False for
    members of the fixed cohort who left), ``value``, ``baseline_value`` and ``difference``.

    Parameters
    ----------
    names
        Names of the subgroups of each key, in the order of their codes.
    """
    import pandas as pd

    value, against = found.values[0], found.baseline_values[0]
    known = ~np.isnan(value - against)
    columns: dict[str, Any] = {"replicate": found.replicate[known], "key": found.key[known]}
    for key, code in zip(SUBGROUPS, found.codes[:, known], strict=True):
        columns[key] = pd.Categorical.from_codes(code, dtype=pd.CategoricalDtype(list(names[key])))
    columns |= {"here": found.here[known], "baseline_here": found.baseline_here[known]}
    columns |= {"value": value[known], "baseline_value": against[known], "difference": (value - against)[known]}
    return pd.DataFrame(columns)


def shares(
    found: Pairs, names: Mapping[str, Sequence[str]], scenario: str, baseline: str, outcomes: Sequence[str],
    threshold: float,
) -> list[Shares]:  # fmt: skip
    """Return who gains and who loses, by side and, on each side, by subgroup of at least 30 persons in every pair.

    Parameters
    ----------
    found
        What :func:`paired` returned for the outcomes.
    names
        Names of the subgroups of each key, in the order of their codes.
    threshold
        The smallest difference that counts.
    """
    rows = []
    for outcome, difference in zip(outcomes, found.values - found.baseline_values, strict=True):
        better = OUTCOMES[outcome].direction or 1
        for side, of_side in enumerate(names["side"]):
            on = ~np.isnan(difference) & (found.codes[SUBGROUPS.index("side")] == side)
            if on.any():
                persons = better * difference[on].astype(np.float64), found.replicate[on]
                for key, code in zip(SUBGROUPS, found.codes[:, on], strict=True):
                    if key == "side" or code.min() < code.max():
                        prefix = "" if key == "side" else f"{of_side}, "
                        about = scenario, baseline, outcome
                        rows += of_key(*persons, code, names[key], prefix, better, threshold, about)
    return rows


def of_key(
    gain: NDArray[np.float64], pair: NDArray[np.int64], code: NDArray[np.int32], names: Sequence[str], prefix: str,
    better: int, threshold: float, about: tuple[str, str, str],
) -> list[Shares]:  # fmt: skip
    """Return who gains and who loses in the subgroups of one key."""
    shape = len(names), int(pair.max()) + 1
    cell = code.astype(np.int64) * shape[1] + pair
    size, *counted = (
        np.bincount(cell[counts], minlength=shape[0] * shape[1]).reshape(shape)
        for counts in (slice(None), gain > threshold, -gain > threshold)
    )
    found = np.flatnonzero(size.sum(axis=0))
    rows = []
    for number, name in enumerate(names):
        if size[number, found].min() >= LEAST:
            gaining, losing = (around(each[number, found] / size[number, found]) for each in counted)
            quantiles = np.quantile(better * gain[code == number], [0.1, 0.5, 0.9]).tolist()
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
