"""The posterior is prior points weighted by how well a run there would show what was found.

    w ∝ exp(−½ Σ (z − m)² / (s² + σ²)) / Π √(s² + σ²)

z finding, m and s the emulator's mean and spread, σ the finding's own. A point is implausible if for some finding
|z − m| > 3·√(s² + σ²): history matching tells how much of the prior is left before any shape is assumed.

Sources
    Craig et al. 1997, Andrianakis et al. 2015 (history matching); Sobol' 1967 (points).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.calibrate.emulator import Emulator

Floats = NDArray[np.float64]
POINTS = 2**13
"""Points of the prior that are weighted; a power of two, as Sobol' sequences want it."""
IMPLAUSIBLE = 3.0


@dataclass(frozen=True)
class Posterior:
    """Equally weighted draws.

    Attributes
    ----------
    draws
        Shape (draws, numbers), in the unit cube of the priors.
    plausible
        Share of the prior that no finding rules out.
    effective
        Number of independent draws that the weights are worth.
    """

    draws: Floats
    plausible: float
    effective: float

    def interval(self, share: float = 0.9) -> tuple[Floats, Floats]:
        """Return the ends of the central interval of each number, in the unit cube."""
        tail = (1.0 - share) / 2.0
        low, high = np.quantile(self.draws, [tail, 1.0 - tail], axis=0)
        return low, high


def posterior(
    emulator: Emulator, value: Floats, spread: Floats, numbers: int, draws: int, seed: int, points: int = POINTS
) -> Posterior:
    """Return the posterior given findings and their standard deviations, each of shape (targets,)."""
    from scipy.stats import qmc

    unit = np.asarray(qmc.Sobol(numbers, rng=np.random.default_rng(seed)).random(points))
    mean, unsure = emulator.predicted(unit)
    variance = unsure**2 + spread**2
    distance = (value - mean) ** 2 / variance
    log = -0.5 * (distance + np.log(variance)).sum(axis=1)
    weights = np.exp(log - log.max())
    weights /= weights.sum()
    steps = (np.arange(draws) + np.random.default_rng(seed).random()) / draws
    chosen = np.minimum(np.searchsorted(np.cumsum(weights), steps), points - 1)
    plausible = float((np.sqrt(distance).max(axis=1) < IMPLAUSIBLE).mean())
    return Posterior(unit[chosen], plausible, float(1.0 / (weights**2).sum()))
