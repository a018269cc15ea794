"""Published models come out of our rules and chances: their numbers as limits of one rule, their signs in the whole."""

from __future__ import annotations

from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import Measure, pattern
from cohesion_sim.validation.replications import community, conformity, conservatism, long_ties, signs

SHARES = ((0.05, 0.5, 0.9, 0.5), (0.1, 0.8, 0.9, 0.4), (0.02, 0.3, 0.8, 0.6), (0.2, 0.5, 0.7, 0.5))
"""Arrivals, meetings and what either side keeps, of four societies."""
FAR = 0.1
"""Share of ties that lead to another village."""


def conforming(chance: float) -> Measure:
    """Return a measure of the variation that conformity keeps."""

    def kept(bench: Bench) -> float:
        """Return F_ST of five groups of which a tenth leave in each generation."""
        return conformity.variation_kept(chance, 0.1, size=2000, seed=bench.seed)

    return kept


for name, chance in {"little": 0.2, "some": 0.4, "much": 0.8}.items():
    pattern(f"conformity_{name}", small=False)(conforming(chance))


@pattern("residents_keep_their_share", small=False)
def residents_keep_their_share(bench: Bench) -> float:
    """Return the largest distance of residents' share from the published formula, over four societies."""
    return max(
        abs(
            conservatism.resident_share(*case, persons=10_000, rounds=400, seed=bench.seed)
            - conservatism.closed_form(*case)
        )
        for case in SHARES
    )


@pattern("knit_by_liking_and_nearness", small=False)
def knit_by_liking_and_nearness(bench: Bench) -> float:
    """Return the correlation of mixing and clustering where people like their own and their neighbours."""
    return community.integration_and_clustering(True, True, seed=bench.seed)


@pattern("knit_by_less", small=False)
def knit_by_less(bench: Bench) -> float:
    """Return the lowest such correlation where they like only one of both, or neither."""
    less = ((False, False), (False, True), (True, False))
    return min(community.integration_and_clustering(*both, seed=bench.seed) for both in less)


@pattern("long_ties_and_repulsion", small=False)
def long_ties_and_repulsion(bench: Bench) -> float:
    """Return how much more polarised villages are with a tenth of ties between them, if differences repel."""
    far, near = (long_ties.polarisation(share, long_ties.REPULSIVE, bench.seed) for share in (FAR, 0.0))
    return far - near


@pattern("long_ties_without_repulsion", small=False)
def long_ties_without_repulsion(bench: Bench) -> float:
    """Return how much less polarised they are with such ties, if influence only draws together."""
    far, near = (long_ties.polarisation(share, long_ties.ASSIMILATIVE, bench.seed) for share in (FAR, 0.0))
    return near - far


@pattern("rewiring_and_enclaves", small=False)
def rewiring_and_enclaves(bench: Bench) -> float:
    """Return how much more ties stay on their side if they change faster than attitudes, than the other way round."""
    scenario = bench.scenario()
    return signs.enclaves(scenario, bench.seed, 0.1, 1.7) - signs.enclaves(scenario, bench.seed, 2.4, 0.58)


@pattern("intake_and_ties", small=False)
def intake_and_ties(bench: Bench) -> float:
    """Return how much more ties stay on their side after ten years of five times as many arrivals."""
    return _by_intake(bench, "assortativity")


@pattern("intake_and_separation", small=False)
def intake_and_separation(bench: Bench) -> float:
    """Return how many more migrants keep to their own culture alone after ten years of five times as many arrivals."""
    return _by_intake(bench, "separation")


@pattern("intake_in_less_time", small=False)
def intake_in_less_time(bench: Bench) -> float:
    """Return how much more ties stay on their side if as many newcomers come in two years instead of nine."""
    quick, slow = (signs.while_they_come(bench.scenario(), bench.seed, "assortativity", years) for years in (2, 9))
    return quick - slow


def _by_intake(bench: Bench, outcome: str) -> float:
    many, few = (signs.by_intake(bench.scenario(), bench.seed, outcome, rate) for rate in (0.03, 0.006))
    return many - few
