"""Migrants feel attached to the country, more the longer they stay, and their children more than they."""

from __future__ import annotations

from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import pattern
from cohesion_sim.validation.statistics import share

STRONGLY, VERY_STRONGLY = 4.0, 5.0


@pattern("attachment_level", {"belonging": {"access": 0.0, "accepted": 0.0}})
def attachment_level(bench: Bench) -> float:
    """Return the share of migrants and their children who feel strongly attached."""
    return share(bench.migrants()["attachment"], STRONGLY)


@pattern("attachment_gap", {"belonging": {"access": 0.0, "accepted": 0.0}})
def attachment_gap(bench: Bench) -> float:
    """Return how many more hosts than migrants and their children feel strongly attached."""
    return share(bench.hosts()["attachment"], STRONGLY) - attachment_level(bench)


@pattern("attachment_by_stay", {"belonging": {"stay": 0.0, "culture": 0.0}})
def attachment_by_stay(bench: Bench) -> float:
    """Return how many more feel very strongly attached after 13 years than before, of those born abroad."""
    answers = bench.migrants()
    first = answers[answers["generation"] == "first"]
    long = first["tenure_years"] > 13.0
    return share(first.loc[long, "attachment"], VERY_STRONGLY) - share(first.loc[~long, "attachment"], VERY_STRONGLY)


@pattern("attachment_of_children", {"dispositions": {"belonging_second": 0.56}})
def attachment_of_children(bench: Bench) -> float:
    """Return how many more of those born here than of those born abroad feel strongly attached."""
    answers = bench.migrants()
    first, second = (answers.loc[answers["generation"] == each, "attachment"] for each in ("first", "second"))
    return share(second, STRONGLY) - share(first, STRONGLY)
