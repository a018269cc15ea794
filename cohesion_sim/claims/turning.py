"""A break-even is where a gain turns into a loss on the scale of a budget, a year or a lever; and what a point costs.

Equations
    mean gain at each x; between neighbours of opposite sign   x* = x₀ + (x₁ − x₀)·ḡ₀ / (ḡ₀ − ḡ₁)
    price = Σ (euros − euros without money) / Σ (points − points without money),   a point is 0.01

Intervals are the 2.5 and 97.5 % quantiles over 1,000 resamples of pairs.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from cohesion_sim.claims.claim import ARMS, UNFUNDED, YEAR, Claim
from cohesion_sim.claims.pairing import column_of
from cohesion_sim.comparisons.resampling import Chosen, Sample, bounds, price, price_with_bounds, resampled


class Turn(NamedTuple):
    """Where the gain of one arm over another turns on a scale.

    ``at`` is the last turn, NaN if the gain keeps its sign all along; ``below`` and ``above`` are its signs on either
    side; ``crossing`` the share of resamples in which it turns.
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


class Saving(NamedTuple):
    """How much cheaper a point of the first outcome is under one arm than under another, as a share of the price."""

    better: str
    than: str
    outcome: str
    of: str
    saving: float
    low: float
    high: float


class Curve(NamedTuple):
    """Gains along a scale: positions, and gains of shape (pairs, positions), NaN where a pair is not at a position."""

    x: Sample
    gains: Sample


def last_turn(mean: Sample) -> int | None:
    """Return the position before a mean gain last changes its sign; None if it never does."""
    signs = np.sign(mean)
    turns = np.flatnonzero(signs[:-1] * signs[1:] < 0.0)
    return int(turns[-1]) if len(turns) else None


def crossing(x: Sample, mean: Sample) -> float:
    """Return where a mean gain last changes its sign; NaN if it never does."""
    k = last_turn(mean)
    return math.nan if k is None else float(x[k] + (x[k + 1] - x[k]) * mean[k] / (mean[k] - mean[k + 1]))


def turn(curve: Curve, seed: int) -> tuple[float, float, float, int, int, float]:
    """Return where a curve last turns, its interval, the signs on either side, and the share of resamples that turn."""
    mean = np.nanmean(curve.gains, axis=0)
    found = resampled(
        len(curve.gains), seed, lambda chosen: crossing(curve.x, np.nanmean(curve.gains[chosen], axis=0))
    )  # fmt: skip
    low, high = bounds(found)
    k = last_turn(mean)
    below, above = (mean[0], mean[-1]) if k is None else (mean[k], mean[k + 1])
    share = float(np.mean(np.isfinite(found)))
    return crossing(curve.x, mean), low, high, int(np.sign(below)), int(np.sign(above)), share


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
    found = []
    for arm, (more, gained) in bought(claim, of_arms).items():
        priced = price_with_bounds(more, gained, seed)
        found.append(Price(arm, first.outcome, first.of, float(more.mean()), float(gained.mean()), *priced))
    return found


def savings(claim: Claim, of_arms: pd.DataFrame, seed: int) -> list[Saving]:
    """Return how much cheaper a point is under the arm that is claimed to be better, pair by pair of arms."""
    first, by_arm = claim.outcomes[0], bought(claim, of_arms)
    found = []
    for one, other in claim.better:
        (more, gained), (more_other, gained_other) = by_arm[one], by_arm[other]

        def saved(chosen: Chosen) -> float:
            return 1.0 - price(more[chosen], gained[chosen]) / price(more_other[chosen], gained_other[chosen])

        low, high = bounds(resampled(len(more), seed, saved))
        found.append(Saving(one, other, first.outcome, first.of, saved(np.arange(len(more))), low, high))
    return found


def bought(claim: Claim, of_arms: pd.DataFrame) -> dict[str, tuple[Sample, Sample]]:
    """Return the euros and the points that each arm has more than a copy without any money, by pair of runs."""
    first = claim.outcomes[0]
    points = of_arms.pivot_table(index="pair", columns="arm", values=column_of(first)).dropna()
    euros = of_arms.pivot_table(index="pair", columns="arm", values="eur").loc[points.index]
    return {
        arm: (
            (euros[arm] - euros[UNFUNDED]).to_numpy(np.float64),
            100.0 * first.better * (points[arm] - points[UNFUNDED]).to_numpy(np.float64),
        )
        for arm in claim.arms
    }
