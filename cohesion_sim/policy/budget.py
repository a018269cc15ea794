"""Money is whole cents: what a place gets is spent or left over, for every instrument, every month.

Equations
    line = money of a place · share·(1 + f·(pressure − 1)) of the instrument, made to add up to the shares' sum
           f freedom to follow local needs, pressure the place's demand for the instrument against the country's
    moved = min(flexibility · Σ surplus, Σ shortage) of the lines of a place
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def divided(cents: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return ``cents`` divided by weights into whole numbers that add up exactly (largest remainders).

    Parameters
    ----------
    cents
        The sum, at least 0.
    weights
        Shape (n,), at least 0; if all are 0, nothing is given to anybody.
    """
    given: NDArray[np.int64] = each_divided(np.array([cents], np.int64), weights[None, :])[0]
    return given


def row_sums(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of each row, column after column, so that it is the same on every processor."""
    total = np.zeros(len(table))
    for column in table.T:
        total = total + column
    return total


def each_divided(cents: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return each of several sums divided by its own row of weights as by :func:`divided`; shape as ``weights``."""
    total = row_sums(weights)[:, None]
    exact = cents[:, None] * (weights / np.where(total > 0.0, total, 1.0))
    given: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    left = np.where(total[:, 0] > 0.0, cents - given.sum(axis=1), 0)
    order = np.argsort(-(exact - given), axis=1, kind="stable")
    places = weights.shape[1]
    extra = left[:, None] // places + (np.arange(places) < left[:, None] % places)
    np.put_along_axis(given, order, np.take_along_axis(given, order, 1) + extra, 1)
    return given


def lines(
    money: NDArray[np.int64], shares: NDArray[np.float64], pressure: NDArray[np.float64], freedom: float
) -> NDArray[np.int64]:
    """Return the cents of each place and instrument, and what no instrument gets as last column.

    Parameters
    ----------
    money
        Cents of each place, shape (places,).
    shares
        Shares of the instruments, shape (n,), summing to at most 1.
    pressure
        A place's demand for an instrument relative to the country's, shape (places, n); 1 where there is none.
    freedom
        How far a place follows its own demand, 0 to 1.

    Returns
    -------
    array of shape (places, n + 1)
    """
    chosen = shares[None, :] * (1.0 + freedom * (pressure - 1.0))
    total = sum(shares.tolist())
    chosen *= total / np.maximum(row_sums(chosen)[:, None], 1e-12)
    rest = np.full((len(money), 1), max(0.0, 1.0 - total))
    return each_divided(money, np.hstack([chosen, rest]))


def moved(lines: NDArray[np.int64], wanted: NDArray[np.int64], flexibility: float) -> NDArray[np.int64]:
    """Return the lines after money that nobody asks for has gone to where people wait; each place keeps its sum.

    Parameters
    ----------
    lines, wanted
        Cents of each place and instrument, and the cents that all who want it would cost, shape (places, n).
    flexibility
        Share of a surplus that may be moved, 0 to 1.
    """
    surplus = np.floor(flexibility * np.maximum(0, lines - wanted))
    shortage = np.maximum(0, wanted - lines).astype(np.float64)
    amount = np.minimum(row_sums(surplus), row_sums(shortage)).astype(np.int64)
    return lines - each_divided(amount, surplus) + each_divided(amount, shortage)
