"""Every size is measured on the default scenario with every mechanism on, in places of about 5,000 persons."""

from __future__ import annotations

from dataclasses import replace

from cohesion_sim.context import Context
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.scenario import Scenario

PLACE = 5_000
"""Residents of a place at large sizes, so that a place fits in the cache whatever the size of the population."""
LEAST_PLACES = 8


def city(persons: int) -> Scenario:
    """Return the default scenario for a number of persons, also with the mechanisms that are off by default."""
    places = min(persons, max(LEAST_PLACES, persons // PLACE))
    return Scenario(
        name="bench",
        context=replace(Context(), population=persons, places=places),
        mechanisms=tuple(mechanism() for mechanism in MECHANISMS.values()),
    )
