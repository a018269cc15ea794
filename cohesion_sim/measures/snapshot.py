"""A snapshot holds all that outcomes are made of at one moment, small enough to take after each process of a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cohesion_sim.arrays import Bytes, Counts
from cohesion_sim.measures.cutoffs import Measures
from cohesion_sim.measures.outcomes import MEASURED, OUTCOMES
from cohesion_sim.measures.segregation import dissimilarity_and_exposure, residents
from cohesion_sim.measures.tally import columns_of, counted_ties, cuts, tallied
from cohesion_sim.measures.values import Values, values
from cohesion_sim.sealing import sealed
from cohesion_sim.state.world import World


class Snapshot(NamedTuple):
    """The tally of both sides, shape (2, WIDTH), and dissimilarity and exposure."""

    tally: Counts
    dissimilarity: float
    exposure: float


class Observer:
    """Takes one snapshot of a world after the other; most processes of a month change neither ties nor addresses.

    These are then not counted anew.
    """

    def __init__(self, measures: Measures) -> None:
        self._cuts = sealed(cuts(measures))
        self._seen: list[bytes] = []
        self._counted: tuple[Bytes, Bytes]
        self._segregation: tuple[float, float]

    def __call__(self, world: World) -> Snapshot:
        """Return the snapshot of the world as it stands."""
        people, ties, count = world.people, world.ties, len(world.people)
        now = (people.active, people.group, people.place, ties.degree[:count], ties.link[:count])
        seen = [column.tobytes() for column in now]
        if seen != self._seen:
            self._seen, self._counted = seen, counted_ties(world)
            self._segregation = dissimilarity_and_exposure(residents(world))
        tally = tallied(columns_of(world, self._counted), None, 1, self._cuts, world.workers)[0]
        return Snapshot(tally, *self._segregation)


def taken(world: World, measures: Measures) -> Snapshot:
    """Return the snapshot of a world as it stands."""
    return Observer(measures)(world)


def same(one: Snapshot, other: Snapshot) -> bool:
    """Return whether two snapshots differ in nothing."""
    return bits(one) == bits(other)


def bits(snapshot: Snapshot) -> tuple[bytes, bytes]:
    """Return all that a snapshot holds, to be compared; NaN equals itself."""
    return snapshot.tally.tobytes(), np.array(snapshot[1:]).tobytes()


def worked_out(snapshots: Sequence[Snapshot], measures: Measures) -> Values:
    """Return the outcomes of each snapshot, and the persons behind them."""
    found = values(np.array([snapshot.tally for snapshot in snapshots]), measures)
    for name in ("dissimilarity", "exposure"):
        found.value[name] = np.array([getattr(snapshot, name) for snapshot in snapshots])
        found.behind[name] = found.behind["ei_index"]
    return found


EXPLAINED: tuple[tuple[str, str, str], ...] = tuple(
    (name, side, column) for name in MEASURED for side, column in OUTCOMES[name].columns.items()
)
"""(outcome, side, column) of everything that a ledger explains."""
