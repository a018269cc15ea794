"""Arms are made by lot, by place, by a cut-off or by need, and everybody stays in the arm she was enrolled in.

The lot of a person or a place is keyed, so that the arms are the same whatever the treatment does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key, draws, stream
from cohesion_sim.state.world import World
from cohesion_sim.survey.roll import migrant_shares
from cohesion_sim.trials.protocol import CUTOFF, INDIVIDUAL, Protocol
from cohesion_sim.trials.treatments import ELIGIBLE


class Arms:
    """Who has been enrolled, in which arm, since when.

    Attributes
    ----------
    key, treated, since, place, running
        One entry a person enrolled: her key, her arm, the month, her place, and the value of the running variable.
    places
        Which places belong to the treated arm, once enrolment has begun.
    """

    def __init__(self, protocol: Protocol, seed: int) -> None:
        self.protocol = protocol
        self.lot = Key(seed, stream("trial arms"), 0)
        self.key: NDArray[np.int64] = np.zeros(0, np.int64)
        self.treated: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.since: NDArray[np.int64] = np.zeros(0, np.int64)
        self.place: NDArray[np.int64] = np.zeros(0, np.int64)
        self.running: NDArray[np.float64] = np.zeros(0)
        self.places: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.cutoff = protocol.cutoff

    def enrol(self, world: World) -> NDArray[np.int64]:
        """Enrol all who are eligible and not enrolled yet; return their rows."""
        people = world.people
        if len(self.places) == 0:
            self.places = self._places(world)
        rows = np.flatnonzero(ELIGIBLE[self.protocol.population](people))
        rows = rows[~np.isin(people.key[rows], self.key)]
        rows = rows[np.argsort(people.key[rows], kind="stable")]
        running = getattr(people, self.protocol.running)[rows].astype(np.float64)
        if self.cutoff is None and len(rows):
            self.cutoff = float(np.median(running))
        self.treated = np.append(self.treated, self._arm(people.key[rows], people.place[rows], running))
        self.key = np.append(self.key, people.key[rows])
        self.since = np.append(self.since, np.full(len(rows), world.month))
        self.place = np.append(self.place, people.place[rows])
        self.running = np.append(self.running, running)
        return rows

    def _arm(
        self, keys: NDArray[np.int64], places: NDArray[np.int32], running: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Return whether each of some persons belongs to the treated arm."""
        if self.protocol.design == INDIVIDUAL:
            return np.array([draws(self.lot, who, 0)[0] < self.protocol.share for who in keys.tolist()], np.bool_)
        if self.protocol.design == CUTOFF:
            return running < (self.cutoff or 0.0)
        return self.places[places]

    def _places(self, world: World) -> NDArray[np.bool_]:
        """Return which places are treated: by lot, or those with the largest share of migrants."""
        count = len(world.places)
        wanted = min(max(1, round(self.protocol.share * count)), max(1, count - 1))
        lots = np.array([draws(self.lot, place, 1)[0] for place in range(count)])
        by_need = self.protocol.design not in (INDIVIDUAL, "cluster")
        order = np.argsort(-migrant_shares(world) if by_need else lots, kind="stable")
        chosen = np.zeros(count, np.bool_)
        chosen[order[:wanted]] = True
        return chosen

    def rows(self, world: World, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the rows of those enrolled who are chosen and live here."""
        people = world.people
        return np.flatnonzero(people.active & np.isin(people.key, self.key[chosen]))

    def under_way(self, month: int) -> NDArray[np.bool_]:
        """Return who is being treated in a month."""
        passed = month - self.since
        return self.treated & (passed >= 0) & (passed < self.protocol.months)
