"""Mixed towns are less tightly knit only if people like their own and their neighbours (Neal and Neal 2014).

Model
    A town of two groups on a grid of homes, more or less mixed. Two people are tied with chance
        σ(−3.5 + homophily·h·(same − ½)·2 − proximity·k·(steps between homes − 3))
    Integration is the share of neighbours of the other group, clustering the share of closed triads. Over towns from
    separate to mixed the two go against each other (r below −.7) only where homophily and proximity are both at work.

Source: Neal and Neal 2014, American Journal of Community Psychology 53: 1–12. The logistic is ours
(:func:`cohesion_sim.arithmetic.logistic`), the weights of both tendencies are chosen so that a person has about ten
ties.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

SIDE = 16
LIKING, NEARNESS = 1.5, 1.0


def town(integration: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the groups of the homes of a grid: two halves, of which a share of homes have been exchanged at random."""
    group = np.repeat([0, 1], SIDE * SIDE // 2)
    movers = np.flatnonzero(rng.random(len(group)) < integration)
    group[movers] = group[rng.permutation(movers)]
    return group


def tied(group: NDArray[np.int64], homophily: bool, proximity: bool, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Return who is tied to whom."""
    row, column = np.divmod(np.arange(len(group)), SIDE)
    steps = np.maximum(np.abs(row[:, None] - row), np.abs(column[:, None] - column))
    same = group[:, None] == group
    inclination = np.full(same.shape, -3.0)
    if homophily:
        inclination += LIKING * (2.0 * same - 1.0)
    if proximity:
        inclination -= NEARNESS * (steps - 3.0)
    upper = np.triu(rng.random(same.shape) < expit(inclination), 1)
    ties: NDArray[np.bool_] = upper | upper.T
    return ties


def neighbours_across(group: NDArray[np.int64]) -> float:
    """Return the share of next homes that are of the other group."""
    homes = group.reshape(SIDE, SIDE)
    return float(np.mean([(homes[1:] != homes[:-1]).mean(), (homes[:, 1:] != homes[:, :-1]).mean()]))


def clustering(ties: NDArray[np.bool_]) -> float:
    """Return the share of triads that are closed."""
    a = ties.astype(np.float64)
    paths = a @ a
    degree = a.sum(axis=1)
    triads = float((degree * (degree - 1.0)).sum())
    return float((paths * a).sum()) / triads if triads > 0.0 else 0.0


def integration_and_clustering(homophily: bool, proximity: bool, towns: int = 40, seed: int = 1) -> float:
    """Return the correlation of integration and clustering over towns from separate to mixed."""
    rng = np.random.default_rng(seed)
    mixed, knit = [], []
    for share in np.linspace(0.0, 1.0, towns):
        group = town(float(share), rng)
        mixed.append(neighbours_across(group))
        knit.append(clustering(tied(group, homophily, proximity, rng)))
    return float(np.corrcoef(mixed, knit)[0, 1])
