"""Levers are what mechanisms see of policy: a few numbers for the country, a few columns for places, what went before.

Mechanisms know levers, never regimes; that keeps ``policy`` the only room that a richer policy would change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.policy.timeline import Force
from cohesion_sim.sealing import sealed


class Country(NamedTuple):
    """What is in force in the whole country this month. Shares unless a unit is given."""

    maintenance: float
    mixing: float
    pressure: float
    multicultural: float
    labour: float
    family: float
    education: float
    health: float
    participation: float
    residence: float
    citizenship: float
    antidiscrimination: float
    asylum_wait: float
    work_ban: float
    permanence_months: float
    citizenship_months: float
    conditions: float
    stay_limit: float
    family_wait: float
    dispersal: float
    unemployment: float
    salience: float
    meeting: float
    openness: float
    arrivals: float
    connectivity: float


class Abroad(NamedTuple):
    """What happens before departure. Shares unless a unit is given.

    ``reached`` of the arrivals take part; the others are what those who take part get. ``waiting`` is months spent in a
    neighbouring region, ``protection`` the support there.
    """

    reached: float
    orientation: float
    language: float
    profiling: float
    protection: float
    waiting: float


class Local(NamedTuple):
    """What services do in each place this month; arrays of shape (places,), shares unless a unit is given.

    Attributes
    ----------
    welcome, enforcement, culture, family, digital, dialogue, returning
        Coverage of host communities, discrimination control, cultural life, families, digital services, dialogue
        between faiths and cultures, assisted return.
    responsiveness
        How well general services meet special needs.
    knowledge
        What targeted work has taught general services.
    service
        Share of the wish for personal services that is met: places over places and people who wait.
    waiting
        Share of the need that is waiting for a place.
    congestion
        Shortage in general services that hosts and migrants share.
    resentment
        Visibility of targeted money where general services are poor.
    """

    welcome: NDArray[np.float64]
    enforcement: NDArray[np.float64]
    culture: NDArray[np.float64]
    family: NDArray[np.float64]
    digital: NDArray[np.float64]
    dialogue: NDArray[np.float64]
    returning: NDArray[np.float64]
    responsiveness: NDArray[np.float64]
    knowledge: NDArray[np.float64]
    service: NDArray[np.float64]
    waiting: NDArray[np.float64]
    congestion: NDArray[np.float64]
    resentment: NDArray[np.float64]


@dataclass(frozen=True)
class Levers:
    """Everything that policy says to mechanisms in a month."""

    country: Country
    local: Local
    abroad: Abroad

    @cached_property
    def in_force(self) -> Country:
        """What is in force in the country as loops take it soonest (:func:`cohesion_sim.sealing.opened`)."""
        return sealed(self.country)


RECESSION_UNEMPLOYMENT = 0.05
"""Unemployment that a recession of strength 1 adds (assumption)."""
PANDEMIC_MEETING = 0.6
"""Share of meetings that a pandemic of strength 1 takes away (assumption; T204 gives the direction)."""
PANDEMIC_CLOSURE = 0.5
"""Share of services that a pandemic of strength 1 closes (assumption)."""
SURGE_ARRIVALS = 4.0
"""Arrivals that a surge of strength 1 adds, as a multiple (assumption)."""


MOOD_RIGHTS = 0.3
"""Share of rights that the best or worst political mood adds or takes away (assumption)."""
MOOD_FUNDING = 0.5
"""The same of funding (assumption)."""


def country_levers(force: Force) -> Country:
    """Return what a phase, shocks and the political mood come to in the country."""
    regime, context = force.phase.regime, force.phase.context
    rights, access = regime.rights, regime.access
    m, x = regime.cultural_maintenance, regime.social_mixing
    lifted = 1.0 + MOOD_RIGHTS * force.mood
    return Country(
        maintenance=m,
        mixing=x,
        pressure=(1.0 - m) * x,
        multicultural=m * x,
        labour=min(1.0, rights.labour / 100.0 * lifted),
        family=min(1.0, rights.family / 100.0 * lifted),
        education=min(1.0, rights.education / 100.0 * lifted),
        health=min(1.0, rights.health / 100.0 * lifted),
        participation=min(1.0, rights.participation / 100.0 * lifted),
        residence=min(1.0, rights.residence / 100.0 * lifted),
        citizenship=min(1.0, rights.citizenship / 100.0 * lifted),
        antidiscrimination=min(1.0, rights.antidiscrimination / 100.0 * lifted),
        asylum_wait=access.asylum_wait,
        work_ban=access.work_ban,
        permanence_months=access.permanence,
        citizenship_months=access.citizenship,
        conditions=access.conditions,
        stay_limit=access.stay_limit,
        family_wait=access.family_wait,
        dispersal=regime.governance.dispersal,
        unemployment=min(0.6, context.unemployment + RECESSION_UNEMPLOYMENT * force.recession),
        salience=context.reactivity - 1.0 + force.salience,
        meeting=max(0.05, 1.0 - PANDEMIC_MEETING * force.pandemic),
        openness=max(0.05, 1.0 - PANDEMIC_CLOSURE * force.pandemic),
        arrivals=context.arrivals * (1.0 + SURGE_ARRIVALS * force.surge),
        connectivity=context.connectivity,
    )
