"""Why scenarios differ is read from their ledgers: one run of each, on the same luck, with every cause written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cohesion_sim.runs.run import simulate
from cohesion_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

CAUSE = ["outcome", "side", "mechanism", "term"]


def attribution(
    scenarios: Mapping[str, Scenario], seed: int, progress: Callable[[int, int], None] | None = None
) -> pd.DataFrame:
    """Return what moved each outcome from start to end in one run of each scenario.

    Parameters
    ----------
    scenarios
        By name.
    seed
        That of the run; the first of a comparison.
    progress
        Called with the runs done and the runs in all.

    Returns
    -------
    DataFrame
        ``scenario``, ``outcome``, ``side``, ``mechanism``, ``term`` and ``change``: the entries of one outcome and side
        add up to the change of its mean.
    """
    import pandas as pd

    parts = []
    for number, (name, scenario) in enumerate(scenarios.items()):
        ledger = simulate(scenario, seed, ledger=True, subgroups=()).ledger
        summed = ledger.groupby(CAUSE, sort=False, observed=True)["change"].sum().reset_index()
        summed.insert(0, "scenario", name)
        parts.append(summed)
        if progress is not None:
            progress(number + 1, len(scenarios))
    return pd.concat(parts, ignore_index=True)
