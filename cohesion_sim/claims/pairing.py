"""Runs become pairs: how much better the arm that is claimed to be better did, on the same luck, in each outcome.

gain = direction · (value of the one − value of the other),   above 0 as claimed
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cohesion_sim.claims.claim import UNFUNDED, Claim, Measured, Pair
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.comparisons.resampling import spent
from cohesion_sim.measures.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

Runs = Mapping[tuple[str, int], Finished]
"""Runs that did not fail, by arm and number of the pair."""


def succeeded(runs: Sequence[Finished]) -> Runs:
    """Return the runs that did not fail."""
    return {(run.name, run.replicate): run for run in runs if not run.error}


def ends(claim: Claim, designed: Sequence[Pair], runs: Runs) -> pd.DataFrame:
    """Return one row a pair of runs, pair of arms and outcome.

    Columns: ``pair``, ``seed``, ``euros`` of funding, the factors, ``better``, ``than``, ``outcome``, ``of``,
    ``value``, ``other``, ``gain``.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for pair in designed:
        for one, other in claim.better:
            if (one, pair.number) in runs and (other, pair.number) in runs:
                a, b = runs[one, pair.number].ends, runs[other, pair.number].ends
                for measured in claim.outcomes:
                    where = (measured.outcome, measured.of)
                    value, against = a.get(where, np.nan), b.get(where, np.nan)
                    rows.append(
                        {
                            "pair": pair.number,
                            "seed": pair.seed,
                            "euros": pair.euros,
                            **pair.cell,
                            "better": one,
                            "than": other,
                        }
                        | {"outcome": measured.outcome, "of": measured.of, "value": value, "other": against}
                        | {"gain": measured.better * (value - against)}
                    )
    names = ["pair", "seed", "euros", *claim.over, "better", "than", "outcome", "of", "value", "other", "gain"]
    return pd.DataFrame(rows, columns=names)


def years(claim: Claim, designed: Sequence[Pair], runs: Runs) -> pd.DataFrame:
    """Return the gain in the first outcome by year: ``pair``, ``better``, ``than``, ``year``, ``gain``."""
    import pandas as pd

    first = claim.outcomes[0]
    column = OUTCOMES[first.outcome].columns.get(first.of)
    rows = []
    for pair in designed:
        for one, other in claim.better:
            if column and (one, pair.number) in runs and (other, pair.number) in runs:
                a, b = (by_year(runs[arm, pair.number], column) for arm in (one, other))
                rows += [
                    {"pair": pair.number, "better": one, "than": other, "year": year, "gain": gain}
                    for year, gain in enumerate((first.better * (a - b)).tolist(), start=1)
                ]
    return pd.DataFrame(rows, columns=["pair", "better", "than", "year", "gain"])


def by_year(run: Finished, column: str) -> Any:
    """Return the mean of each whole year of a run, shape (years,)."""
    course = run.series[1:, run.columns.index(column)]
    whole = len(course) // 12 * 12
    return course[:whole].reshape(-1, 12).mean(axis=1)


def arms(claim: Claim, designed: Sequence[Pair], runs: Runs) -> pd.DataFrame:
    """Return one row a run: ``pair``, the factors, ``arm``, each outcome, and ``eur`` spent a migrant and year.

    An outcome's column is called ``<outcome>, <of>``. The money is a mean over the whole run.
    """
    import pandas as pd

    rows = []
    for pair in designed:
        for arm in (*claim.arms, UNFUNDED):
            if (arm, pair.number) in runs:
                run = runs[arm, pair.number]
                outcomes = {column_of(m): run.ends.get((m.outcome, m.of), np.nan) for m in claim.outcomes}
                rows.append({"pair": pair.number, **pair.cell, "arm": arm, **outcomes, "eur": spent(run)})
    return pd.DataFrame(rows)


def column_of(measured: Measured) -> str:
    """Return the name of an outcome's column in the table of arms."""
    return f"{measured.outcome}, {measured.of}"
