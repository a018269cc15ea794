"""A subgroup is a code a person: by place, group, generation, status, sex, side, or cohort.

The cohort of ``founders`` is fixed: the adults who lived here at the start. Those of them who died or departed keep
counting with their last values, so that a harsh regime that drives out the unhappy does not look cohesive.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Rows
from cohesion_sim.errors import unknown
from cohesion_sim.state.people import STATUSES
from cohesion_sim.state.world import World

KEYS = ("side", "group", "generation", "status", "sex", "cohort", "place")
ONE_SIDED = frozenset({"side", "group", "generation"})
"""Keys whose subgroups hold one side only."""
FOUNDERS = "founders"
LEAST = 30
"""Cells with fewer persons are hidden."""
ALIASES = {"woman": "sex"}


def checked(key: str) -> str:
    """Return the name of a key of subgroups.

    Raises
    ------
    UserError
        If there is no such key.
    """
    name = ALIASES.get(key, key)
    if name not in KEYS:
        raise unknown("key of subgroups", key, KEYS)
    return name


def labels(key: str, world: World) -> tuple[str, ...]:
    """Return the names of the subgroups of a key, in the order of their codes."""
    return {
        "side": ("hosts", "migrants"),
        "group": world.group_names,
        "generation": ("hosts", "first generation", "second generation"),
        "status": STATUSES,
        "sex": ("men", "women"),
        "cohort": (FOUNDERS, "newcomers"),
        "place": tuple(f"place {number}" for number in range(len(world.places))),
    }[key]


def codes(key: str, world: World) -> Rows:
    """Return the subgroup of each person, one code a row."""
    people = world.people
    of_key: dict[str, NDArray[np.int8] | NDArray[np.int32] | NDArray[np.bool_]] = {
        "side": people.group > 0,
        "group": people.group,
        "generation": people.generation,
        "status": people.status,
        "sex": people.woman,
        "cohort": ~people.founder,
        "place": people.place,
    }
    return np.ascontiguousarray(of_key[key], np.int32)
