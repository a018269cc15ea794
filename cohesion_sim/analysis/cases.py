"""What is compared stands side by side in columns; every row is a state of the world and a replicate they all met.

A state is everything that an experiment varies beside what is compared: a row of its sample, a funding, a context.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cohesion_sim.analysis.quantity import Quantity
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.experiment.store import Store

BETWEEN = " · "
Sample = NDArray[np.float64]


@dataclass(frozen=True)
class Comparing:
    """What is compared in a store.

    Attributes
    ----------
    by
        Columns whose combinations are compared.
    baseline
        The combination that others are compared with.
    runs
        The store's runs, with ``alternative`` (label of the combination) and ``state`` (number of the state).
    states
        One row a state: the other columns that are varied, and ``sample``.
    """

    store: Store
    by: tuple[str, ...]
    baseline: str
    runs: pd.DataFrame
    states: pd.DataFrame

    @property
    def alternatives(self) -> list[str]:
        """What is compared, in the order of the plan, the baseline first."""
        found = list(dict.fromkeys(self.runs["alternative"]))
        return [self.baseline, *(name for name in found if name != self.baseline)]

    @property
    def others(self) -> list[str]:
        """What is compared with the baseline."""
        return self.alternatives[1:]

    def cases(self, quantity: Quantity) -> pd.DataFrame:
        """Return the values, a row a (state, replicate), a column an alternative; NaN where a run is missing.

        Raises
        ------
        UserError
            If no run has a value: all failed, or there are too few persons.
        """
        with_value = self.runs.assign(value=quantity.values(self.store, self.runs))
        if with_value["value"].isna().all():
            raise UserError(f"{quantity.name} has no value in any run; values of fewer than 30 persons are not kept")
        wide: pd.DataFrame = with_value.pivot(index=["state", "replicate"], columns="alternative", values="value")
        return wide[self.alternatives].astype(float)

    def by_state(self, quantity: Quantity) -> pd.DataFrame:
        """Return the values, a row a state, a column an alternative: means over replicates."""
        return self.cases(quantity).groupby(level="state").mean()

    def by_replicate(self, quantity: Quantity, states: Sequence[int] | None = None) -> pd.DataFrame:
        """Return the values, a row a replicate, a column an alternative: means over states, or over some of them.

        Replicates that miss a run are left out, so that all means are of the same states.
        """
        cases = self.cases(quantity)
        if states is not None:
            cases = cases[cases.index.get_level_values("state").isin(list(states))]
        return cases.groupby(level="replicate").mean().where(cases.notna().groupby(level="replicate").all()).dropna()


def comparing(store: Store, by: Sequence[str] = (), baseline: str = "") -> Comparing:
    """Return what is compared in a store.

    Parameters
    ----------
    by
        Columns whose combinations are compared; by default the first of the experiment's baseline, or of its factors.
    baseline
        A label such as ``"targeted"``, or of several columns ``"targeted · low"``; by default that of the experiment.

    Raises
    ------
    UserError
        If nothing is finished, nothing can be compared, or a column or the baseline does not exist.
    """
    runs, columns = store.runs(), [name for name in store.columns if name not in store.problem["names"]]
    if runs.empty:
        raise UserError(f"{store.folder}: no run is finished; see: cohesion-sim status {store.folder}")
    if not columns:
        raise UserError(f"{store.folder}: nothing is compared in this experiment; its design has only a sample")
    for name in by:
        if name not in columns:
            raise unknown("column to compare by", name, columns)
    told = {str(key): str(value) for key, value in store.about["baseline"].items()}
    chosen = tuple(by) or tuple([name for name in columns if name in told][:1] or columns[:1])
    labels = runs[list(chosen)].astype(str).agg(BETWEEN.join, axis=1)
    first = BETWEEN.join(told.get(name, str(runs[name].iloc[0])) for name in chosen)
    wanted = baseline or first
    if wanted not in set(labels):
        raise unknown("alternative to compare with", wanted, labels.unique())
    rest = [name for name in columns if name not in chosen]
    keys = [*rest, "sample"]
    number = runs.groupby(keys, sort=False, dropna=False).ngroup()
    runs = runs.assign(alternative=labels, state=number)
    states = runs.groupby("state")[[*keys, *store.problem["names"]]].first()
    if labels.nunique() < 2:
        raise UserError(f"by={','.join(chosen)} has one value only; compare by one of {', '.join(columns)}")
    return Comparing(store, chosen, wanted, runs, states)
