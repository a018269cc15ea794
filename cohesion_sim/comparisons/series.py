"""The course of a comparison: every month of every run, for everybody, hosts and migrants, an outcome a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.measures.outcomes import OUTCOMES, SIDES

if TYPE_CHECKING:
    import pandas as pd

SUBGROUPS = ("everybody", *SIDES)


def series(runs: Sequence[Finished], scenarios: Sequence[str]) -> pd.DataFrame:
    """Return ``scenario``, ``replicate``, ``month``, ``subgroup`` and the outcomes, NaN where they do not cover it.

    Parameters
    ----------
    runs
        Those that failed, or whose numbers are drawn from the priors, are left out.
    scenarios
        Names, in the order of the rows.
    """
    import pandas as pd

    kept = [run for run in runs if not run.draw and not run.error]
    kept.sort(key=lambda run: (scenarios.index(run.name), run.replicate))
    if not kept:
        return pd.DataFrame(columns=["scenario", "replicate"])
    columns = {subgroup: columns_of(subgroup, kept[0].columns) for subgroup in SUBGROUPS}
    rows = [(run, subgroup) for run in kept for subgroup in SUBGROUPS]
    months = [len(run.series) for run, _ in rows]
    outcomes = np.full((len(OUTCOMES), sum(months)), np.nan)  # a table keeps a column's values side by side
    for (run, subgroup), begin, count in zip(rows, np.cumsum(months) - months, months, strict=True):
        measured, taken = columns[subgroup]
        outcomes[measured, begin : begin + count] = run.series[:, taken].T
    month = kept[0].columns.index("month")
    first = pd.DataFrame(
        {
            "scenario": pd.Index([run.name for run, _ in rows]).repeat(months),
            "replicate": np.repeat([run.replicate for run, _ in rows], months),
            "month": np.concatenate([run.series[:, month] for run, _ in rows]).astype(int),
            "subgroup": pd.Index([subgroup for _, subgroup in rows]).repeat(months),
        }
    )
    return pd.concat([first, pd.DataFrame(outcomes.T, columns=list(OUTCOMES), copy=False)], axis=1)


def columns_of(subgroup: str, columns: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which outcomes are measured on a subgroup, and in which columns of a run each of them is."""
    found = {
        number: columns.index(outcome.columns[subgroup])
        for number, outcome in enumerate(OUTCOMES.values())
        if subgroup in outcome.columns
    }
    return np.array(list(found)), np.array(list(found.values()))
