"""Replicates are enough when the interval of the policy difference is as narrow as the question needs.

Rule
    n is enough if  t(0.975, n − 1)·s⁺/√n ≤ tolerance,   s⁺ = s·√((N − 1)/χ²(0.2, N − 1))

    s   standard deviation of the N differences at hand; s⁺ is its upper 80 % bound, since a pilot can be lucky

Sources
    Law 2015, Simulation Modeling and Analysis, chapter 9 (fixed-width rule on a pilot).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from cohesion_sim.analysis.cases import Comparing
from cohesion_sim.analysis.effects import ALPHA, interval
from cohesion_sim.analysis.quantity import Quantity
from cohesion_sim.comparisons.paired import student
from cohesion_sim.errors import UserError

SURE = 0.8
MOST = 1_000_000


class Needed(NamedTuple):
    """How many pairs one difference needs; ``half`` is the half-width of the interval that the pairs at hand give."""

    outcome: str
    alternative: str
    baseline: str
    pairs: int
    difference: float
    half: float
    tolerance: float
    needed: int
    enough: bool


def convergence(compared: Comparing, asked: Sequence[Quantity]) -> pd.DataFrame:
    """Return how each difference settles: ``outcome``, ``alternative``, ``pairs``, ``difference``, ``low``, ``high``.

    Raises
    ------
    UserError
        If the experiment has fewer than three replicates.
    """
    rows = []
    for quantity in asked:
        values = compared.by_replicate(quantity)
        if len(values) < 3:
            raise UserError(f"there are {len(values)} whole replicates; 3 or more are needed to see them settle")
        for name in compared.others:
            d = (values[name] - values[compared.baseline]).to_numpy(float)
            for count in range(2, len(d) + 1):
                low, high = interval(d[:count], ALPHA)
                rows.append((quantity.name, name, count, float(d[:count].mean()), low, high))
    return pd.DataFrame(rows, columns=["outcome", "alternative", "pairs", "difference", "low", "high"])


def needed(compared: Comparing, asked: Sequence[Quantity], tolerance: float) -> list[Needed]:
    """Return how many pairs are needed for intervals of ± a tolerance."""
    found = []
    for quantity in asked:
        values = compared.by_replicate(quantity)
        for name in compared.others:
            d = (values[name] - values[compared.baseline]).to_numpy(float)
            low, high = interval(d, ALPHA)
            count = enough(float(d.std(ddof=1)) if len(d) > 1 else math.nan, len(d), tolerance)
            found.append(
                Needed(
                    quantity.name, name, compared.baseline, len(d), float(d.mean()), (high - low) / 2.0, tolerance,
                    count, count <= len(d),
                )
            )  # fmt: skip
    return found


def enough(spread: float, pilot: int, tolerance: float) -> int:
    """Return the smallest number of pairs that is enough by the rule, at most a million.

    Parameters
    ----------
    spread
        Standard deviation of the differences of a pilot.
    pilot
        Pairs in the pilot, at least two.
    tolerance
        Half-width that is wanted, above 0.

    Raises
    ------
    UserError
        For a tolerance of 0 or less, or fewer than two pairs.
    """
    from scipy.special import chdtri

    if tolerance <= 0.0:
        raise UserError(f"tolerance is {tolerance:g}; it must be above 0")
    if pilot < 2:
        raise UserError("there is one replicate; 2 or more are needed to say how many are enough")
    upper = spread * math.sqrt((pilot - 1) / float(chdtri(pilot - 1, SURE)))
    low, high = 2, MOST
    while low < high:
        middle = (low + high) // 2
        if student(middle - 1) * upper / math.sqrt(middle) <= tolerance:
            high = middle
        else:
            low = middle + 1
    return low
