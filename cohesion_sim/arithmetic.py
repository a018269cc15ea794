"""One exponential and one logistic for all rules, made of + − × ÷ only, so that every processor gives the same bits.

The C library's ``exp`` and ``tanh`` differ in their last bits between processors; these do not.

    e⁻ʸ = (e^(−y/32))³²,  with the Taylor series of degree 5 for the inner factor   (y ≥ 0, error < 1e-7)
    σ(x) = 1 / (1 + e⁻ˣ)

Source: Taylor's theorem; checked against the exact functions in ``tests/test_arithmetic.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cohesion_sim.compiled import rule

LARGEST = 36.0
"""Beyond this the result is 0 to sixteen digits."""


@rule
def decaying(y: float) -> float:
    """Return e⁻ʸ for y ≥ 0."""
    z = min(y, 36.0) * 0.03125
    square = z * z
    even = 1.0 + square * (0.5 + square * (1.0 / 24.0))
    odd = z * (1.0 + square * (1.0 / 6.0 + square * (1.0 / 120.0)))
    e = even - odd
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    return e * e


@rule
def logistic(x: float) -> float:
    """Return 1 / (1 + e⁻ˣ)."""
    e = decaying(abs(x))
    p = 1.0 / (1.0 + e)
    return p if x >= 0.0 else e * p


@rule
def chance(rate: float) -> float:
    """Return the chance that an event of this rate (per month, ≥ 0) happens at least once in a month."""
    return 1.0 - decaying(rate)


@rule
def whole(entry: np.integer[Any]) -> int:
    """Return an entry of a column as a signed whole number: differences of unsigned ones would wrap below 0."""
    return int(np.int64(entry))


@rule
def clipped(x: float, low: float, high: float) -> float:
    """Return x, held between low and high."""
    return min(max(x, low), high)


@rule
def pushed(x: float, drive: float) -> float:
    """Return how far a drive moves a share x in a month: towards 1 if positive, towards 0 if negative.

    The same drive up and down moves x as far, and as far on the logit scale wherever x lies, so that forces balance as
    their equations say; x stays within [0, 1] while the drives sum to less than one half.
    """
    return 2.0 * drive * x * (1.0 - x)


def logit(p: float) -> float:
    """Return the x with σ(x) = p, by bisection on our own logistic (set-up only)."""
    low, high = -LARGEST, LARGEST
    for _ in range(80):
        middle = 0.5 * (low + high)
        if logistic(middle) < p:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
