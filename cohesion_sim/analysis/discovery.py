"""What would have to be true for A to beat B: a box in what was varied in which it does, found by peeling (PRIM).

Each step takes from one side of the box the slice of cases (α of them, or one value of a choice) whose loss raises the
share of wins most. Of the boxes passed, the one with the highest harmonic mean of density (share of wins inside) and
coverage (share of wins that lie inside) is kept, and restrictions that chance could have made are dropped (binomial
test of wins inside against wins without the restriction).

Sources
    Friedman & Fisher 1999 (PRIM); Bryant & Lempert 2010 (scenario discovery, quasi-p). Written here because the
    workbench that has it no longer supports all Pythons that we do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cohesion_sim.analysis.cases import Comparing
from cohesion_sim.analysis.quantity import Quantity
from cohesion_sim.errors import UserError

ALPHA, LEAST, SURE = 0.05, 0.1, 0.05
"""Share peeled in a step, smallest share of all cases in a box, and quasi-p above which a restriction is dropped."""
FEW = 20
Flags = NDArray[np.bool_]
Bound = tuple[float, float] | frozenset[str]


@dataclass(frozen=True)
class Box:
    """Limits of some columns: an interval of a number, or the values left of a choice."""

    limits: Mapping[str, Bound] = field(default_factory=dict)

    def holds(self, cases: pd.DataFrame, without: str = "") -> Flags:
        """Return which cases lie in the box, or would without the limit of one column."""
        inside = np.ones(len(cases), np.bool_)
        for column, bound in self.limits.items():
            if column != without:
                values = cases[column]
                fits = values.isin(bound) if isinstance(bound, frozenset) else values.between(*bound)
                inside &= fits.to_numpy(np.bool_)
        return inside

    def with_limit(self, column: str, bound: Bound) -> Box:
        """Return the box with one limit more, or another."""
        return replace(self, limits={**self.limits, column: bound})


class Condition(NamedTuple):
    """One limit of the box that was found; ``quasi_p`` is the chance of as many wins had the limit not mattered."""

    column: str
    low: float
    high: float
    values: str
    quasi_p: float


class Discovery(NamedTuple):
    """When one alternative beats another.

    ``wins`` is the share of all states in which it does by more than ``margin``, ``density`` the share inside the box,
    ``coverage`` the share of the wins that lie inside, ``support`` the share of states inside.
    """

    outcome: str
    better: str
    than: str
    margin: float
    states: int
    wins: float
    density: float
    coverage: float
    support: float
    conditions: tuple[Condition, ...]
    sentence: str


def discovered(compared: Comparing, quantity: Quantity, name: str, margin: float = 0.0) -> Discovery:
    """Return when an alternative beats the baseline, in terms of what the experiment varies beside them.

    Raises
    ------
    UserError
        If there are fewer than 20 states, or the outcome has no direction.
    """
    if quantity.better == 0:
        raise UserError(f"{quantity.outcome}: neither more nor less of it is better; choose one with a direction")
    values = compared.by_state(quantity)[[name, compared.baseline]].dropna()
    if len(values) < FEW:
        raise UserError(f"there are {len(values)} states of the world; at least {FEW} are needed, such as a sample's")
    won = (quantity.better * (values[name] - values[compared.baseline]) > margin).to_numpy(np.bool_)
    cases = varied(compared.states.loc[values.index].drop(columns="sample"))
    box = found_box(cases, won) if 0.0 < won.mean() < 1.0 else Box()
    inside = box.holds(cases)
    conditions = tuple(condition(box, column, cases, won) for column in box.limits)
    shares = float(won.mean()), float(won[inside].mean()), float(won[inside].sum() / max(1, won.sum()))
    sentence = said(quantity.name, name, compared.baseline, shares, conditions)
    return Discovery(
        quantity.name, name, compared.baseline, margin, len(won), *shares, float(inside.mean()), conditions, sentence
    )


def varied(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that vary, choices as words."""
    kept = cases.loc[:, cases.nunique() > 1]
    return kept.astype({name: str for name in kept if not pd.api.types.is_numeric_dtype(kept[name])})


