"""A snapshot holds all that outcomes are made of at one moment, small enough to take after each process of a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cohesion_sim.arrays import Counts
from cohesion_sim.measures.cutoffs import Measures
from cohesion_sim.measures.outcomes import MEASURED, OUTCOMES
from cohesion_sim.measures.segregation import dissimilarity_and_exposure, residents
from cohesion_sim.measures.tally import columns_of, cuts, tallied
from cohesion_sim.measures.values import Values, values
from cohesion_sim.state.world import World


class Snapshot(NamedTuple):
    """The tally of both sides, shape (2, WIDTH), and dissimilarity and exposure."""

    tally: Counts
    dissimilarity: float
    exposure: float


def taken(world: World, measures: Measures) -> Snapshot:
    """Return the snapshot of a world as it stands."""
    tally = tallied(columns_of(world), None, 1, cuts(measures), world.workers)[0]
    return Snapshot(tally, *dissimilarity_and_exposure(residents(world)))


def same(one: Snapshot, other: Snapshot) -> bool:
    """Return whether two snapshots differ in nothing."""
    before, after = np.array(one[1:]), np.array(other[1:])
    return np.array_equal(one.tally, other.tally) and np.array_equal(before, after, equal_nan=True)


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
