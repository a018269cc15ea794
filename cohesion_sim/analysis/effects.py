"""Each alternative is compared with the baseline pair by pair, and the more is asked at once the more is demanded.

Equations
    d_r = mean over states of (a − b) in replicate r;   low, high = mean(d) ± t(0.975, n − 1)·sd(d)/√n
    all_low, all_high: the same with t(1 − 0.025/m), so that all m intervals hold at once (Bonferroni)
    p from Student's t, p_holm = max over smaller p of (m − k + 1)·p_(k)
    chance_better = T((mean of the gain)/(sd/√n)), with T the distribution function of Student's t: flat prior
    smallest: the δ for which the test at 0.05 (smallest_all: at 0.05/m) finds δ with power 0.8 (non-central t)

Two uncertainties stay apart: these are Monte Carlo error; ``prior_low``, ``prior_high`` and ``p_better`` are over rows
of the experiment's sample.

Sources
    Holm 1979; Cohen 1988 for power.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from cohesion_sim.analysis.cases import Comparing, Sample
from cohesion_sim.analysis.quantity import Quantity
from cohesion_sim.comparisons.contrast import Contrast
from cohesion_sim.comparisons.paired import left_open, paired_difference
from cohesion_sim.comparisons.verdict import judged

ALPHA, POWER = 0.05, 0.8
EVERYWHERE = "everywhere"


class Effect(NamedTuple):
    """One comparison with the baseline; see the equations of the module.

    ``where`` is ``"everywhere"`` or one value of a factor; ``pairs`` counts replicates; ``verdict`` is as in a
    comparison, on the intervals that hold all at once, or ``"no difference that matters"``.
    """

    outcome: str
    where: str
    alternative: str
    baseline: str
    pairs: int
    mean: float
    baseline_mean: float
    difference: float
    low: float
    high: float
    all_low: float
    all_high: float
    p: float
    p_holm: float
    chance_better: float
    smallest: float
    smallest_all: float
    prior_low: float
    prior_high: float
    p_better: float
    verdict: str


def effects(compared: Comparing, asked: Sequence[Quantity], matters: float) -> list[Effect]:
    """Return every alternative against the baseline in every quantity, everywhere and at each value of other factors.

    Parameters
    ----------
    matters
        The smallest difference that matters, in the unit of the outcome: an interval within ± it is "no difference
        that matters".
    """
    found = [
        (quantity, where, name, compared.by_replicate(quantity, states), over_sample(compared, quantity, states))
        for quantity in asked
        for where, states in places(compared).items()
        for name in compared.others
    ]
    raw = [p_value(rows[name] - rows[compared.baseline]) for _, _, name, rows, _ in found]
    return [
        effect(quantity, where, name, compared.baseline, rows, sampled, (p, adjusted), len(found), matters)
        for (quantity, where, name, rows, sampled), p, adjusted in zip(found, raw, holm(raw), strict=True)
    ]


def places(compared: Comparing) -> dict[str, list[int]]:
    """Return the states everywhere, and at each value of each other factor that was crossed."""
    found = {EVERYWHERE: [int(state) for state in compared.states.index]}
    for column in compared.states.columns:
        if column != "sample" and column not in compared.store.problem["names"]:
            for value, rows in compared.states.groupby(column):
                found[f"{column}={value}"] = [int(state) for state in rows.index]
    return found


def over_sample(compared: Comparing, quantity: Quantity, states: list[int]) -> pd.DataFrame:
    """Return the values by row of the experiment's sample; empty without one."""
    values = compared.by_state(quantity).loc[states]
    sample = compared.states.loc[states, "sample"]
    return values.groupby(sample).mean() if bool((sample >= 0).all()) else values.iloc[:0]


def effect(
    quantity: Quantity, where: str, name: str, baseline: str, rows: pd.DataFrame, sampled: pd.DataFrame,
    p: tuple[float, float], family: int, matters: float,
) -> Effect:  # fmt: skip
    """Return one effect."""
    a, b = rows[name].to_numpy(float), rows[baseline].to_numpy(float)
    found = paired_difference(a, b)
    low, high = interval(a - b, ALPHA / family)
    drawn = left_open((sampled[name] - sampled[baseline]).to_numpy(float), quantity.better)
    judging = Contrast(
        quantity.outcome, quantity.of, name, baseline, found.mean, found.baseline_mean, found.difference, low, high,
        *drawn, found.variance_reduction,
    )  # fmt: skip
    within = math.isfinite(low) and -matters < low and high < matters
    return Effect(
        quantity.name, where, name, baseline, len(a), found.mean, found.baseline_mean, found.difference,
        found.low, found.high, low, high, *p, chance_better(a - b, quantity.better),
        smallest(a - b, ALPHA), smallest(a - b, ALPHA / family), *drawn,
        "no difference that matters" if within else judged(judging, quantity.better),
    )  # fmt: skip


def interval(d: Sample, alpha: float) -> tuple[float, float]:
    """Return the interval of a mean at a level; NaN with fewer than two values."""
    from scipy.special import stdtrit

    if len(d) < 2:
        return math.nan, math.nan
    half = float(stdtrit(len(d) - 1, 1.0 - alpha / 2.0)) * float(d.std(ddof=1)) / math.sqrt(len(d))
    return float(d.mean()) - half, float(d.mean()) + half


def p_value(differences: pd.Series[float]) -> float:
    """Return the two-sided p of Student's paired test; 1 for pairs that are all equal, NaN with fewer than two."""
    from scipy.special import stdtr

    d = differences.to_numpy(float)
    if len(d) < 2:
        return math.nan
    error = float(d.std(ddof=1)) / math.sqrt(len(d))
    if error == 0.0:
        return 1.0 if d.mean() == 0.0 else 0.0
    return 2.0 * float(stdtr(len(d) - 1, -abs(float(d.mean())) / error))


def holm(p: Sequence[float]) -> list[float]:
    """Return Holm's adjusted p values in the order given; NaN stay and count."""
    adjusted = [math.nan] * len(p)
    highest = 0.0
    for k, place in enumerate(sorted((i for i in range(len(p)) if not math.isnan(p[i])), key=lambda i: p[i])):
        highest = max(highest, min(1.0, (len(p) - k) * p[place]))
        adjusted[place] = highest
    return adjusted


def chance_better(d: Sample, direction: int) -> float:
    """Return the chance that the mean difference is better, given the replicates; NaN without a direction."""
    from scipy.special import stdtr

    if direction == 0 or len(d) < 2:
        return math.nan
    error, mean = float(d.std(ddof=1)) / math.sqrt(len(d)), direction * float(d.mean())
    if error == 0.0:
        return float(np.heaviside(mean, 0.5))
    return float(stdtr(len(d) - 1, mean / error))


def smallest(d: Sample, alpha: float, power: float = POWER) -> float:
    """Return the smallest difference that so many pairs with this spread would have found; NaN with fewer than two."""
    from scipy.optimize import brentq
    from scipy.stats import nct, t

    count = len(d)
    if count < 2:
        return math.nan
    critical = float(t.ppf(1.0 - alpha / 2.0, count - 1))

    def lacking(shift: float) -> float:
        return float(nct.sf(critical, count - 1, shift)) - power

    shift = float(brentq(lacking, 0.0, 3.0 * critical + 10.0))
    return shift * float(d.std(ddof=1)) / math.sqrt(count)
