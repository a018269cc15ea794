"""A quantity is an outcome of somebody, or of several subgroups with equity weights, read from a store run by run.

Equation
    y = Σ w_g·y_g / Σ w_g

    y_g  the outcome of subgroup g at the end      ends.value
    w_g  equity weight of the subgroup             weights
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.experiment.store import Store
from cohesion_sim.measures.outcomes import OUTCOMES


@dataclass(frozen=True)
class Quantity:
    """What is analysed.

    Attributes
    ----------
    outcome
        One of :data:`cohesion_sim.measures.outcomes.OUTCOMES`.
    of
        A subgroup such as ``"hosts"`` or ``"women"``; with weights, what they are called.
    weights
        Equity weight of each subgroup; empty for the plain value of ``of``.
    """

    outcome: str
    of: str
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How tables call it: ``belonging.migrants``."""
        return f"{self.outcome}.{self.of}"

    @property
    def better(self) -> int:
        """1 if more is better, −1 if less is, 0 if neither."""
        return OUTCOMES[self.outcome].direction

    def values(self, store: Store, runs: pd.DataFrame) -> pd.Series[float]:
        """Return the value of each run, in the order of ``runs``; NaN for one that failed.

        Raises
        ------
        UserError
            If the store has no such subgroup.
        """
        columns = OUTCOMES[self.outcome].columns
        if self.of in columns and not self.weights:
            return runs[columns[self.of]].astype(float)
        ends = store.ends()
        ends = ends[ends["outcome"] == self.outcome]
        wide = ends.pivot(index="run_id", columns="subgroup", values="value").reindex(runs["run_id"])
        weights = self.weights or {self.of: 1.0}
        for subgroup in weights:
            if subgroup not in wide.columns:
                raise unknown(f"subgroup that {self.outcome} is measured on", subgroup, map(str, wide.columns))
        total = sum(weights.values())
        summed = sum(wide[subgroup].to_numpy(float) * weight / total for subgroup, weight in weights.items())
        return pd.Series(summed, index=runs.index)


def quantities(words: Sequence[str], weights: Mapping[str, float] | None = None) -> list[Quantity]:
    """Return quantities from words such as ``"belonging"``, ``"trust.hosts"`` or ``"employment.women"``.

    Parameters
    ----------
    words
        Outcomes, each with the subgroup after a dot, or of whom it covers.
    weights
        Equity weights of subgroups; they take the place of the subgroup.

    Raises
    ------
    UserError
        For no word, an outcome that does not exist, or weights that are negative or all 0.
    """
    if not words:
        raise UserError("outcomes names none; give some, such as outcomes=[belonging,trust.hosts]")
    given = dict(weights or {})
    if any(weight < 0.0 for weight in given.values()) or (given and sum(given.values()) <= 0.0):
        raise UserError(f"weights are {given}; they must be at least 0, and one of them above")
    found = []
    for word in words:
        outcome, _, of = word.partition(".")
        if outcome not in OUTCOMES:
            raise unknown("outcome", outcome, OUTCOMES)
        called = "+".join(f"{weight:g}×{name}" for name, weight in given.items())
        found.append(Quantity(outcome, called or of or OUTCOMES[outcome].covers, given))
    return found
