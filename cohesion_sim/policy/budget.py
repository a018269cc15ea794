"""Money is whole cents: what a place gets is spent or left over, for every instrument, every month.

Equations
    line = money of a place · share·(1 + f·(pressure − 1)) of the instrument, made to add up to the shares' sum
           f freedom to follow local needs, pressure the place's demand for the instrument against the country's
    moved = min(flexibility · Σ surplus, Σ shortage) of the lines of a place
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import loop


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
    sum_all(table, total)
    return total


def each_divided(cents: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return each of several sums divided by its own row of weights as by :func:`divided`; shape as ``weights``."""
    given = np.zeros(weights.shape, np.int64)
    divide_all(cents, weights, given, np.empty(weights.shape[1]))
    return given


@loop
def sum_all(table: Doubles, total: Doubles) -> None:
    """Add up each row."""
    for row in range(len(table)):
        for column in range(table.shape[1]):
            total[row] += table[row, column]


@loop
def divide_all(cents: Counts, weights: Doubles, given: Counts, rest: Doubles) -> None:
    """Divide each sum by its row of weights: whole cents first, then one each to the largest remainders."""
    for row in range(len(cents)):
        total = 0.0
        for k in range(weights.shape[1]):
            total += weights[row, k]
        if total <= 0.0:
            continue
        left = cents[row]
        for k in range(weights.shape[1]):
            exact = cents[row] * (weights[row, k] / total)
            given[row, k] = int(exact)
            rest[k] = exact - given[row, k]
            left -= given[row, k]
        while left > 0:
            best = 0
            for k in range(1, weights.shape[1]):
                best = k if rest[k] > rest[best] else best
            given[row, best] += 1
            rest[best] -= 1.0
            left -= 1
        while left < 0:  # a product was rounded up to a whole cent
            most = 0
            for k in range(1, weights.shape[1]):
                most = k if given[row, k] > given[row, most] else most
            given[row, most] -= 1
            left += 1


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
    return each_divided(money, np.concatenate([chosen, rest], axis=1))


def moved(lines: NDArray[np.int64], wanted: NDArray[np.int64], flexibility: float) -> NDArray[np.int64]:
    """Return the lines after money that nobody asks for has gone to where people wait; each place keeps its sum.

    Parameters
    ----------
    lines, wanted
        Cents of each place and instrument, and the cents that all who want it would cost, shape (places, n).
    flexibility
        Share of a surplus that may be moved, 0 to 1.
    """
    surplus, shortage = np.empty(lines.shape), np.empty(lines.shape)
    amount = np.zeros(len(lines), np.int64)
    compare_all(lines, wanted, flexibility, surplus, shortage, amount)
    return lines - each_divided(amount, surplus) + each_divided(amount, shortage)


@loop
def compare_all(
    lines: Counts, wanted: Counts, flexibility: float, surplus: Doubles, shortage: Doubles, amount: Counts
) -> None:
    """Note what each line can spare and what it lacks, and how much of it a place moves."""
    for row in range(len(lines)):
        spared = 0.0
        lacking = 0.0
        for k in range(lines.shape[1]):
            surplus[row, k] = np.floor(flexibility * max(0, lines[row, k] - wanted[row, k]))
            shortage[row, k] = max(0, wanted[row, k] - lines[row, k])
            spared += surplus[row, k]
            lacking += shortage[row, k]
        amount[row] = int(min(spared, lacking))
