"""On the cost-effectiveness frontier nobody gets more for less: what lies below it is dominated, by one or by a mix.

Equations
    eur = 12·spent / migrants, a migrant and year in the last twelve months;   points = 100·gain over the baseline
    ICER = (eur − eur before) / (points − points before) along the frontier
    on_front = share of 1,000 resamples of replicates in which an alternative lies on the frontier

Sources
    Drummond et al. 2015, Methods for the Economic Evaluation of Health Care Programmes (extended dominance).
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cohesion_sim.analysis.cases import Comparing, Sample
from cohesion_sim.analysis.quantity import Quantity
from cohesion_sim.comparisons.resampling import RESAMPLES, bounds
from cohesion_sim.errors import UserError
from cohesion_sim.optimise.fronts import beaten


class Worth(NamedTuple):
    """What an alternative costs and brings; ``place`` is on the frontier, dominated, or dominated by a mix of two."""

    outcome: str
    alternative: str
    eur: float
    eur_low: float
    eur_high: float
    points: float
    points_low: float
    points_high: float
    place: str
    eur_per_point: float
    on_front: float


def frontier(compared: Comparing, quantity: Quantity, seed: int = 1) -> list[Worth]:
    """Return every alternative with its cost and gain, cheapest first.

    Parameters
    ----------
    seed
        Luck of the resampling.

    Raises
    ------
    UserError
        If neither more nor less of the outcome is better.
    """
    if quantity.better == 0:
        raise UserError(f"{quantity.outcome}: neither more nor less of it is better; choose one with a direction")
    values = compared.by_replicate(quantity)
    cost = euros(compared).loc[values.index]
    gain = 100.0 * quantity.better * values.sub(values[compared.baseline], axis=0)
    eur, points = cost.to_numpy(float), gain.to_numpy(float)
    generator = np.random.Generator(np.random.Philox(key=seed))
    chosen = generator.integers(0, len(values), (RESAMPLES, len(values)))
    drawn_eur, drawn_points = eur[chosen].mean(axis=1), points[chosen].mean(axis=1)
    on = np.mean([on_frontier(e, p) for e, p in zip(drawn_eur, drawn_points, strict=True)], axis=0)
    mean_eur, mean_points = eur.mean(axis=0), points.mean(axis=0)
    named, prices = places(mean_eur, mean_points)
    rows = [
        Worth(
            quantity.name, name, float(mean_eur[k]), *bounds(drawn_eur[:, k]), float(mean_points[k]),
            *bounds(drawn_points[:, k]), named[k], prices[k], float(on[k]),
        )
        for k, name in enumerate(values.columns)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.eur)


def euros(compared: Comparing) -> pd.DataFrame:
    """Return euros spent a migrant and year, a row a replicate, a column an alternative."""
    runs = compared.runs.assign(eur=12.0 * compared.runs["spent"] / compared.runs["migrants"].clip(lower=1.0))
    return runs.pivot_table(index="replicate", columns="alternative", values="eur")[compared.alternatives]


def on_frontier(eur: Sample, points: Sample) -> NDArray[np.bool_]:
    """Return which alternatives lie on the frontier: not beaten by one, nor by a mix of two neighbours on it."""
    kept = [int(k) for k in np.flatnonzero(~beaten(np.stack([-eur, points], axis=1)))]
    kept.sort(key=lambda k: (eur[k], points[k]))
    front: list[int] = []
    for k in kept:
        while len(front) > 1 and steeper(eur, points, front[-1], k, front[-2]):
            front.pop()
        front.append(k)
    found = np.zeros(len(eur), np.bool_)
    found[front] = True
    return found


def steeper(eur: Sample, points: Sample, middle: int, last: int, first: int) -> bool:
    """Return whether points cost more from the first to the middle than from the middle to the last."""
    there = (eur[middle] - eur[first]) * (points[last] - points[middle])
    on = (eur[last] - eur[middle]) * (points[middle] - points[first])
    return bool(there >= on)


def places(eur: Sample, points: Sample) -> tuple[list[str], list[float]]:
    """Return where each alternative lies, and what a point more costs along the frontier."""
    front, lost = on_frontier(eur, points), beaten(np.stack([-eur, points], axis=1))
    named = [
        "frontier" if on else "dominated" if under else "dominated by a mix"
        for on, under in zip(front, lost, strict=True)
    ]
    order = sorted(np.flatnonzero(front).tolist(), key=lambda k: float(eur[k]))
    prices = [math.nan] * len(eur)
    for before, k in pairwise(order):
        more = float(points[k] - points[before])
        prices[k] = float(eur[k] - eur[before]) / more if more > 0.0 else math.nan
    return named, prices
