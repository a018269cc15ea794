"""What has no formula for its interval is worked out again on a thousand resamples of the pairs of runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.measures.outcomes import EVERYBODY, OUTCOMES

RESAMPLES = 1_000
Sample = NDArray[np.float64]
Chosen = NDArray[np.int64]


def resampled(count: int, seed: int, statistic: Callable[[Chosen], float]) -> Sample:
    """Return a statistic of 1,000 resamples of so many pairs, each given as the numbers of the pairs chosen."""
    generator = np.random.Generator(np.random.Philox(key=seed))
    return np.array([statistic(generator.integers(0, count, count)) for _ in range(RESAMPLES)])


def bounds(found: Sample) -> tuple[float, float]:
    """Return the 2.5 and 97.5 % quantiles of what is known; NaN if nothing is."""
    known = found[np.isfinite(found)]
    if len(known) == 0:
        return math.nan, math.nan
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def price(more: Sequence[float] | Sample, gained: Sequence[float] | Sample) -> float:
    """Return euros over points; NaN unless both are above 0 in all."""
    above, below = float(np.sum(more)), float(np.sum(gained))
    return above / below if above > 0.0 and below > 0.0 else math.nan


def price_with_bounds(more: Sample, gained: Sample, seed: int) -> tuple[float, float, float]:
    """Return euros over points with the 95 % interval over resamples of pairs."""
    return price(more, gained), *bounds(
        resampled(len(more), seed, lambda chosen: price(more[chosen], gained[chosen]))
    )  # fmt: skip


def spent(run: Finished) -> float:
    """Return EUR spent a migrant and year over a whole run."""
    money = run.series[1:, run.columns.index(OUTCOMES["spent"].columns[EVERYBODY])].sum()
    heads = run.series[1:, run.columns.index(OUTCOMES["migrants"].columns[EVERYBODY])].sum()
    return 12.0 * float(money / heads) if heads > 0.0 else 0.0
