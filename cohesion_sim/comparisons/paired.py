"""Two scenarios are compared pair by pair: replicate r of both has met the same chances, so their difference is policy.

Equations
    d_r = a_r − b_r,    difference = mean(d),    low, high = difference ± t(0.975, n − 1)·sd(d)/√n
    variance reduction = (var a + var b) / var d,   what pairing buys against independent seeds

Two uncertainties, never mixed: ``low`` and ``high`` are Monte Carlo error, which more replicates shrink; ``prior_low``,
``prior_high`` and ``p_better`` are what the priors leave open, which they do not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Sample = NDArray[np.float64]


class Difference(NamedTuple):
    """A scenario against its baseline, in one outcome of one subgroup."""

    mean: float
    baseline_mean: float
    difference: float
    low: float
    high: float
    variance_reduction: float


def paired_difference(scenario: Sample, baseline: Sample) -> Difference:
    """Return the paired difference of two samples of one length, in the order of replicates.

    Pairs with NaN are left out; the interval is NaN with fewer than two pairs.
    """
    return paired_differences(scenario[None], baseline[None])[0]


def paired_differences(scenarios: Sample, baselines: Sample) -> list[Difference]:
    """Return the same for each row of two tables of samples, shape (rows, replicates)."""
    found = np.full((len(scenarios), len(Difference._fields)), np.nan)
    for rows, known in alike(np.isfinite(scenarios) & np.isfinite(baselines)):
        found[rows] = np.stack(
            of_known(*(np.compress(known, each[rows], axis=1) for each in (scenarios, baselines))), 1
        )
    return [Difference(*row) for row in found.tolist()]


def alike(known: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.bool_]]]:
    """Yield which rows of a table have the same values known, shape (rows, values), and which values these are."""
    rows: dict[bytes, list[int]] = {}
    for number, pattern in enumerate(known):
        rows.setdefault(pattern.tobytes(), []).append(number)
    for numbers in rows.values():
        if known[numbers[0]].any():
            yield np.array(numbers), known[numbers[0]]


def of_known(a: Sample, b: Sample) -> Sequence[Sample]:
    """Return the parts of the differences of samples without NaN, shape (rows, replicates), each of shape (rows,)."""
    d, count = a - b, a.shape[1]
    mean = d.mean(axis=1)
    if count == 1:
        return a[:, 0], b[:, 0], mean, *np.full((3, len(a)), np.nan)
    half = student(count - 1) * d.std(axis=1, ddof=1) / math.sqrt(count)
    return a.mean(axis=1), b.mean(axis=1), mean, mean - half, mean + half, reduction(a, b)


def reduction(a: Sample, b: Sample) -> Sample:
    """Return the variance of a difference under independent seeds over the paired one; infinite if pairs are equal."""
    apart = a.var(axis=1, ddof=1) + b.var(axis=1, ddof=1)
    together = (a - b).var(axis=1, ddof=1)
    found: Sample = np.where(apart > 0.0, np.inf, np.nan)
    np.divide(apart, together, out=found, where=together > 0.0)
    return found


@cache
def student(freedom: int) -> float:
    """Return the 0.975 quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))


def left_open(differences: Sample, direction: int) -> tuple[float, float, float]:
    """Return the 2.5 and 97.5 % quantiles of differences over draws, and the share of draws that are better.

    Parameters
    ----------
    differences
        One a draw; NaN are left out.
    direction
        1 better high, −1 better low, 0 neither: then the share is NaN. A draw without a difference counts half.
    """
    low, high, better = all_left_open(differences[None], np.array([direction]))[0].tolist()
    return low, high, better


def all_left_open(differences: Sample, directions: NDArray[np.int64]) -> Sample:
    """Return the same for each row of a table of differences, shape (rows, draws), as shape (rows, 3)."""
    found = np.full((len(differences), 3), np.nan)
    for rows, known in alike(np.isfinite(differences)):
        d = np.compress(known, differences[rows], axis=1)
        found[rows, :2] = np.quantile(d, [0.025, 0.975], axis=1).T
        better = np.mean(directions[rows, None] * d > 0.0, axis=1) + 0.5 * np.mean(d == 0.0, axis=1)
        found[rows, 2] = np.where(directions[rows] == 0, np.nan, better)
    return found