def found_box(cases: pd.DataFrame, won: Flags) -> Box:
    """Return the best box on the way of peeling, without what chance could have made."""
    passed = [Box()]
    while (smaller := peeled(passed[-1], cases, won)) is not None:
        passed.append(smaller)
    box = max(passed, key=lambda each: balance(won, each.holds(cases)))
    while box.limits:
        doubtful = max(box.limits, key=lambda column: quasi_p(box, column, cases, won))
        if quasi_p(box, doubtful, cases, won) <= SURE:
            break
        box = Box({column: bound for column, bound in box.limits.items() if column != doubtful})
    return box


def peeled(box: Box, cases: pd.DataFrame, won: Flags) -> Box | None:
    """Return the box without the slice whose loss helps most; None when it is pure or would become too small."""
    inside = box.holds(cases)
    if won[inside].all():
        return None
    tried = [smaller for column in cases for smaller in slices(box, str(column), cases[inside])]
    best, most = None, float(won[inside].mean())
    for smaller in tried:
        left = smaller.holds(cases)
        if left.mean() >= LEAST and left.sum() < inside.sum() and won[left].mean() > most:
            best, most = smaller, float(won[left].mean())
    return best


def slices(box: Box, column: str, inside: pd.DataFrame) -> list[Box]:
    """Return the box without a slice of one column: at either end of a number, or each value of a choice."""
    values = inside[column]
    if values.nunique() < 2:
        return []
    if not pd.api.types.is_numeric_dtype(values):
        kinds = frozenset(values)
        return [box.with_limit(column, kinds - {kind}) for kind in sorted(kinds)]
    ordered = np.sort(values.to_numpy(float))
    cut = max(1, math.floor(ALPHA * len(ordered)))
    low, high = float(ordered[cut]), float(ordered[-cut - 1])
    bound = box.limits.get(column, (-math.inf, math.inf))
    if isinstance(bound, frozenset):
        return []
    return [box.with_limit(column, (low, bound[1])), box.with_limit(column, (bound[0], high))]


def balance(won: Flags, inside: Flags) -> float:
    """Return the harmonic mean of density and coverage."""
    hits = float(won[inside].sum())
    return 2.0 * hits / (float(inside.sum()) + float(won.sum())) if hits > 0.0 else 0.0


def quasi_p(box: Box, column: str, cases: pd.DataFrame, won: Flags) -> float:
    """Return the chance of as many wins in the box as if its cases were drawn from the box without one limit."""
    from scipy.stats import binom

    inside, wider = box.holds(cases), box.holds(cases, without=column)
    return float(binom.sf(won[inside].sum() - 1, inside.sum(), won[wider].mean()))


def condition(box: Box, column: str, cases: pd.DataFrame, won: Flags) -> Condition:
    """Return a limit of a box as a row."""
    bound, chance = box.limits[column], quasi_p(box, column, cases, won)
    if isinstance(bound, frozenset):
        return Condition(column, math.nan, math.nan, " or ".join(sorted(bound)), chance)
    return Condition(column, *bound, "", chance)


def said(
    outcome: str, name: str, baseline: str, shares: tuple[float, float, float], found: tuple[Condition, ...]
) -> str:
    """Return what was discovered in one sentence."""
    wins, density, coverage = (100.0 * share for share in shares)
    first = f"{name} beats {baseline} in {outcome} in {wins:.0f} % of the states"
    if not found:
        return f"{first}; no condition on what was varied tells where, beyond what chance could have made."
    return (
        f"{first}; where {' and '.join(map(clause, found))} it does in {density:.0f} %, which covers {coverage:.0f} % "
        "of its wins."
    )


def clause(limit: Condition) -> str:
    """Return a limit in words."""
    if limit.values:
        return f"{limit.column} is {limit.values}"
    if math.isinf(limit.low):
        return f"{limit.column} ≤ {limit.high:.3g}"
    if math.isinf(limit.high):
        return f"{limit.column} ≥ {limit.low:.3g}"
    return f"{limit.low:.3g} ≤ {limit.column} ≤ {limit.high:.3g}"
