"""The posterior is prior points weighted by how well a run there would show what was found.

    w ∝ N(z; m, S·R·S + Σ)

z findings, m and S the emulator's means and spreads, R how what it misses goes together, Σ the findings' own variances.
Points of the whole prior are weighted first; then, so that a narrow posterior still has points enough, new ones are
drawn where weight was found, and weighted against that. A point is implausible if for some finding |z − m| is more
than three standard deviations: history matching tells how much of the prior is left before any shape is assumed.

Sources
    Craig et al. 1997, Andrianakis et al. 2015 (history matching); Sobol' 1967 (points); Cappé et al. 2004 (population
    Monte Carlo).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.calibrate.emulator import Emulator

Floats = NDArray[np.float64]
POINTS = 2**13
"""Points that are weighted each time; a power of two, as Sobol' sequences want it."""
ROUNDS = 3
"""Times that new points are drawn where weight was found."""
KEPT = 0.2
"""Share of the points that the weights are worth, at least, when new ones are drawn from them."""
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
    from scipy.stats import gaussian_kde, qmc

    rng = np.random.default_rng(seed)
    unit = np.asarray(qmc.Sobol(numbers, rng=rng).random(points))
    log, distance = likelihood(emulator, unit, value, spread)
    plausible = float((distance.max(axis=1) < IMPLAUSIBLE).mean())
    for _ in range(ROUNDS):
        near = gaussian_kde(unit.T, weights=tempered(log))
        unit = near.resample(points, rng).T
        inside = ((unit >= 0.0) & (unit <= 1.0)).all(axis=1)
        unit = unit[inside]
        log, _ = likelihood(emulator, unit, value, spread)
        log = log - near.logpdf(unit.T)
    weights = normed(log)
    steps = (np.arange(draws) + rng.random()) / draws
    chosen = np.minimum(np.searchsorted(np.cumsum(weights), steps), len(unit) - 1)
    return Posterior(unit[chosen], plausible, worth(weights))


def likelihood(emulator: Emulator, unit: Floats, value: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Return the log likelihood of points, and how far each finding is from each, in standard deviations."""
    mean, unsure = emulator.predicted(unit)
    together = unsure[:, :, None] * emulator.alike * unsure[:, None, :] + np.diag(spread**2)
    factor = np.linalg.cholesky(together)
    scaled = np.linalg.solve(factor, (value - mean)[:, :, None])[:, :, 0]
    log = -0.5 * (scaled**2).sum(axis=1) - np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
    return log, np.abs(value - mean) / np.sqrt(unsure**2 + spread**2)


def normed(log: Floats) -> Floats:
    """Return weights that add up to 1 from their logarithms."""
    weights: Floats = np.exp(log - log.max())
    weights /= weights.sum()
    return weights


def worth(weights: Floats) -> float:
    """Return the number of independent draws that weights are worth."""
    return float(1.0 / (weights**2).sum())


def tempered(log: Floats) -> Floats:
    """Return weights flattened until they are worth enough of the points to draw new ones from."""
    power = 1.0
    while worth(normed(power * log)) < KEPT * len(log):
        power *= 0.8
    return normed(power * log)
