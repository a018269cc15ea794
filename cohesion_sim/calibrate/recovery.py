"""Recovery asks whether known numbers are found again: each run of the bank plays the finding, without itself.

A 90 % interval that is honest covers the truth in about nine of ten runs; the interval's mean width, as a share of the
prior's, tells whether anything was learnt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.calibrate.bank import Bank
from cohesion_sim.calibrate.emulator import Emulator, refitted
from cohesion_sim.calibrate.posterior import posterior

DRAWS, POINTS = 400, 2**10
"""Draws and points of each trial: an interval needs fewer than a posterior that is kept."""


@dataclass(frozen=True)
class Recovery:
    """What came of it.

    Attributes
    ----------
    trials
        How many runs played the finding.
    coverage
        Share of 90 % intervals that hold the truth, by number.
    width
        Mean width of the intervals as a share of the prior's 90 %, by number.
    """

    trials: int
    coverage: NDArray[np.float64]
    width: NDArray[np.float64]


def recovered(
    bank: Bank, emulator: Emulator, trials: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> Recovery:
    """Return how well known numbers are recovered from simulated findings."""
    numbers = bank.points.shape[1]
    chosen = np.random.default_rng(seed).permutation(len(bank.points))[:trials]
    held, width = np.zeros(numbers), np.zeros(numbers)
    for count, row in enumerate(chosen, start=1):
        without = refitted(emulator, bank, int(row))
        found = posterior(
            without, bank.found[row], np.zeros(bank.found.shape[1]), numbers, DRAWS, seed + int(row), POINTS
        )
        low, high = found.interval()
        held += (low <= bank.points[row]) & (bank.points[row] <= high)
        width += (high - low) / 0.9
        if progress is not None:
            progress(count, len(chosen))
    return Recovery(len(chosen), held / len(chosen), width / len(chosen))
