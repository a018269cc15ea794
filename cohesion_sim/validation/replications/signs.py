"""Two signs of published models, in the whole model: fast intake parts the sides, and so does fast rewiring.

Faster intake
    More newcomers a year part locals and migrants: ties stay on their side, and more migrants keep to their own culture
    alone; so do as many newcomers in less time, while they come and years after (Paolillo and Jager 2018: "higher
    polarization effects between a local population and a migrant population for fast intake conditions").
Attitudes against rewiring
    With bounded influence, attitudes that move fast against ties that change slowly bring about integration, slow
    attitudes and fast rewiring leave enclaves (Chuang, Chou and D'Orsogna 2019; Holme and Newman 2006; Centola et al.
    2007): assortativity of ties.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cohesion_sim.measures.recorder import Recorder
from cohesion_sim.runs.running import run_through
from cohesion_sim.scenario import Scenario
from cohesion_sim.validation.variants import switched_off

MONTHS = 120
FEW = 0.003
"""Arrivals a person and year when few come."""
NEWCOMERS = 0.12
"""Arrivals a person, over the years in which many come."""
GAIN = 0.2
"""The most that a month's contact can move warmth: the end of its prior."""


def lived(scenario: Scenario, seed: int) -> pd.DataFrame:
    """Return the monthly outcomes of a run, by month."""
    recorder = Recorder(scenario.measures, scenario.months)
    run_through(scenario, seed, lambda now: recorder.record(now.world, now.accounts))
    return recorder.monthly().set_index("month")


def at_the_end(scenario: Scenario, seed: int, outcome: str) -> float:
    """Return an outcome in the last year of a run."""
    return float(lived(scenario, seed)[outcome].tail(12).mean())


def by_intake(scenario: Scenario, seed: int, outcome: str, arrivals: float) -> float:
    """Return an outcome after ten years of so many arrivals a person and year."""
    changed = replace(scenario, months=MONTHS, context=replace(scenario.context, arrivals=arrivals))
    return at_the_end(changed, seed, outcome)


def while_they_come(scenario: Scenario, seed: int, outcome: str, years: int) -> float:
    """Return the mean of an outcome over nine years in the first of which as many newcomers as ever come in some years.

    Parameters
    ----------
    years
        In which :data:`NEWCOMERS` a person come, after a first year of few; 1 to 9.
    """
    few, many = (replace(scenario.context, arrivals=rate) for rate in (FEW, FEW + NEWCOMERS / years))
    start = replace(scenario, months=MONTHS, context=few)
    phase = start.timeline.phases[0]
    later = tuple(
        replace(phase, month=month, context=context) for month, context in ((12, many), (12 + 12 * years, few))
    )
    return float(lived(replace(start, later=later), seed)[outcome][13:].mean())


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
