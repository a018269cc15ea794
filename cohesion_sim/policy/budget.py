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
from cohesion_sim.compiled import loop, rule


@rule
def divide(cents: int, weights: Doubles, given: Counts, rest: Doubles) -> None:
    """Divide a sum by weights: whole cents first, then one each to the largest remainders.

    ``given`` is written, and ``rest`` is room; shape of both as ``weights``.
    """
    total = 0.0
    for weight in weights:
        total += weight
    given[:] = 0
    if total <= 0.0:
        return
    left = int(cents)
    for k in range(len(weights)):
        exact = cents * (weights[k] / total)
        given[k] = int(exact)
        rest[k] = exact - given[k]
        left -= given[k]
    while left > 0:
        best = 0
        for k in range(1, len(weights)):
            best = k if rest[k] > rest[best] else best
        given[best] += 1
        rest[best] -= 1.0
        left -= 1
    while left < 0:  # a product was rounded up to a whole cent
        most = 0
        for k in range(1, len(weights)):
            most = k if given[k] > given[most] else most
        given[most] -= 1
        left += 1


@loop
def divide_all(cents: Counts, weights: Doubles, given: Counts) -> None:
    """Divide each sum by its row of weights."""
    rest = np.empty(weights.shape[1])
    for row in range(len(cents)):
        divide(cents[row], weights[row], given[row], rest)


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


def each_divided(cents: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return each of several sums divided by its own row of weights as by :func:`divided`; shape as ``weights``."""
    given = np.empty(weights.shape, np.int64)
    divide_all(cents, weights, given)
    return given


@rule
def line_all(money: Counts, shares: Doubles, pressure: Doubles, freedom: float, by_line: Counts) -> None:
    """Divide the money of each place over its lines.

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
    by_line
        Written: the cents of each place and instrument, and what no instrument gets as last column.
    """
    count = len(shares)
    weights, rest = np.empty(count + 1), np.empty(count + 1)
    total = 0.0
    for share in shares:
        total += share
    for place in range(len(money)):
        chosen = 0.0
        for k in range(count):
            weights[k] = shares[k] * (1.0 + freedom * (pressure[place, k] - 1.0))
            chosen += weights[k]
        factor = total / max(chosen, 1e-12)
        for k in range(count):
            weights[k] *= factor
        weights[count] = max(0.0, 1.0 - total)
        divide(money[place], weights, by_line[place], rest)


@rule
def move(line: Counts, wanted: Counts, flexibility: float, spare: Doubles, lack: Doubles, part: Counts) -> None:
    """Move money of one place from lines that can spare it to lines that lack it; the last three are room."""
    spared = 0.0
    lacking = 0.0
    for k in range(len(wanted)):
        spare[k] = np.floor(flexibility * max(0, line[k] - wanted[k]))
        lack[k] = max(0, wanted[k] - line[k])
        spared += spare[k]
        lacking += lack[k]
    amount = int(min(spared, lacking))
    if amount == 0:
        return
    rest = np.empty(len(wanted))
    divide(amount, spare, part, rest)
    for k in range(len(wanted)):
        line[k] -= part[k]
    divide(amount, lack, part, rest)
    for k in range(len(wanted)):
        line[k] += part[k]
