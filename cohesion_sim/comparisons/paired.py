"""Two scenarios are compared pair by pair: replicate r of both has met the same chances, so their difference is policy.

Equations
    d_r = a_r − b_r,    difference = mean(d),    low, high = difference ± t(0.975, n − 1)·sd(d)/√n
    variance reduction = (var a + var b) / var d,   what pairing buys against independent seeds

Two uncertainties, never mixed: ``low`` and ``high`` are Monte Carlo error, which more replicates shrink; ``prior_low``,
``prior_high`` and ``p_better`` are what the priors leave open, which they do not.
"""

from __future__ import annotations

import math
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
    known = np.isfinite(scenario) & np.isfinite(baseline)
    a, b = scenario[known], baseline[known]
    if len(a) == 0:
        return Difference(*[math.nan] * 6)
    d = a - b
    if len(a) == 1:
        return Difference(float(a[0]), float(b[0]), float(d[0]), math.nan, math.nan, math.nan)
    half = student(len(d) - 1) * float(d.std(ddof=1)) / math.sqrt(len(d))
    mean = float(d.mean())
    return Difference(float(a.mean()), float(b.mean()), mean, mean - half, mean + half, reduction(a, b))


def reduction(a: Sample, b: Sample) -> float:
    """Return the variance of a difference under independent seeds over the paired one; infinite if pairs are equal."""
    apart = float(a.var(ddof=1) + b.var(ddof=1))
    together = float((a - b).var(ddof=1))
    if together > 0.0:
        return apart / together
    return math.inf if apart > 0.0 else math.nan


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
    known = differences[np.isfinite(differences)]
    if len(known) == 0:
        return math.nan, math.nan, math.nan
    low, high = (float(bound) for bound in np.quantile(known, [0.025, 0.975]))
    if direction == 0:
        return low, high, math.nan
    better = float(np.mean(direction * known > 0.0) + 0.5 * np.mean(known == 0.0))
    return low, high, better
