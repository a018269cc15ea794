"""Money is whole cents: what is allocated is spent or left over, in every place, for every instrument, every month.

Equations
    total   = funding · migrants / 12
    place   = total · [(1 − o)·((1 − n)·migrants_p / migrants + n·need_p / need) + o·residents_p / residents]
              n need-based share of transfers, o local money from own revenue, which is where people are
    line    = place · share of the instrument
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.policy.regime import Governance

INSTRUMENTS = (
    "language",
    "employment",
    "mentoring",
    "specialised",
    "welcome",
    "culture",
    "family",
    "antidiscrimination",
    "digital",
    "predeparture",
)
PERSONAL = 4
"""The first four instruments are given to persons, the others act on a place."""


def divided(cents: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return ``cents`` divided by weights into whole numbers that add up exactly (largest remainders).

    Parameters
    ----------
    cents
        The sum, at least 0.
    weights
        Shape (n,), at least 0; if all are 0, nothing is given to anybody.
    """
    total = sum(weights.tolist())
    if total <= 0.0 or cents == 0:
        return np.zeros(len(weights), np.int64)
    exact = cents * (weights / total)
    given: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    left = cents - int(given.sum())
    if left > 0:
        order = np.argsort(-(exact - given), kind="stable")
        given[order[np.arange(left) % len(weights)]] += 1
    return given


def each_divided(cents: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return each of several sums divided as by :func:`divided`; shape (sums, weights)."""
    total = sum(weights.tolist())
    if total <= 0.0:
        return np.zeros((len(cents), len(weights)), np.int64)
    exact = cents[:, None] * (weights / total)
    given: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    left = cents - given.sum(axis=1)
    order = np.argsort(-(exact - given), axis=1, kind="stable")
    np.put_along_axis(given, order, np.take_along_axis(given, order, 1) + (np.arange(len(weights)) < left[:, None]), 1)
    return given


def allocation(
    eur_per_migrant_year: float,
    migrants: NDArray[np.int64],
    need: NDArray[np.float64],
    residents: NDArray[np.int64],
    governance: Governance,
    shares: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Return the cents allocated to each place and instrument this month, and what no instrument gets as last column.

    Parameters
    ----------
    eur_per_migrant_year
        The budget.
    migrants, need
        Migrants and need for services in each place, shape (places,).
    residents
        All residents of each place, shape (places,).
    governance
        The funding formula and the local sources of money.
    shares
        Shares of the instruments, shape (10,), summing to at most 1.

    Returns
    -------
    array of shape (places, 11)
    """
    here = int(migrants.sum())
    total = round(eur_per_migrant_year * 100.0 * here / 12.0)
    heads = migrants / max(1, here)
    sum_need = sum(need.tolist())
    needy = need / sum_need if sum_need > 0 else heads
    formula = (1.0 - governance.need_based) * heads + governance.need_based * needy
    own = governance.own_revenue
    raised = np.where(migrants > 0, residents, 0) / max(1, int(residents[migrants > 0].sum()))
    by_place = divided(total, (1.0 - own) * formula + own * raised)
    lines = np.append(shares, max(0.0, 1.0 - sum(shares.tolist())))
    return each_divided(by_place, lines)
