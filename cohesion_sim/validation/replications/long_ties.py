"""With repulsion a little long-range contact splits a world of villages, without it long ties bring it together.

Model
    Villages (caves) whose members all know each other; a few ties are rewired to other villages. Each month everybody's
    warmth moves by our own rule of norms (:mod:`cohesion_sim.mechanisms.norms`): the mean of the influences of those
    she knows, assimilative (kernel 0) or repulsive beyond the confidence (kernel 2), with no pull of a set point.
    Polarisation is twice the standard deviation of warmth, 1 if two halves stand at the two ends.

Source: Flache and Macy 2011, Small worlds and cultural polarization, Journal of Mathematical Sociology 35.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key, draws, stream
from cohesion_sim.compiled import loop
from cohesion_sim.mechanisms.norms import Norms, influence

VILLAGES, SIZE, MONTHS = 20, 5, 400
ASSIMILATIVE, REPULSIVE = 0, 2


def villages(rewired: float, seed: int) -> NDArray[np.bool_]:
    """Return who knows whom: everybody in the village, and for a share of ties somebody elsewhere instead."""
    count = VILLAGES * SIZE
    knows = np.kron(np.eye(VILLAGES, dtype=np.bool_), np.ones((SIZE, SIZE), np.bool_))
    np.fill_diagonal(knows, False)
    key = Key(seed, stream("long ties"), 0)
    for i, j in zip(*np.nonzero(np.triu(knows)), strict=True):
        u, v, _, _ = draws(key, int(i) * count + int(j), 0)
        far = int(v * count)
        if u < rewired and far // SIZE != i // SIZE:
            knows[i, j] = knows[j, i] = False
            knows[i, far] = knows[far, i] = True
    return knows


@loop
def influenced(warmth: NDArray[np.float64], knows: NDArray[np.bool_], after: NDArray[np.float64], p: Norms) -> None:
    """Move everybody's warmth by the mean influence of those she knows."""
    for i in range(len(warmth)):
        pull, count = 0.0, 0
        for j in range(len(warmth)):
            if knows[i, j]:
                pull += influence(warmth[j] - warmth[i], p)
                count += 1
        moved = warmth[i] + p.peers * pull / count if count > 0 else warmth[i]
        after[i] = min(max(moved, 0.0), 1.0)


def polarisation(rewired: float, kernel: int, seed: int = 1) -> float:
    """Return the polarisation of warmth at the end.

    Parameters
    ----------
    rewired
        Share of ties that lead to another village.
    kernel
        Of the rule of norms.
    """
    rules = Norms(kernel=kernel, peers=0.05, confidence=0.5, repulsion=1.0).compiled()
    knows = villages(rewired, seed)
    key = Key(seed, stream("long ties start"), 0)
    warmth = np.array([draws(key, i, 0)[0] for i in range(len(knows))])
    after = np.empty_like(warmth)
    for _ in range(MONTHS):
        influenced(warmth, knows, after, rules)
        warmth, after = after, warmth
    return 2.0 * float(warmth.std())
