"""Quality is what places have learnt: knowledge from targeted work, practice that works, and room in general services.

The equations are those of :mod:`cohesion_sim.policy.services`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arithmetic import clipped
from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import loop
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.services import OVERHEADS, Services

FULL = 7000.0 / 12.0
"""EUR a migrant and month at which targeted work teaches as much as it can (D07: the Swedish settlement grant)."""


class Growth(NamedTuple):
    """The numbers of :class:`Services` by which general services follow demand and fall short of it."""

    extra: float
    starved: float
    adapt: float
    load: float
    closed: float
    relieved: float
    prepared: float


class Quality:
    """What the services of each place know and can do.

    Parameters
    ----------
    parameters
        How fast they learn, and what it is worth.
    practice
        How good each place is at what it does, in standard deviations, shape (places,).

    Attributes
    ----------
    knowledge
        What targeted work has taught general services, 0 to 1, shape (places,).
    practice
        Worth of a dose, 1 the country's mean at the start, shape (places,).
    room
        Persons that general services can serve, shape (places,); zero before the first month.
    """

    def __init__(self, parameters: Services, practice: NDArray[np.float64]) -> None:
        self.parameters = parameters
        self.knowledge = np.zeros(len(practice))
        self.practice = np.clip(1.0 + parameters.practice_spread * practice, 0.4, 1.6)
        self.room = np.zeros(len(practice))
        self._growth = Growth(*(getattr(parameters, name) for name in Growth._fields))
        self._priced: Regime | None = None
        self._dearer = np.zeros(0)

    def learn(self, spent: NDArray[np.int64], migrants: NDArray[np.int64], regime: Regime) -> None:
        """Build what targeted work taught into general services, and let places learn what works elsewhere."""
        p, delivery, governance = self.parameters, regime.delivery, regime.governance
        taught = delivery.knowledge_transfer * p.learning
        exchanged = 1.0 - governance.decentralised * (1.0 - governance.exchange)
        found = p.practice_learning * governance.evaluation * exchanged
        teach_all(
            self.knowledge, self.practice, spent, migrants, delivery.targeted_share, taught, p.forgetting,
            0.05 * governance.exchange, found,
        )  # fmt: skip

    def worth(self, regime: Regime) -> NDArray[np.float64]:
        """Return what a dose is worth in each place: its own practice, or the mean that a centre gives to all."""
        mean = sum(self.practice.tolist()) / max(1, len(self.practice))
        worth: NDArray[np.float64] = mean + regime.governance.decentralised * (self.practice - mean)
        return worth

    def responsiveness(self, regime: Regime) -> NDArray[np.float64]:
        """Return how well general services meet special needs, 0 to 1."""
        p, d, governance = self.parameters, regime.delivery, regime.governance
        built = (
            p.weight_training * d.intercultural_training
            + p.weight_mediators * d.mediators
            + p.weight_interpretation * d.interpretation
            + p.weight_participation * d.migrant_participation
            + p.weight_consultation * governance.consultation
            + p.weight_knowledge * self.knowledge
            + p.local_knowledge * governance.decentralised
        )
        return p.responsive_least + (1.0 - p.responsive_least) * np.clip(built, 0.0, 1.0)

    def dearer(self, regime: Regime) -> NDArray[np.float64]:
        """Return the factor on the unit costs of each place, knowledge left out."""
        if regime is not self._priced:
            p, d = self.parameters, regime.delivery
            levers = {**vars(d), **vars(regime.governance)}
            overhead = sum(getattr(p, f"overhead_{name}") * levers[name] for name in OVERHEADS)
            factor = (1.0 + p.premium * d.targeted_share) * (1.0 + p.transfer_cost * d.knowledge_transfer)
            self._priced, self._dearer = regime, np.full(len(self.knowledge), factor * (1.0 + overhead))
        return self._dearer

    def saved(self) -> NDArray[np.float64]:
        """Return the share of unit costs that knowledge saves in each place."""
        return self.parameters.saving * self.knowledge

    def congestion(
        self, residents: NDArray[np.int64], migrants: NDArray[np.int64], responsive: NDArray[np.float64],
        relief: NDArray[np.float64], means: NDArray[np.float64], openness: float, prepared: float,
    ) -> NDArray[np.float64]:  # fmt: skip
        """Return the shortage in general services that hosts and migrants share, 0 to 1, and let them grow.

        Parameters
        ----------
        residents, migrants
            Persons in each place.
        responsive
            Responsiveness of general services, 0 to 1: unresponsive ones need more time for a migrant.
        relief
            What mainstreamed money adds to general services, 0 to 1.
        means
            Share of what is asked for that each place can pay, 0 to 1: poor places adapt more slowly.
        openness
            Share of services that are open.
        prepared
            How far places were made ready for those who arrive, 0 to 1.
        """
        crowded = np.empty(len(residents))
        crowd_all(
            self.room, residents, migrants, responsive, relief, means, openness, prepared, self._growth, crowded
        )  # fmt: skip
        return crowded


@loop
def teach_all(
    knowledge: Doubles, practice: Doubles, spent: Counts, migrants: Counts, targeted: float, taught: float,
    forgetting: float, passed: float, found: float,
) -> None:  # fmt: skip
    """Move each place's knowledge and practice on by a month."""
    for place in range(len(knowledge)):
        per_head = spent[place] / (100.0 * max(1, migrants[place]))
        activity = min(1.0, targeted * per_head / FULL)
        gain = taught * activity * (1.0 - knowledge[place])
        knowledge[place] = clipped(knowledge[place] * (1.0 - forgetting) + gain, 0.0, 1.0)
    most, best = knowledge.max(), practice.max()
    for place in range(len(knowledge)):
        knowledge[place] += passed * (most - knowledge[place])
        practice[place] += found * (best - practice[place])


@loop
def crowd_all(
    room: Doubles, residents: Counts, migrants: Counts, responsive: Doubles, relief: Doubles, means: Doubles,
    openness: float, prepared: float, p: Growth, crowded: Doubles,
) -> None:  # fmt: skip
    """Write each place's shortage and let its services grow towards the demand."""
    for place in range(len(room)):
        demand = residents[place] + p.extra * migrants[place] * (1.0 - 0.5 * responsive[place])
        known = room[place] if room[place] > 0.0 else demand
        short = max(0.0, demand / max(known, 1.0) - 1.0)
        pace = p.adapt * (p.starved + (1.0 - p.starved) * means[place]) * (1.0 + prepared)
        room[place] = known + min(1.0, pace) * (demand - known)
        pressed = p.load * short * (1.0 - p.prepared * prepared) + p.closed * (1.0 - openness)
        crowded[place] = clipped(pressed - p.relieved * relief[place], 0.0, 1.0)
