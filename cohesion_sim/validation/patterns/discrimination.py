"""Who feels discriminated fares worse; how many were treated unfairly is asked for the past five years."""

from __future__ import annotations

from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import pattern
from cohesion_sim.validation.statistics import correlation, share


@pattern("discrimination_and_wellbeing", {"wellbeing": {"hurt": 0.0, "unfair": 0.0}})
def discrimination_and_wellbeing(bench: Bench) -> float:
    """Return the correlation among migrants and their children."""
    return correlation(bench.migrants(), "felt_discrimination", "wellbeing")


@pattern("discriminated_in_five_years", {"discrimination": {"hiring": 0.0, "exploited": 0.0}})
def discriminated_in_five_years(bench: Bench) -> float:
    """Return the share of migrants treated worse because of their origin in the past five years."""
    return share(bench.migrants()["discriminated_5y"], 1.0)
