"""An estimate is what the study would publish: a difference, its standard error and interval, by design.

individual   outcome ~ arm (+ baseline where everybody has one), HC2 standard errors
cluster      the same, standard errors by place (CR1), t with places − 2 degrees of freedom
cutoff       local linear regression on both sides of the cut-off, triangular kernel, HC2
differences  change ~ arm, standard errors by place
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t as student

from cohesion_sim.trials.protocol import CLUSTER, CUTOFF, DIFFERENCES, Protocol

Numbers = NDArray[np.float64]


class Estimate(NamedTuple):
    """An effect in units of the outcome, and divided by the controls' standard deviation (``d``)."""

    estimate: float
    se: float
    low: float
    high: float
    p: float
    d: float


def estimated(persons: pd.DataFrame, protocol: Protocol, cutoff: float | None) -> Estimate:
    """Return the estimate of a trial from its persons (columns treated, outcome, baseline, place, running)."""
    known = persons[persons["outcome"].notna()]
    if protocol.design == DIFFERENCES:
        known = known[known["baseline"].notna()]
    arm = known["treated"].to_numpy(np.float64)
    outcome = known["outcome"].to_numpy(np.float64)
    if min((arm > 0).sum(), (arm == 0).sum()) < 3:
        return Estimate(*[float("nan")] * 6)
    sd = float(np.std(outcome[arm == 0], ddof=1))
    columns = [np.ones(len(arm)), arm]
    weights, places = np.ones(len(arm)), None
    if protocol.design in (CLUSTER, DIFFERENCES):
        places = known["place"].to_numpy(np.int64)
    if protocol.design == CUTOFF:
        running = known["running"].to_numpy(np.float64) - (cutoff or 0.0)
        weights = triangular(running, protocol.bandwidth)
        columns += [running, running * arm]
    elif protocol.design == DIFFERENCES:
        outcome = outcome - known["baseline"].to_numpy(np.float64)
    elif known["baseline"].notna().all():
        columns.append(known["baseline"].to_numpy(np.float64))
    value, se, degrees = regressed(outcome, np.column_stack(columns), weights, places)
    reach = float(student.ppf(0.975, degrees)) * se
    p = float(2.0 * student.sf(abs(value / se), degrees)) if se > 0.0 else float("nan")
    return Estimate(value, se, value - reach, value + reach, p, value / sd if sd > 0.0 else float("nan"))


def triangular(running: Numbers, bandwidth: float | None) -> Numbers:
    """Return the weights of a triangular kernel; by default 1.84 standard deviations · n^(−1/5) wide."""
    width = bandwidth if bandwidth is not None else 1.84 * float(np.std(running)) * len(running) ** -0.2
    weights: Numbers = np.maximum(0.0, 1.0 - np.abs(running) / max(width, 1e-9))
    return weights


def regressed(y: Numbers, x: Numbers, weights: Numbers, clusters: NDArray[np.int64] | None) -> tuple[float, float, int]:
    """Return the second coefficient of a weighted regression, its robust standard error, and degrees of freedom."""
    used = weights > 0.0
    y, x, weights = y[used], x[used], weights[used]
    bread = np.linalg.pinv((x * weights[:, None]).T @ x)
    beta = bread @ (x * weights[:, None]).T @ y
    scores = x * (weights * (y - x @ beta))[:, None]
    if clusters is None:
        leverage = weights * np.einsum("ij,jk,ik->i", x, bread, x)
        meat = (scores / np.maximum(1e-9, 1.0 - leverage)[:, None]).T @ scores
        degrees = len(y) - x.shape[1]
    else:
        names, code = np.unique(clusters[used], return_inverse=True)
        summed = np.zeros((len(names), x.shape[1]))
        np.add.at(summed, code, scores)
        count = len(names)
        meat = summed.T @ summed * (count / max(1, count - 1)) * ((len(y) - 1) / max(1, len(y) - x.shape[1]))
        degrees = count - 2
    variance = (bread @ meat @ bread)[1, 1]
    return float(beta[1]), float(np.sqrt(max(0.0, variance))), max(1, degrees)
