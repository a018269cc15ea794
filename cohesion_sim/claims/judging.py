"""A claim is judged level by level against the smallest difference that matters; where levels disagree, it depends.

Equations
    mean     = Σ_c ḡ_c / C over the cells c of a level,   s² = Σ_c Σ_i (g_ci − ḡ_c)² / Σ_c (n_c − 1)
    interval = mean ± t(0.975, Σ(n_c − 1)) · s · √(Σ_c 1/n_c) / C

    holds        the whole interval lies above the smallest difference that matters
    reverses     it lies below minus that difference
    negligible   it lies between the two: there is no difference that matters, which is a finding
    cannot tell  otherwise

Assumes
    Pairs are independent: each has its own seed and its own point of the regime's box. Cells weigh the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from cohesion_sim.claims.claim import Claim, Measured
from cohesion_sim.comparisons.paired import student

HOLDS, REVERSES, NEGLIGIBLE, CANNOT_TELL, DEPENDS = "holds", "reverses", "negligible", "cannot_tell", "depends"
ALL = "all"
"""The factor of a row that is about all cells together."""
AGAINST, OUTCOME = "against", "outcome"
"""What a claim can depend on besides its factors: what it is compared with, and what is looked at."""


class Effect(NamedTuple):
    """How much better one arm is than another at one level of one factor.

    ``agreeing`` is the share of pairs in which the difference has the claimed direction.
    """

    better: str
    than: str
    outcome: str
    of: str
    factor: str
    level: str
    gain: float
    low: float
    high: float
    agreeing: float
    pairs: int
    smallest: float
    verdict: str


class Verdict(NamedTuple):
    """The verdict on a claim.

    ``on`` is what it depends on if it does; ``partly`` whether it is told of a part only.
    """

    kind: str
    on: tuple[str, ...] = ()
    partly: bool = False


def interval(gains: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Return mean, low and high of gains, one list a cell; NaN are left out."""
    cells = [cell[np.isfinite(cell)] for cell in (np.array(each, np.float64) for each in gains)]
    cells = [cell for cell in cells if len(cell)]
    if not cells:
        return math.nan, math.nan, math.nan
    mean = float(np.mean([cell.mean() for cell in cells]))
    freedom = sum(len(cell) - 1 for cell in cells)
    if freedom == 0:
        return mean, math.nan, math.nan
    variance = sum(float(((cell - cell.mean()) ** 2).sum()) for cell in cells) / freedom
    half = student(freedom) * math.sqrt(variance * sum(1.0 / len(cell) for cell in cells)) / len(cells)
    return mean, mean - half, mean + half


def judged(low: float, high: float, smallest: float) -> str:
    """Return the verdict on an interval."""
    if low > smallest:
        return HOLDS
    if high < -smallest:
        return REVERSES
    if low >= -smallest and high <= smallest:
        return NEGLIGIBLE
    return CANNOT_TELL


def effects(claim: Claim, ends: pd.DataFrame) -> list[Effect]:
    """Return the effect at every level of every factor with several levels, those over all cells first."""
    varying = [factor for factor, levels in claim.over.items() if len(levels) > 1]
    found = []
    for one, other in claim.better:
        of_pair = ends[(ends["better"] == one) & (ends["than"] == other)]
        for m in claim.outcomes:
            here = of_pair[(of_pair["outcome"] == m.outcome) & (of_pair["of"] == m.of)]
            parts = [(ALL, ALL, here)]
            parts += [
                (factor, str(level), here[here[factor] == level]) for factor in varying for level in claim.over[factor]
            ]
            found += [effect(rows, list(claim.over), (one, other), m, factor, level) for factor, level, rows in parts]
    return found


def effect(
    rows: pd.DataFrame, factors: list[str], arms: tuple[str, str], m: Measured, factor: str, level: str
) -> Effect:
    """Return the effect in some rows of the table of ends."""
    cells = [cell["gain"].tolist() for _, cell in rows.groupby(factors)] if len(rows) else []
    mean, low, high = interval(cells)
    known = rows["gain"].dropna()
    agreeing = float((known > 0.0).mean()) if len(known) else math.nan
    told = judged(low, high, m.smallest)
    return Effect(*arms, m.outcome, m.of, factor, level, mean, low, high, agreeing, len(known), m.smallest, told)


def verdict(found: Sequence[Effect]) -> Verdict:
    """Return the verdict on all effects: one word if all that can be told agree, else what it depends on."""
    told = {effect.verdict for effect in found} - {CANNOT_TELL}
    overall = [effect for effect in found if effect.factor == ALL]
    if not told:
        return Verdict(CANNOT_TELL)
    if len(told) == 1:
        return Verdict(next(iter(told)), partly=any(effect.verdict == CANNOT_TELL for effect in overall))
    return Verdict(DEPENDS, tuple(depends_on(found)))


def depends_on(found: Sequence[Effect]) -> list[str]:
    """Return what the verdict depends on: everything between whose levels told verdicts differ."""
    shown = [effect for effect in found if effect.verdict != CANNOT_TELL]
    overall = [effect for effect in shown if effect.factor == ALL]
    on = []
    if differ(overall, ("outcome", "of")):
        on.append(AGAINST)
    if differ(overall, ("better", "than")):
        on.append(OUTCOME)
    for factor in dict.fromkeys(effect.factor for effect in shown if effect.factor != ALL):
        if differ([each for each in shown if each.factor == factor], ("better", "than", "outcome", "of")):
            on.append(factor)
    return on or [OUTCOME]


def differ(found: Sequence[Effect], same: Sequence[str]) -> bool:
    """Return whether verdicts differ among effects that are alike in some fields."""
    groups: dict[tuple[str, ...], set[str]] = {}
    for effect in found:
        groups.setdefault(tuple(getattr(effect, name) for name in same), set()).add(effect.verdict)
    return any(len(verdicts) > 1 for verdicts in groups.values())
