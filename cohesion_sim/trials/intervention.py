"""An intervention is two more mechanisms of a run: one enrols and changes status or place, one gives what is given.

A trial changes nothing else: without a dose the run is the same bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key, draws
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.policy.levers import Levers
from cohesion_sim.state.people import ASYLUM_SEEKER
from cohesion_sim.state.world import World
from cohesion_sim.trials.arms import Arms
from cohesion_sim.trials.treatments import PLACE, PROGRAMME, STATUS, WAIT


@dataclass(frozen=True, kw_only=True)
class Enrolment(Mechanism):
    """Enrols persons; gives a status, a longer wait or another place to the treated arm, unless it is idle."""

    arms: Arms
    idle: bool = False

    name: ClassVar = "trial_enrolment"
    vital: ClassVar = True
    writes: ClassVar = frozenset({"people.status", "people.place", "people.address", "places.register"})

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Enrol those who are due, and act on those who are treated."""
        protocol, arms = self.arms.protocol, self.arms
        if not protocol.start <= world.month:
            return
        if world.month < protocol.start + protocol.window:
            arms.enrol(world)
        if self.idle:
            return
        fresh = arms.treated & (arms.since == world.month)
        kind = protocol.gives.kind
        if kind == STATUS:
            rows = arms.rows(world, fresh)
            world.people.status[rows] = np.maximum(world.people.status[rows], int(protocol.amount))
        elif kind == WAIT:
            hold(world, arms.rows(world, arms.treated), levers.country.asylum_wait + protocol.amount)
        elif kind == PLACE:
            disperse(world, arms.rows(world, fresh), key)


@dataclass(frozen=True, kw_only=True)
class Delivery(Mechanism):
    """Gives a service to treated persons, or runs a programme in treated places, unless it is idle."""

    arms: Arms
    idle: bool = False

    name: ClassVar = "trial_delivery"
    writes: ClassVar = frozenset(
        {"people.language_hours", "people.job_support", "people.mentoring", "people.care", "levers.local"}
    )

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Give this month's treatment on top of what there is without it."""
        protocol, arms = self.arms.protocol, self.arms
        gives, people = protocol.gives, world.people
        if self.idle or gives.kind in (STATUS, WAIT, PLACE):
            return
        if gives.kind == PROGRAMME and hasattr(levers.local, gives.target):
            if protocol.start <= world.month < protocol.start + protocol.months:
                raised(getattr(levers.local, gives.target), np.flatnonzero(arms.places), protocol.amount)
            return
        full = 1.0 if gives.target == "language_hours" else 255.0
        raised(getattr(people, gives.target), arms.rows(world, arms.under_way(world.month)), full * protocol.amount)


def raised(column: NDArray[Any], where: NDArray[np.int64], least: float) -> None:
    """Raise some entries of a column to a least value."""
    column[where] = np.maximum(column[where], least)


def hold(world: World, rows: NDArray[np.int64], wait: float) -> None:
    """Keep persons in the asylum procedure until they have waited so many months."""
    held = rows[world.people.months_since_arrival[rows] < wait]
    world.people.status[held] = ASYLUM_SEEKER


def disperse(world: World, rows: NDArray[np.int64], key: Key) -> None:
    """Move persons to places drawn by size."""
    if len(rows) == 0:
        return
    people, places = world.people, world.places
    running = np.cumsum(places.residents) / max(1, int(places.residents.sum()))
    lots = np.array([draws(key, who, 0)[0] for who in people.key[rows].tolist()])
    there = np.full(len(people), -1, np.int32)
    there[rows] = np.minimum(np.searchsorted(running, lots), len(running) - 1)
    places.move(people, there)
