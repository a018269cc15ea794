"""Who gains and who loses is told by shares: how many of a subgroup are better or worse off by enough to notice.

Equations
    gain = s·(value − baseline value),   s = −1 where less is better, else 1
    gaining = mean over pairs of runs of the share of persons with gain > threshold,   losing with gain < −threshold
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.individuals import SUBGROUPS, Pairs
from cohesion_sim.comparisons.paired import student
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.measures.subgroups import LEAST

THRESHOLD = 0.05
"""A difference that a person would notice, on a scale from 0 to 1 (assumption)."""
QUANTILES = np.array([0.1, 0.5, 0.9])


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


class Side(NamedTuple):
    """The persons of one side: differences, shape (outcomes, persons), and the pair of runs of each person, from 0.

    ``unknown``, ``gaining`` and ``losing`` hold, an outcome each, the numbers of the persons of whom that is so.
    """

    difference: NDArray[np.float32]
    pair: NDArray[np.intp]
    unknown: list[NDArray[np.intp]]
    gaining: list[NDArray[np.intp]]
    losing: list[NDArray[np.intp]]


def shares(
    found: Pairs, names: Mapping[str, Sequence[str]], scenario: str, baseline: str, outcomes: Sequence[str],
    threshold: float,
) -> list[Shares]:  # fmt: skip
    """Return who gains and who loses, by side and, on each side, by subgroup of at least 30 persons in every pair.

    Parameters
    ----------
    found
        The persons with their values of the outcomes.
    names
        Names of the subgroups of each key, in the order of their codes.
    threshold
        The smallest difference that counts.
    """
    rows: list[list[Shares]] = [[] for _ in outcomes]
    for code, of_side in enumerate(names["side"]):
        on = np.flatnonzero(found.codes[SUBGROUPS.index("side")] == code)
        side = side_of(found, on, outcomes, threshold)
        for key, codes in zip(SUBGROUPS, found.codes, strict=True):
            prefix = "" if key == "side" else f"{of_side}, "
            for number, subgroup, numbers in of_key(side, codes[on], len(names[key]), alone=key == "side"):
                called = f"{prefix}{names[key][subgroup]}"
                rows[number].append(Shares(scenario, baseline, outcomes[number], called, *numbers))
    return [row for of_outcome in rows for row in of_outcome]


def side_of(found: Pairs, on: NDArray[np.intp], outcomes: Sequence[str], threshold: float) -> Side:
    """Return the persons of a side, which are given by their numbers."""
    difference = found.values[:, on] - found.baseline_values[:, on]
    gain = [(OUTCOMES[name].direction or 1) * row.astype(np.float64) for name, row in zip(outcomes, difference)]
    gaining, losing = ([np.flatnonzero(sign * row > threshold) for row in gain] for sign in (1, -1))
    unknown = [np.flatnonzero(row) for row in np.isnan(difference)]
    return Side(difference, np.unique(found.replicate[on], return_inverse=True)[1], unknown, gaining, losing)


def of_key(
    side: Side, code: NDArray[np.int32], subgroups: int, *, alone: bool
) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """Yield outcome, subgroup and numbers from ``persons`` on of those subgroups of a key that are large enough.

    A subgroup that holds everybody is told only if it may be ``alone``.
    """
    if len(code) == 0:
        return
    shape = subgroups, int(side.pair.max()) + 1
    cell = code.astype(np.intp) * shape[1] + side.pair

    def counted(several: list[NDArray[np.intp]]) -> NDArray[np.intp]:
        """Return how many of these persons there are, shape (outcomes, subgroups, pairs)."""
        return np.stack([np.bincount(cell[each], minlength=shape[0] * shape[1]).reshape(shape) for each in several])

    size = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape) - counted(side.unknown)
    several = np.count_nonzero(size.any(axis=2), axis=1) > 1
    told = (size.min(axis=2) >= LEAST) & (several | alone)[:, None]
    of_all = [around(counted(each)[told] / size[told]).T for each in (side.gaining, side.losing)]
    persons = np.rint(size[told].mean(axis=1)).astype(int)
    quantiles = np.full((*told.shape, len(QUANTILES)), np.nan)
    for number in np.flatnonzero(told.any(axis=0)):
        members = side.difference[:, np.flatnonzero(code == number)]
        quantiles[:, number] = quantiles_of(members, size[:, number].sum(axis=1))
    numbers = np.concatenate([*of_all, quantiles[told]], axis=1).tolist()
    for outcome, subgroup, count, row in zip(*np.nonzero(told), persons.tolist(), numbers, strict=True):
        yield int(outcome), int(subgroup), (count, *row)


def quantiles_of(difference: NDArray[np.float32], known: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the quantiles of each row without its NaN, as :func:`numpy.quantile` does one by one.

    Parameters
    ----------
    difference
        Shape (outcomes, persons).
    known
        How many in each row are not NaN; quantiles of a row with none mean nothing.
    """
    ordered = np.sort(difference, axis=1)  # NaN come last
    place = np.maximum(known - 1, 0)[:, None] * QUANTILES
    below, above = np.floor(place).astype(np.intp), np.ceil(place).astype(np.intp)
    low, high = (np.take_along_axis(ordered, at, axis=1).astype(np.float64) for at in (below, above))
    part = place - below
    found: NDArray[np.float64] = np.where(part < 0.5, low + (high - low) * part, high - (high - low) * (1.0 - part))
    return found


def around(values: Any) -> NDArray[np.float64]:
    """Return mean, low and high of shares over pairs of runs, the last axis: a 95 % interval, NaN with one pair."""
    shares = np.asarray(values, np.float64)
    pairs = shares.shape[-1]
    mean = shares.mean(axis=-1)
    if pairs < 2:
        return np.stack([mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan)])
    half = student(pairs - 1) * shares.std(axis=-1, ddof=1) / pairs**0.5
    return np.stack([mean, mean - half, mean + half])
