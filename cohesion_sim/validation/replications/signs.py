"""Two signs of published models, in the whole model: fast intake polarises; who rewires faster than he learns, parts.

Faster intake
    The same town with few and with many arrivals: hosts' warmth spreads out more (Flache et al. 2017 review models in
    which the speed of change decides).
Attitudes against rewiring
    With bounded influence, attitudes that move fast against ties that change slowly bring about integration, slow
    attitudes and fast rewiring leave enclaves (Holme and Newman 2006; Centola et al. 2007): assortativity of ties.
"""

from __future__ import annotations

from dataclasses import replace

from cohesion_sim.measures.recorder import Recorder
from cohesion_sim.runs.running import run_through
from cohesion_sim.scenario import Scenario
from cohesion_sim.validation.variants import switched_off

MONTHS = 120
GAIN = 0.2
"""The most that a month's contact can move warmth: the end of its prior."""


def at_the_end(scenario: Scenario, seed: int, outcome: str) -> float:
    """Return an outcome in the last year of a run."""
    recorder = Recorder(scenario.measures, scenario.months)
    run_through(scenario, seed, lambda now: recorder.record(now.world, now.accounts))
    return float(recorder.monthly()[outcome].tail(12).mean())


def spread_by_intake(scenario: Scenario, seed: int, arrivals: float) -> float:
    """Return the spread of hosts' warmth after ten years of so many arrivals a person and year."""
    changed = replace(scenario, months=MONTHS, context=replace(scenario.context, arrivals=arrivals))
    return at_the_end(changed, seed, "warmth_spread")


def enclaves(scenario: Scenario, seed: int, attitudes: float, rewiring: float) -> float:
    """Return the assortativity of ties after ten years.

    Parameters
    ----------
    attitudes
        Speed of peers' influence and of contact, relative to the usual ones.
    rewiring
        Speed at which ties end and are sought, relative to the usual one.
    """
    norms, meeting, ties = (scenario.mechanism(name) for name in ("norms", "encounters", "ties"))
    changes = {
        "norms": {"kernel": 1, "peers": 0.006 * attitudes},
        "encounters": {"gain": min(GAIN, getattr(meeting, "gain", 0.0) * attitudes)},
        "ties": {"dissolve": 0.0087 * rewiring, "seek": 0.14 * rewiring},
    }
    assert norms is not None
    assert ties is not None
    return at_the_end(switched_off(replace(scenario, months=MONTHS), changes), seed, "assortativity")
