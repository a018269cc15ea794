"""A break-even is where a gain turns into a loss on the scale of a budget, a year or a lever; and what a point costs.

Equations
    mean gain at each x; between neighbours of opposite sign   x* = x₀ + (x₁ − x₀)·ḡ₀ / (ḡ₀ − ḡ₁)
    price = Σ (euros − euros without money) / Σ (points − points without money),   a point is 0.01

Intervals are the 2.5 and 97.5 % quantiles over 1,000 resamples of pairs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cohesion_sim.claims.claim import ARMS, UNFUNDED, YEAR, Claim
from cohesion_sim.claims.pairing import column_of

RESAMPLES = 1_000
Sample = NDArray[np.float64]


class Turn(NamedTuple):
    """Where the gain of one arm over another turns on a scale.

    ``at`` is NaN if it keeps its sign all along; ``below`` and ``above`` are the signs of the gain at the two ends of
    the scale; ``crossing`` the share of resamples in which it turns.
    """

    scale: str
    better: str
    than: str
    outcome: str
    of: str
    at: float
    low: float
    high: float
    below: int
    above: int
    crossing: float


class Price(NamedTuple):
    """What a point (0.01) of the first outcome costs in euros a migrant and year; NaN unless points are gained."""

    arm: str
    outcome: str
    of: str
    eur: float
    points: float
    eur_per_point: float
    low: float
    high: float


class Curve(NamedTuple):
    """Gains along a scale: positions, and gains of shape (pairs, positions), NaN where a pair is not at a position."""

    x: Sample
    gains: Sample


def crossing(x: Sample, mean: Sample) -> float:
    """Return where a mean gain last changes its sign; NaN if it never does."""
    signs = np.sign(mean)
    turns = np.flatnonzero(signs[:-1] * signs[1:] < 0.0)
    if len(turns) == 0:
        return math.nan
    k = int(turns[-1])
    return float(x[k] + (x[k + 1] - x[k]) * mean[k] / (mean[k] - mean[k + 1]))


def resampled(count: int, seed: int, statistic: Callable[[NDArray[np.int64]], float]) -> Sample:
    """Return a statistic of 1,000 resamples of so many pairs."""
    generator = np.random.Generator(np.random.Philox(key=seed))
    return np.array([statistic(generator.integers(0, count, count)) for _ in range(RESAMPLES)])


def bounds(found: Sample) -> tuple[float, float]:
    """Return the 2.5 and 97.5 % quantiles of what is known."""
    known = found[np.isfinite(found)]
    if len(known) == 0:
        return math.nan, math.nan
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def turn(curve: Curve, seed: int) -> tuple[float, float, float, int, int, float]:
    """Return where a curve turns, its interval, the signs at both ends, and the share of resamples that turn."""
    mean = np.nanmean(curve.gains, axis=0)
    found = resampled(
        len(curve.gains), seed, lambda chosen: crossing(curve.x, np.nanmean(curve.gains[chosen], axis=0))
    )  # fmt: skip
    low, high = bounds(found)
    ends = int(np.sign(mean[0])), int(np.sign(mean[-1]))
    return crossing(curve.x, mean), low, high, *ends, float(np.mean(np.isfinite(found)))


def turns(claim: Claim, ends: pd.DataFrame, by_year: pd.DataFrame, of_arms: pd.DataFrame, seed: int) -> list[Turn]:
    """Return the break-evens that a claim asks for, in its first outcome."""
    first = claim.outcomes[0]
    found = []
    for scale in claim.break_even:
        for (one, other), curve in curves(claim, scale, ends, by_year, of_arms).items():
            if curve.gains.size and len(curve.x) > 1:
                found.append(Turn(scale, one, other, first.outcome, first.of, *turn(curve, seed)))
    return found


def curves(
    claim: Claim, scale: str, ends: pd.DataFrame, by_year: pd.DataFrame, of_arms: pd.DataFrame
) -> dict[tuple[str, str], Curve]:
    """Return gains along a scale for each pair of arms; along arms, of every arm against the one that lies lowest."""
    if scale == ARMS:
        return {lowest_first(claim): along_arms(claim, of_arms)}
    rows = by_year if scale == YEAR else of_first(claim, ends)
    found = {}
    for one, other in claim.better:
        here = rows[(rows["better"] == one) & (rows["than"] == other)]
        wide = here.pivot_table(index="pair", columns="euros" if scale == "funding" else scale, values="gain")
        found[one, other] = Curve(np.array(wide.columns, np.float64), wide.to_numpy(np.float64))
    return found


def of_first(claim: Claim, ends: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the first outcome."""
    first = claim.outcomes[0]
    return ends[(ends["outcome"] == first.outcome) & (ends["of"] == first.of)]


def lowest_first(claim: Claim) -> tuple[str, str]:
    """Return the arms that lie highest and lowest on the scale of the lever."""
    order = sorted(claim.arms.values(), key=lambda arm: arm.at or 0.0)
    return order[-1].name, order[0].name


def along_arms(claim: Claim, of_arms: pd.DataFrame) -> Curve:
    """Return the gain of every arm against the one that lies lowest on the scale of the lever."""
    first = claim.outcomes[0]
    wide = of_arms.pivot_table(index="pair", columns="arm", values=column_of(first))
    order = sorted(claim.arms.values(), key=lambda arm: arm.at or 0.0)
    gains = [first.better * (wide[arm.name] - wide[order[0].name]).to_numpy(np.float64) for arm in order[1:]]
    return Curve(np.array([arm.at for arm in order[1:]], np.float64), np.stack(gains, axis=1))


def prices(claim: Claim, of_arms: pd.DataFrame, seed: int) -> list[Price]:
    """Return what a point of the first outcome costs under each arm, against a copy without any money."""
    first = claim.outcomes[0]
    points = of_arms.pivot_table(index="pair", columns="arm", values=column_of(first)).dropna()
    euros = of_arms.pivot_table(index="pair", columns="arm", values="eur").loc[points.index]
    found = []
    for arm in claim.arms:
        more = (euros[arm] - euros[UNFUNDED]).to_numpy(np.float64)
        gained = 100.0 * first.better * (points[arm] - points[UNFUNDED]).to_numpy(np.float64)
        low, high = bounds(resampled(len(more), seed, _ratio(more, gained)))
        found.append(
            Price(arm, first.outcome, first.of, more.mean(), gained.mean(), price(more, gained), low, high)
        )  # fmt: skip
    return found


def price(more: Sequence[float] | Sample, gained: Sequence[float] | Sample) -> float:
    """Return euros over points; NaN unless both are above 0."""
    above, below = float(np.sum(more)), float(np.sum(gained))
    return above / below if above > 0.0 and below > 0.0 else math.nan


def _ratio(more: Sample, gained: Sample) -> Callable[[NDArray[np.int64]], float]:
    return lambda chosen: price(more[chosen], gained[chosen])
