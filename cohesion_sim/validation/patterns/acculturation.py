"""Strategies follow cut-offs; integration goes with adaptation more than it leads to it; pressure can backfire."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cohesion_sim.validation.bench import LISTED, Bench
from cohesion_sim.validation.pattern import pattern
from cohesion_sim.validation.statistics import coefficients, share

YOUTH = {"integration": 0.364, "separation": 0.225, "assimilation": 0.187, "marginalisation": 0.224}
"""Berry et al. 2006 (A42–A45)."""
STRIP = np.arange(1.8, 4.3, 0.1)
"""Cut-offs on the scale of the answers, 1 to 5."""


@pattern("strategy_anchors")
def strategy_anchors(bench: Bench) -> float:
    """Return how many of the four shares of immigrant youth lie within the range of the cut-offs."""
    answers = bench.migrants()[["heritage", "host_orientation"]].dropna()
    shares: dict[str, list[float]] = {name: [] for name in YOUTH}
    for cut in STRIP:
        keeps, joins = answers["heritage"] > cut, answers["host_orientation"] > cut
        shares["integration"].append(float((keeps & joins).mean()))
        shares["separation"].append(float((keeps & ~joins).mean()))
        shares["assimilation"].append(float((~keeps & joins).mean()))
        shares["marginalisation"].append(float((~keeps & ~joins).mean()))
    return float(sum(min(shares[name]) <= value <= max(shares[name]) for name, value in YOUTH.items()))


@pattern("strategy_and_adaptation", {"acculturation": {"speak": 0.0, "meet": 0.0, "reject": 0.0}})
def strategy_and_adaptation(bench: Bench) -> float:
    """Return by how much the correlation of integration and adaptation exceeds the lagged path between them."""
    panel = bench.answers("migrants", months=(96, 120), panel=True)
    panel["integrated"] = (panel["heritage"] - 1.0) * (panel["host_orientation"] - 1.0)
    scaled = [(panel[name] - panel[name].mean()) / panel[name].std() for name in ("wellbeing", "language")]
    panel["adapted"] = (scaled[0] + scaled[1]) / 2.0
    columns = ["person", "integrated", "adapted"]
    one, other = (panel.loc[panel["wave"] == wave, columns] for wave in (1, 2))
    both = one.merge(other, on="person", suffixes=("", "_later"))
    lagged = coefficients(both, "adapted_later", ["integrated", "adapted"])["integrated"]
    return float(both["integrated"].corr(both["adapted"])) - abs(lagged)


@pattern("pressure_backfires", {"acculturation": {"react": 0.0}})
def pressure_backfires(bench: Bench) -> float:
    """Return how much pressure raises heritage among those of strong heritage at the start, in standard deviations."""
    start = bench.roll("supported", LISTED[0])
    strong = start["key"][start.migrant & (start["heritage"] > 0.75)]
    ends = []
    for variant in ("pressed", "supported"):
        roll = bench.roll(variant)
        ends.append(pd.Series(roll["heritage"], roll["key"]))
    there = np.intersect1d(np.intersect1d(strong, ends[0].index), ends[1].index)
    spread = float(ends[1].loc[there].std())
    return float((ends[0].loc[there] - ends[1].loc[there]).mean()) / spread


@pattern("origin_fades", {"acculturation": {"fade": 0.0}})
def origin_fades(bench: Bench) -> float:
    """Return how many fewer find their origin important after fifteen years than in the first five."""
    answers = bench.migrants()
    first = answers[answers["generation"] == "first"]
    early = first.loc[first["tenure_years"] <= 5.0, "heritage"]
    return share(early, 3.5) - share(first.loc[first["tenure_years"] > 15.0, "heritage"], 3.5)
