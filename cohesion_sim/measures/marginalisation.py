"""Marginalisation counts deprivations that come together: how many people (H), how many of seven each (A), M₀ = H·A.

Equations
    c_i = Σ_d w_d·g_id / Σ_d w_d            share of deprivations of person i, g_id 1 if deprived in d
    H   = q / n,   q = number with c_i ≥ k
    M₀  = (1/n) Σ_{c_i ≥ k} c_i = H·A       and   M₀ = Σ_d (w_d / Σ w)·h_d,   h_d the censored headcount of d

A person's deprivations are one of 128 patterns; everything follows from how many persons show each, in whole numbers.

Source
    Alkire & Foster 2011, Counting and multidimensional poverty measurement, Journal of Public Economics 95.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.measures.cutoffs import DEPRIVATIONS, Measures

PATTERNS = 128
KINDS = len(DEPRIVATIONS)
HEAD, LEVEL, RAW, CENSORED, HOST_HEAD, HOST_CENSORED = 0, 1, 8, 15, 22, 23
COUNTS = 30
"""Counts that follow from patterns: q, persons with at least 1 … 7 deprivations, deprived in each, censored in each,
and q and censored of the host variant."""


@cache
def deprivation_bits() -> NDArray[np.int64]:
    """Return which deprivations each pattern holds, shape (128, 7)."""
    return (np.arange(PATTERNS)[:, None] >> np.arange(KINDS)[None, :]) & 1


@cache
def counted(weights: tuple[float, ...], k: float) -> NDArray[np.bool_]:
    """Return which patterns are marginalised: whose weighted share of deprivations is at least k, shape (128,)."""
    bits = deprivation_bits()
    total = sum(weights)
    share = [sum(w for w, bit in zip(weights, row, strict=True) if bit) / total for row in bits.tolist()]
    return np.array(share) >= k - 1e-9


@cache
def from_patterns(measures: Measures) -> NDArray[np.int64]:
    """Return the whole-number matrix, shape (128, COUNTS), that turns counts of patterns into counts of persons."""
    bits = deprivation_bits()
    number = bits.sum(axis=1)
    matrix = np.zeros((PATTERNS, COUNTS), np.int64)
    marginal = counted(measures.weights(), measures.deprivations).astype(np.int64)
    hosts = counted(measures.weights(hosts=True), measures.deprivations).astype(np.int64)
    matrix[:, HEAD] = marginal
    for j in range(1, KINDS + 1):
        matrix[:, LEVEL + j - 1] = number >= j
    matrix[:, RAW : RAW + KINDS] = bits
    matrix[:, CENSORED : CENSORED + KINDS] = bits * marginal[:, None]
    matrix[:, HOST_HEAD] = hosts
    matrix[:, HOST_CENSORED : HOST_CENSORED + KINDS] = bits * hosts[:, None]
    return matrix


def shares_of_weight(measures: Measures, hosts: bool = False) -> tuple[float, ...]:
    """Return the weight of each deprivation as a share of all."""
    weights = measures.weights(hosts)
    return tuple(weight / sum(weights) for weight in weights)
