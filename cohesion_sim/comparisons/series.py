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
    rows = [(run, subgroup) for run in kept for subgroup in SUBGROUPS]
    months = [len(run.series) for run, _ in rows]
    month = np.concatenate([run.series[:, run.columns.index("month")] for run, _ in rows])
    first = pd.DataFrame(
        {
            "scenario": np.repeat([run.name for run, _ in rows], months),
            "replicate": np.repeat([run.replicate for run, _ in rows], months),
            "month": month.astype(int),
            "subgroup": np.repeat([subgroup for _, subgroup in rows], months),
        }
    )
    outcomes = np.concatenate([of_subgroup(run, subgroup) for run, subgroup in rows])
    return pd.concat([first, pd.DataFrame(outcomes, columns=list(OUTCOMES))], axis=1)


def of_subgroup(run: Finished, subgroup: str) -> NDArray[np.float64]:
    """Return the outcomes of a subgroup, shape (months + 1, outcomes)."""
    place = {name: number for number, name in enumerate(run.columns)}
    of_outcome = [place[each.columns[subgroup]] if subgroup in each.columns else -1 for each in OUTCOMES.values()]
    return np.where(np.array(of_outcome) < 0, np.nan, run.series[:, of_outcome])
