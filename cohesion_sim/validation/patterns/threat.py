"""Hosts' attitudes keep their level and spread; inclusion calms economic threat; a surge of arrivals stirs it."""

from __future__ import annotations

from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import pattern
from cohesion_sim.validation.statistics import share


@pattern("attitude_mean", {"norms": None})
def attitude_mean(bench: Bench) -> float:
    """Return hosts' mean attitude, 0 to 10."""
    return 10.0 - float(bench.hosts()["prejudice"].mean())


@pattern("attitude_spread", {"norms": None})
def attitude_spread(bench: Bench) -> float:
    """Return the standard deviation of hosts' attitude."""
    return float(bench.hosts()["prejudice"].std())


@pattern("rights_and_threat", {"threat": {"inclusive": 0.0}})
def rights_and_threat(bench: Bench) -> float:
    """Return how much more labour and political rights lower economic than cultural threat, in standard deviations."""
    much, little = (bench.hosts(variant) for variant in ("work_and_voice", "no_work_no_voice"))
    fall = [
        (little[name].mean() - much[name].mean()) / little[name].std()
        for name in ("threat_economic", "threat_cultural")
    ]
    return float(fall[0] - abs(fall[1]))


@pattern("threat_after_surge", {"threat": {"growth": 0.0, "salient": 0.0, "queues": 0.0}})
def threat_after_surge(bench: Bench) -> float:
    """Return how many more hosts feel threatened (6 or more of 10) two years after a surge began, than before it."""
    before, after = (bench.hosts("surged", month)["threat_economic"] for month in (60, 84))
    return share(after, 6.0) - share(before, 6.0)
