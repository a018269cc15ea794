"""A mechanism earns its place if the outcome, or the difference that policy makes, is another one without it.

Equation
    change in the policy difference = (a − b without) − (a − b with),   replicate by replicate on the same luck

Sources
    Grimm & Railsback 2005 (pattern-oriented modelling: submodels are compared by leaving them out).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cohesion_sim.analysis.cases import Comparing
from cohesion_sim.analysis.effects import ALPHA, holm, interval, p_value
from cohesion_sim.analysis.quantity import Quantity
from cohesion_sim.errors import UserError, unknown


class Ablated(NamedTuple):
    """What leaving something out changes: the baseline's outcome, and the difference of an alternative to it."""

    outcome: str
    alternative: str
    baseline: str
    left_out: str
    pairs: int
    outcome_change: float
    difference: float
    difference_without: float
    change: float
    low: float
    high: float
    p: float
    p_holm: float


def ablation(compared: Comparing, asked: Sequence[Quantity], column: str, whole: str) -> list[Ablated]:
    """Return what each value of a column changes against the whole model, by alternative and quantity.

    Parameters
    ----------
    column
        The column that says what is left out, such as ``label``.
    whole
        Its value where nothing is.

    Raises
    ------
    UserError
        If there is no such column or value.
    """
    if column not in compared.states or column == "sample":
        raise unknown("column that says what is left out", column, map(str, compared.states.columns))
    named = compared.states[column].astype(str)
    if whole not in set(named):
        raise unknown(f"value of {column}", whole, named.unique())
    if named.nunique() < 2:
        raise UserError(f"{column} has one value only; nothing is left out in this experiment")
    rows, p = [], []
    for quantity in asked:
        full = compared.by_replicate(quantity, list(named.index[named == whole]))
        for value in named[named != whole].unique():
            without = compared.by_replicate(quantity, list(named.index[named == value]))
            both = full.index.intersection(without.index)
            base = without.loc[both, compared.baseline] - full.loc[both, compared.baseline]
            for name in compared.others:
                now = full.loc[both, name] - full.loc[both, compared.baseline]
                then = without.loc[both, name] - without.loc[both, compared.baseline]
                change = then - now
                low, high = interval(change.to_numpy(np.float64), ALPHA)
                p.append(p_value(change))
                rows.append(
                    (
                        quantity.name, name, compared.baseline, value, len(both), float(base.mean()),
                        float(now.mean()), float(then.mean()), float(change.mean()), low, high,
                    )
                )  # fmt: skip
    return [Ablated(*row, each, adjusted) for row, each, adjusted in zip(rows, p, holm(p), strict=True)]
