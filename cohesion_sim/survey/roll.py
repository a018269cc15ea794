"""A roll lists the adults of a month with all that a questionnaire can ask them about, ready to be sampled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.state.people import ADULT
from cohesion_sim.state.world import World
from cohesion_sim.survey.memory import Memory

READ = (
    "key", "place", "group", "generation", "woman", "status", "age", "months_since_arrival", "education",
    "vulnerability", "language", "employed", "exploited", "wellbeing", "housing", "warmth", "trust",
    "trust_institutions", "belonging", "solidarity", "heritage", "host_orientation", "discrimination",
    "threat_economic", "threat_cultural",
)  # fmt: skip


@dataclass(frozen=True)
class Roll:
    """The adults who live here in a month.

    Attributes
    ----------
    month
        Months completed.
    columns
        Arrays of shape (adults,): columns of people, and what follows from ties and memory: ``own`` ties within the
        group, ``across`` ties between the sides, ``ties`` all, ``acquainted`` ties within the side to somebody who has
        a tie across; ``unfair``, ``positive``, ``negative``, ``asylum`` (see
        :class:`~cohesion_sim.survey.memory.Remembered`); ``share``, the migrant share of the place.
    group_names
        One name a group, hosts first.
    """

    month: int
    columns: dict[str, NDArray[Any]]
    group_names: tuple[str, ...]

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    @property
    def migrant(self) -> NDArray[np.bool_]:
        """Who is a migrant or a child of migrants."""
        found: NDArray[np.bool_] = self.columns["group"] > 0
        return found

    def __len__(self) -> int:
        return len(self.columns["key"])


def called(world: World, memory: Memory) -> Roll:
    """Return the roll of a world as it stands."""
    people = world.people
    rows = np.flatnonzero(people.active & (people.age >= ADULT))
    columns: dict[str, NDArray[Any]] = {name: getattr(people, name)[rows] for name in READ}
    columns |= {name: counted[rows] for name, counted in acquaintance(world).items()}
    kept = memory.remembered
    columns |= {name: getattr(kept, name)[rows] for name in kept._fields}
    columns["share"] = migrant_shares(world)[columns["place"]]
    return Roll(world.month, columns, world.group_names)


def acquaintance(world: World) -> dict[str, NDArray[np.int64]]:
    """Return for each row the ties within the group, across the sides, in all, and to friends who have ties across."""
    group, count = world.people.group, len(world.people)
    one, other, _, _ = world.ties.edges()
    near, far = np.concatenate([one, other]), np.concatenate([other, one])
    crossing = (group[near] == 0) != (group[far] == 0)
    across = np.bincount(near[crossing], minlength=count)
    through = near[~crossing & (across[far] > 0)]
    return {
        "own": np.bincount(near[group[near] == group[far]], minlength=count),
        "across": across,
        "ties": np.bincount(near, minlength=count),
        "acquainted": np.bincount(through, minlength=count),
    }


def migrant_shares(world: World) -> NDArray[np.float64]:
    """Return the share of migrants among the residents of each place, 0 where nobody lives."""
    people, places = world.people, len(world.places)
    here = people.active
    everybody = np.bincount(people.place[here], minlength=places)
    migrants = np.bincount(people.place[here & (people.group > 0)], minlength=places)
    shares: NDArray[np.float64] = migrants / np.maximum(1, everybody)
    return shares
