"""Whose gain counts how much is a choice, not a finding: the weight at which a verdict turns is the finding.

Equation
    W(w) = w·g_one + (1 − w)·g_other,   turns at w* = −g_other / (g_one − g_other) if that lies in (0, 1)

    g  gain of a subgroup over the baseline, in the direction that is better      cases
    w  weight of the subgroup, 0..1                                               weight

Sources
    Atkinson 1970; HM Treasury Green Book, annex on distributional weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cohesion_sim.analysis.cases import Comparing
from cohesion_sim.analysis.quantity import quantities
from cohesion_sim.comparisons.resampling import bounds, resampled
from cohesion_sim.errors import UserError


class Weighed(NamedTuple):
    """Gains of two subgroups and the weight of the first at which they cancel; NaN if none does.

    ``better_above`` says whether the alternative is better than the baseline for weights above it (1), below it (−1),
    or, where none cancels, always (1) or never (−1); ``turning`` is the share of resamples in which there is one.
    """

    outcome: str
    alternative: str
    baseline: str
    one: str
    other: str
    gain_one: float
    gain_other: float
    weight: float
    low: float
    high: float
    better_above: int
    turning: float


def equity(compared: Comparing, outcomes: Sequence[str], one: str, other: str, seed: int = 1) -> list[Weighed]:
    """Return, by outcome and alternative, at which weight of one subgroup the verdict turns.

    Raises
    ------
    UserError
        If an outcome has no direction or is not measured on a subgroup.
    """
    rows = []
    for outcome in outcomes:
        first, second = quantities([f"{outcome}.{one}", f"{outcome}.{other}"])
        if first.better == 0:
            raise UserError(f"{outcome}: neither more nor less of it is better; choose one with a direction")
        mine, theirs = compared.by_replicate(first), compared.by_replicate(second)
        both = mine.index.intersection(theirs.index)
        for name in compared.others:
            a, b = (
                first.better * (each.loc[both, name] - each.loc[both, compared.baseline]).to_numpy(np.float64)
                for each in (mine, theirs)
            )
            drawn = resampled(len(both), seed, lambda chosen: turn(float(a[chosen].mean()), float(b[chosen].mean())))
            gain, against = float(a.mean()), float(b.mean())
            above = 1 if (gain > against if math.isfinite(turn(gain, against)) else gain + against > 0.0) else -1
            rows.append(
                Weighed(
                    outcome, name, compared.baseline, one, other, gain, against, turn(gain, against), *bounds(drawn),
                    above, float(np.mean(np.isfinite(drawn))),
                )
            )  # fmt: skip
    return rows


def turn(one: float, other: float) -> float:
    """Return the weight of the first gain at which the two cancel; NaN if they have one sign."""
    return -other / (one - other) if one * other < 0.0 else math.nan
