"""Why scenarios differ is read from their ledgers: one run of each, on the same luck, with every cause written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cohesion_sim.runs.run import simulate
from cohesion_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

CAUSE = ["outcome", "side", "mechanism", "term"]


def causes(name: str, ledger: pd.DataFrame) -> pd.DataFrame:
    """Return what moved each outcome from start to end, from the ledger of one run, with the columns below."""
    summed = ledger.groupby(CAUSE, sort=False, observed=True)["change"].sum().reset_index()
    summed.insert(0, "scenario", name)
    return summed


def attribution(scenarios: Mapping[str, Scenario], seed: int) -> pd.DataFrame:
    """Return what moved each outcome from start to end in one run of each scenario.

    Parameters
    ----------
    scenarios
        By name.
    seed
        That of the run; the first of a comparison.

    Returns
    -------
    DataFrame
        ``scenario``, ``outcome``, ``side``, ``mechanism``, ``term`` and ``change``: the entries of one outcome and side
        add up to the change of its mean.
    """
    import pandas as pd

    ledgers = {name: simulate(scenario, seed, ledger=True, subgroups=()).ledger for name, scenario in scenarios.items()}
    return pd.concat([causes(*each) for each in ledgers.items()], ignore_index=True)
