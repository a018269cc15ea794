"""A subgroup is a code a person: by side, group, generation, status, sex, age, education, vulnerability, cohort, place.

The cohort of ``founders`` is fixed: the adults who lived here at the start. Those of them who died or departed keep
counting with their last values, so that a harsh regime that drives out the unhappy does not look cohesive.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Rows
from cohesion_sim.context import Context
from cohesion_sim.errors import unknown
from cohesion_sim.state.people import STATUSES
from cohesion_sim.state.world import World

KEYS = ("side", "group", "generation", "status", "sex", "age", "education", "vulnerability", "cohort", "place")
AGES = np.array([30 * 12, 50 * 12, 65 * 12])
"""Ages in months at which the second, third and fourth age group begin."""
SCHOOLING = np.array([1.0 / 3.0, 2.0 / 3.0])
"""Education from which it counts as middle, and as high (assumption)."""
NEEDS = np.array([0.1, 0.4])
"""Vulnerability from which needs count as some, and as great (assumption)."""
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
    return named(key, world.group_names, len(world.places))


def labels_of(key: str, context: Context) -> tuple[str, ...]:
    """Return the same for a world that a context will make."""
    return named(key, ("hosts", *(origin.name for origin in context.origins)), context.places)


def named(key: str, groups: tuple[str, ...], places: int) -> tuple[str, ...]:
    """Return the names of the subgroups of a key."""
    return {
        "side": ("hosts", "migrants"),
        "group": groups,
        "generation": ("hosts", "first generation", "second generation"),
        "status": STATUSES,
        "sex": ("men", "women"),
        "age": ("under 30", "30 to 49", "50 to 64", "65 and over"),
        "education": ("low education", "middle education", "high education"),
        "vulnerability": ("no special needs", "some special needs", "great special needs"),
        "cohort": (FOUNDERS, "newcomers"),
        "place": tuple(f"place {number}" for number in range(places)),
    }[key]


def codes(key: str, world: World) -> Rows:
    """Return the subgroup of each person, one code a row."""
    return coded(key, world.people)


def coded(key: str, people: Any) -> Rows:
    """Return the subgroup of each of some persons, whose columns are attributes as those of people are."""
    plain = {"group": "group", "generation": "generation", "status": "status", "sex": "woman", "place": "place"}
    found: NDArray[Any]
    if key in plain:
        found = getattr(people, plain[key])
    elif key == "side":
        found = people.group > 0
    elif key == "cohort":
        found = ~people.founder
    elif key == "age":
        found = AGES.searchsorted(people.age, side="right")
    elif key == "education":
        found = SCHOOLING.searchsorted(people.education, side="right")
    else:
        found = NEEDS.searchsorted(people.vulnerability, side="right")
    return np.ascontiguousarray(found, np.int32)
