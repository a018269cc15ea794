"""Stocks are what the services of each place carry from one month into the next: debt, knowledge, room, coverage."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.chance import Key, normal, stream
from cohesion_sim.policy.instruments import INSTRUMENTS, LOCAL, PERSONAL
from cohesion_sim.policy.services import Services


class Stocks(NamedTuple):
    """One entry, or one row, a place.

    Attributes
    ----------
    ability
        How able a place is to spend money, in standard deviations, shape (places,).
    owed
        Cents that it owes, shape (places,).
    knowledge
        What targeted work has taught general services, 0 to 1, shape (places,).
    practice
        Worth of a dose, 1 the country's mean at the start, shape (places,).
    room
        Persons that general services can serve, shape (places,); zero before the first month.
    pressure
        Demand for each instrument against the country's, shape (places, 18).
    coverage
        Share of the demand for each local instrument that is met, shape (places, 7).
    intensity
        Share of a full place that each enrolled person gets, shape (places, 11).
    admission
        Chance of who waits to be admitted next month, shape (places, 11).
    """

    ability: Doubles
    owed: Counts
    knowledge: Doubles
    practice: Doubles
    room: Doubles
    pressure: Doubles
    coverage: Doubles
    intensity: Doubles
    admission: Doubles


def stocks(services: Services, ability: Doubles, practice: Doubles) -> Stocks:
    """Return what services have before the first month.

    Parameters
    ----------
    services
        How far places differ in what they do.
    ability, practice
        How able each place is to spend money, and how good its practice is, in standard deviations, shape (places,).
    """
    places = len(ability)
    return Stocks(
        ability=ability,
        owed=np.zeros(places, np.int64),
        knowledge=np.zeros(places),
        practice=np.clip(1.0 + services.practice_spread * practice, 0.4, 1.6),
        room=np.zeros(places),
        pressure=np.ones((places, len(INSTRUMENTS))),
        coverage=np.zeros((places, len(LOCAL))),
        intensity=np.zeros((places, len(PERSONAL))),
        admission=np.zeros((places, len(PERSONAL))),
    )


@lru_cache(maxsize=1)
def capacities(seed: int, places: int) -> tuple[Doubles, Doubles]:
    """Return how able each place is to spend money, and how good its practice is, in standard deviations.

    Drawn once for the scenarios of a replicate, which run in turn; not to be changed.
    """
    key = Key(seed, stream("capacity"), 0)
    ability, practice = (np.array([normal(key, place, draw) for place in range(places)]) for draw in (0, 1))
    return ability, practice
