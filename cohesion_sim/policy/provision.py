"""Provision: every month money becomes places in services, what is learnt is kept, and levers are set."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key, stream
from cohesion_sim.compiled import SCALE
from cohesion_sim.policy.budget import INSTRUMENTS, PERSONAL, allocation
from cohesion_sim.policy.doses import Fit, give_all
from cohesion_sim.policy.levers import MOOD_FUNDING, Levers, Local, country_levers
from cohesion_sim.policy.needs import Wanting, ask_all
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.services import Services
from cohesion_sim.policy.timeline import Phase, Timeline
from cohesion_sim.state.world import World


@dataclass(frozen=True)
class Accounts:
    """The money of a month, in cents; arrays of shape (places, 11), the last column what no instrument gets.

    ``allocated = spent + unspent`` in every cell, exactly.
    """

    allocated: NDArray[np.int64]
    spent: NDArray[np.int64]
    need: NDArray[np.int64]
    queue: NDArray[np.float64]

    @property
    def unspent(self) -> NDArray[np.int64]:
        """Cents left over."""
        return self.allocated - self.spent


class Provision:
    """The services of a run: what they have learnt, and what they give each month.

    Parameters
    ----------
    parameters
        Costs and delivery.
    ability
        How able each place is to spend money, in standard deviations, shape (places,).
    """

    def __init__(self, parameters: Services, ability: NDArray[np.float64]) -> None:
        self.parameters = parameters
        self.ability = ability
        places = len(ability)
        self.knowledge = np.zeros(places)
        self.coverage = np.zeros((places, len(INSTRUMENTS)))

    def month(self, world: World, timeline: Timeline, seed: int) -> tuple[Levers, Accounts]:
        """Spend this month's money; write people's doses; return the levers and the accounts."""
        phase = timeline.phase(world.month)
        regime = phase.regime
        country = country_levers(timeline, world.month, world.mood)
        people, places, p = world.people, world.places, self.parameters
        asked = np.zeros(len(people), np.uint8)
        family, digital = self.coverage[:, 6], self.coverage[:, 8]
        wanting = Wanting(
            p.take_up, p.take_up_mentoring, p.trust_reach, p.care_reach,
            p.informing * informed(regime),
        )  # fmt: skip
        key = Key(seed, stream("services"), world.month // 12)
        counted = world.workers.total(
            ask_all, len(people), (len(places), 6), asked, people.active, people.group, people.place, people.key,
            people.age, people.woman, people.employed, people.language, people.trust_institutions,
            people.vulnerability, people.months_since_arrival, people.months_waited, people.status,
            people.bridging_ties, family, digital, country.work_ban, wanting, key,
        )  # fmt: skip
        migrants = counted[:, 4]
        shares = np.array([getattr(regime.instruments, name) for name in INSTRUMENTS])
        allocated = allocation(
            phase.funding.eur_per_migrant_year * (1.0 + MOOD_FUNDING * world.mood),
            migrants,
            counted[:, 5] / SCALE,
            places.residents,
            regime.governance,
            shares,
        )
        need = np.where(np.arange(len(INSTRUMENTS)) < PERSONAL, 0, migrants[:, None])
        need[:, :PERSONAL] = counted[:, :PERSONAL]
        spent, intensity = self.spend(allocated, need, phase, country.openness)
        self.coverage = intensity
        self.learn(spent, migrants, regime)
        local = self.local(regime, intensity, need, world, country.openness)
        fit = Fit(country.targeted_share, p.leak, p.course_hours)
        world.workers.spread(
            give_all, len(people), asked, people.active, people.group, people.place, people.vulnerability, intensity,
            local.responsiveness, people.language_hours, people.job_support, people.mentoring, people.care, fit,
        )  # fmt: skip
        queue = need[:, :PERSONAL] * (1.0 - intensity[:, :PERSONAL])
        return Levers(country, local), Accounts(allocated, spent, need, queue)

    def nothing(self) -> Local:
        """Return what services do where there are none yet."""
        return Local(**{item.name: np.zeros(len(self.ability)) for item in fields(Local)})

    def spend(
        self, allocated: NDArray[np.int64], need: NDArray[np.int64], phase: Phase, openness: float
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the cents spent and the share of the need that is met, by place and instrument."""
        p, regime = self.parameters, phase.regime
        t = regime.delivery.targeted_share
        costs = np.array([getattr(p, f"cost_{name}") for name in INSTRUMENTS]) * 100.0
        dearer = (1.0 + p.premium * t) * (1.0 + p.transfer_cost * regime.delivery.knowledge_transfer)
        unit = costs[None, :] * dearer * (1.0 - p.saving * self.knowledge[:, None])
        money = np.floor(allocated[:, :-1] * self.capacity(phase)[:, None] * openness)
        full = unit * need
        intensity = np.where(full > 0.0, np.minimum(1.0, money / np.where(full > 0.0, full, 1.0)), 0.0)
        spent = np.zeros_like(allocated)
        spent[:, :-1] = np.minimum(money, np.floor(full)).astype(np.int64)
        return spent, intensity

    def capacity(self, phase: Phase) -> NDArray[np.float64]:
        """Return the share of its money that each place can spend: the more decentralised, the more uneven."""
        spread = phase.context.capacity_spread * (0.5 + phase.regime.governance.decentralised)
        return np.clip(phase.context.local_capacity + spread * self.ability, 0.0, 1.0)

    def learn(self, spent: NDArray[np.int64], migrants: NDArray[np.int64], regime: Regime) -> None:
        """Build what targeted work taught into general services, and let places learn from each other."""
        p, delivery = self.parameters, regime.delivery
        per_head = spent.sum(axis=1) / (100.0 * np.maximum(1, migrants))
        activity = np.minimum(1.0, delivery.targeted_share * per_head / (7000.0 / 12.0))
        gain = delivery.knowledge_transfer * p.learning * activity * (1.0 - self.knowledge)
        self.knowledge = np.clip(self.knowledge - p.forgetting * self.knowledge + gain, 0.0, 1.0)
        best = float(self.knowledge.max())
        self.knowledge = self.knowledge + 0.05 * regime.governance.exchange * (best - self.knowledge)

    def local(
        self, regime: Regime, intensity: NDArray[np.float64], need: NDArray[np.int64], world: World, openness: float
    ) -> Local:
        """Return what services do in each place."""
        p, d = self.parameters, regime.delivery
        built = (
            p.weight_training * d.intercultural_training
            + p.weight_mediators * d.mediators
            + p.weight_participation * d.migrant_participation
            + p.weight_knowledge * self.knowledge
            + p.local_knowledge * regime.governance.decentralised
        )
        responsive = p.responsive_least + (1.0 - p.responsive_least) * np.clip(built, 0.0, 1.0)
        people_need = np.maximum(1, need[:, :PERSONAL].sum(axis=1))
        service = (intensity[:, :PERSONAL] * need[:, :PERSONAL]).sum(axis=1) / people_need
        served = (1.0 - d.targeted_share) * service
        growth = np.maximum(0.0, world.places.share_growth)
        congestion = np.clip(p.load * growth + 0.5 * (1.0 - openness) - 0.3 * served, 0.0, 1.0)
        seen = p.resented * d.targeted_share * service * (1.0 - served) * (1.0 - 0.5 * intensity[:, 4])
        return Local(
            welcome=intensity[:, 4],
            culture=intensity[:, 5],
            family=intensity[:, 6],
            enforcement=intensity[:, 7],
            digital=intensity[:, 8],
            orientation=intensity[:, 9],
            responsiveness=responsive,
            knowledge=self.knowledge.copy(),
            service=service,
            waiting=1.0 - service,
            congestion=congestion,
            resentment=np.clip(seen, 0.0, 1.0),
        )


def informed(regime: Regime) -> float:
    """Return how well people know what there is for them, 0 to 1: one-stop shops, civil society, partners."""
    return (
        0.7 * regime.governance.coordination + 0.2 * regime.delivery.civil_society + 0.1 * regime.governance.partnership
    )
