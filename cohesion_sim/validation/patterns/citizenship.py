"""A few of a hundred foreign residents are naturalised in a year; half of the settled are citizens."""

from __future__ import annotations

import numpy as np

from cohesion_sim.state.people import CITIZEN
from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import pattern


@pattern("naturalisation_rate", {"legal_status": None})
def naturalisation_rate(bench: Bench) -> float:
    """Return naturalisations in the last year a hundred foreign residents, among adults born abroad."""
    before, after = bench.roll("european", 108), bench.roll("european")
    foreign = before["key"][(before["generation"] == 1) & (before["status"] != CITIZEN)]
    there = np.isin(after["key"], foreign)
    return 100.0 * float((after["status"][there] == CITIZEN).sum()) / len(foreign)


@pattern("settled_citizens", {"legal_status": None})
def settled_citizens(bench: Bench) -> float:
    """Return the share of citizens among those born abroad who have been here for ten years or more."""
    answers = bench.migrants("european")
    settled = answers[(answers["generation"] == "first") & (answers["tenure_years"] >= 10.0)]
    return float((settled["status"] == "citizen").mean())
