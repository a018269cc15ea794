"""Polarisation is spread and two camps: the standard deviation of an attitude and Sarle's coefficient of bimodality.

Equations
    spread = √m₂        b = (g² + 1) / κ,   g = m₃ / m₂^(3/2),   κ = m₄ / m₂²

b is 1 for two points, 5/9 for a uniform and 1/3 for a normal distribution. Published models disagree on what peers do
to it, so it has a direction in b (two camps are worse) and none in the spread.

Source
    Pfister et al. 2013, Good things peak in pairs: a note on the bimodality coefficient, Frontiers in Psychology 4.
"""

from __future__ import annotations

import numpy as np

from cohesion_sim.arrays import Doubles


def central_moments(
    mean: Doubles, second: Doubles, third: Doubles, fourth: Doubles
) -> tuple[Doubles, Doubles, Doubles]:
    """Return the second to fourth central moments from the mean and the moments about 0."""
    square = mean * mean
    m2 = np.maximum(second - square, 0.0)
    m3 = third - 3.0 * mean * second + 2.0 * square * mean
    m4 = fourth - 4.0 * mean * third + 6.0 * square * second - 3.0 * square * square
    return m2, m3, np.maximum(m4, 0.0)


def spread_and_bimodality(mean: Doubles, second: Doubles, third: Doubles, fourth: Doubles) -> tuple[Doubles, Doubles]:
    """Return the standard deviation and Sarle's coefficient; NaN where all are the same."""
    m2, m3, m4 = central_moments(mean, second, third, fourth)
    known = m2 > 1e-9
    safe = np.where(known, m2, 1.0)
    squared_skew = m3 * m3 / (safe * safe * safe)
    kurtosis = m4 / (safe * safe)
    coefficient = (squared_skew + 1.0) / np.where(kurtosis > 0.0, kurtosis, 1.0)
    return np.sqrt(m2), np.where(known & (kurtosis > 0.0), coefficient, np.nan)
