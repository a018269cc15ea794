"""A policy is robust if it is regretted little in every state of the world, not if it is best on average.

Equations
    gain  g = ±y, so that more is better;   regret in a state = max over alternatives of g − own g
    satisficing share = share of states in which g reaches what is enough (by default what the baseline reaches)
    W = 12·Σ(R_j − R̄)² / (m²·(k³ − k)),  Kendall's concordance of m states on k alternatives: 1 one ranking, 0 none

Sources
    Savage 1951 (minimax regret); Lempert, Popper & Bankes 2003; Kendall & Babington Smith 1939.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from cohesion_sim.analysis.cases import Comparing
from cohesion_sim.analysis.quantity import Quantity
from cohesion_sim.errors import UserError


class Robust(NamedTuple):
    """How one alternative fares over states; gains, regrets and worst are in the outcome's unit, more is better."""

    outcome: str
    alternative: str
    states: int
    mean: float
    worst: float
    mean_regret: float
    max_regret: float
    satisficing: float
    best_in: float
    rank: float
    rank_low: float
    rank_high: float


class Ranking(NamedTuple):
    """How stable the ranking is: concordance, share of states with the overall order, and with its first on top."""

    outcome: str
    states: int
    order: str
    concordance: float
    same_order: float
    same_first: float


def robustness(
    compared: Comparing, quantity: Quantity, enough: float | None = None
) -> tuple[list[Robust], Ranking, pd.DataFrame]:
    """Return how alternatives fare over all states, how stable their ranking is, and the regret table.

    Parameters
    ----------
    enough
        The value of the outcome that is good enough; by default what the baseline reaches in the same state.

    Returns
    -------
    list, Ranking, DataFrame
        The table has a row a state and a column an alternative, after the columns that tell states apart.

    Raises
    ------
    UserError
        If neither more nor less of the outcome is better.
    """
    if quantity.better == 0:
        raise UserError(f"{quantity.outcome}: neither more nor less of it is better; choose one with a direction")
    gains = (quantity.better * compared.by_state(quantity)).dropna()
    regret = gains.rsub(gains.max(axis=1), axis=0)
    rank = gains.rank(axis=1, ascending=False)
    bar = gains[compared.baseline] if enough is None else quantity.better * enough
    reached = gains.sub(bar, axis=0) >= 0.0
    found = [
        Robust(
            quantity.name, name, len(gains), float(gains[name].mean()), float(gains[name].min()),
            float(regret[name].mean()), float(regret[name].max()), float(reached[name].mean()),
            float((regret[name] == 0.0).mean()), float(rank[name].mean()),
            *(float(bound) for bound in np.quantile(rank[name], [0.025, 0.975])),
        )
        for name in gains.columns
    ]  # fmt: skip
    described = compared.states.loc[gains.index].join(regret)
    return sorted(found, key=lambda row: row.max_regret), ranking(quantity, gains), described.reset_index()


def ranking(quantity: Quantity, gains: pd.DataFrame) -> Ranking:
    """Return how stable the ranking of alternatives is over states."""
    order = list(gains.mean().sort_values(ascending=False, kind="stable").index)
    ordered = gains[order].to_numpy(float)
    same = float(np.mean(np.all(np.diff(ordered, axis=1) <= 0.0, axis=1)))
    first = float(np.mean(ordered[:, 0] >= ordered.max(axis=1)))
    return Ranking(quantity.name, len(gains), " > ".join(map(str, order)), concordance(gains), same, first)


def concordance(gains: pd.DataFrame) -> float:
    """Return Kendall's W of the rankings in all states; ties have their mean rank."""
    ranks = gains.rank(axis=1).to_numpy(float)
    states, count = ranks.shape
    sums = ranks.sum(axis=0)
    return float(12.0 * np.sum((sums - sums.mean()) ** 2) / (states**2 * (count**3 - count)))
