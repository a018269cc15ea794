"""Services turn money into doses: capacity over need gives each participant's share, delivery decides what it is worth.

Equations
    need_pk     participants who want instrument k in place p
    intensity   = min(1, money / (unit cost · need)),   unit cost = c·(1 + premium·T)·(1 − saving·K)
    fit         = T + (1 − T)·(1 − leak)·(1 − v·(1 − R))
    dose        = intensity · fit · openness
    R           = r₀ + (1 − r₀)·(w_t·training + w_m·mediators + w_p·participation + w_k·K)
    K'          = K − δ·K + λ·learning·a·(1 − K),   a targeted activity per migrant

    T targeted share · λ knowledge transfer · v vulnerability · R responsiveness of general services · K knowledge

Assumes
    A place of a course is shared equally among those who want it; what waits is reported as queue. Mainstreamed money
    also serves hosts in need (``leak``); targeted money costs more a head (``premium``) and is seen.

Sources
    D01 (language course), I133 (mentoring pair), I072 (interpreters), A79 (take-up of mentoring), I106 (take-up of
    courses). The chapter: targeted knowledge built into general services saves money later.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Bytes, Codes, Counts, Doubles, Flags, Floats, Keys, Months, Rows
from cohesion_sim.chance import Key, draws, stream
from cohesion_sim.compiled import SCALE, loop, rule
from cohesion_sim.parameters import Parameters, declarations, param
from cohesion_sim.policy.budget import INSTRUMENTS, PERSONAL, allocation
from cohesion_sim.policy.levers import MOOD_FUNDING, Levers, Local, country_levers
from cohesion_sim.policy.regime import Instruments, Regime
from cohesion_sim.policy.timeline import Timeline
from cohesion_sim.state.people import ADULT, ASYLUM_SEEKER, RETIRED
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Services(Parameters):
    """Costs, take-up and delivery of services."""

    cost_language: float = param(500.0, unit="EUR per participant and month", low=200, high=900, source="D01")
    cost_employment: float = param(600.0, unit="EUR per participant and month", low=200, high=1500, source="assumption")
    cost_mentoring: float = param(217.0, unit="EUR per participant and month", low=100, high=400, source="I133")
    cost_specialised: float = param(200.0, unit="EUR per participant and month", low=50, high=600, source="assumption")
    cost_welcome: float = param(15.0, unit="EUR per migrant and month", low=2, high=60, source="assumption")
    cost_culture: float = param(20.0, unit="EUR per migrant and month", low=2, high=80, source="assumption")
    cost_family: float = param(80.0, unit="EUR per migrant and month", low=10, high=300, source="assumption")
    cost_antidiscrimination: float = param(12.0, unit="EUR per migrant and month", low=2, high=60, source="assumption")
    cost_digital: float = param(10.0, unit="EUR per migrant and month", low=1, high=40, source="assumption")
    cost_predeparture: float = param(8.0, unit="EUR per migrant and month", low=1, high=40, source="assumption")
    premium: float = param(0.15, unit="share", low=0.0, high=0.6, source="assumption")
    leak: float = param(0.2, unit="share", low=0.0, high=0.5, source="assumption")
    saving: float = param(0.2, unit="share", low=0.0, high=0.5, source="assumption")
    transfer_cost: float = param(0.05, unit="share", low=0.0, high=0.2, source="assumption")
    learning: float = param(0.05, unit="1/month", low=0.0, high=0.2, source="assumption")
    forgetting: float = param(0.01, unit="1/month", low=0.0, high=0.05, source="assumption")
    responsive_least: float = param(0.15, unit="share", low=0.0, high=0.5, source="assumption")
    weight_training: float = param(0.25, unit="1", low=0.0, high=0.5, source="assumption")
    weight_mediators: float = param(0.3, unit="1", low=0.0, high=0.5, source="I013")
    weight_participation: float = param(0.15, unit="1", low=0.0, high=0.5, source="assumption")
    weight_knowledge: float = param(0.3, unit="1", low=0.0, high=0.6, source="assumption")
    take_up: float = param(0.44, unit="share", low=0.2, high=0.9, source="I106")
    take_up_mentoring: float = param(0.19, unit="share", low=0.1, high=0.4, source="I014")
    trust_reach: float = param(0.4, unit="1", low=0.0, high=1.0, source="assumption")
    care_reach: float = param(0.3, unit="1", low=0.0, high=1.0, source="assumption")
    course_hours: float = param(100.0, unit="hours/month", low=30, high=160, source="D02")
    load: float = param(12.0, unit="1", low=0.0, high=40.0, source="assumption")
    resented: float = param(1.0, unit="1", low=0.0, high=3.0, source="assumption")


class Wanting(NamedTuple):
    """What decides whether a person wants a service."""

    take_up: float
    take_up_mentoring: float
    trust_reach: float
    care_reach: float
    information: float


@rule
def wanted(
    month_age: int, woman: bool, employed: bool, language: float, trust: float, vulnerability: float, tenure: int,
    bridging: int, asylum: bool, banned: bool, family: float, digital: float,
    u_language: float, u_job: float, u_mentor: float, u_care: float, w: Wanting,
) -> tuple[bool, bool, bool, bool]:  # fmt: skip
    """Return whether a migrant wants lessons, employment support, mentoring and specialised support this year.

    Women of child-bearing age come less where families get no help; trust in institutions and information bring people.
    """
    working_age = ADULT <= month_age < RETIRED
    young_mother = woman and month_age < 45 * 12
    free = 1.0 - w.care_reach * (1.0 - family) if young_mother else 1.0
    reach = free * (1.0 + w.trust_reach * (trust - 0.5)) * (1.0 + w.information + 0.2 * digital)
    lessons = working_age and language < 0.8 and u_language < w.take_up * reach * (1.0 - 0.4 * int(employed))
    job = working_age and not employed and not banned and u_job < w.take_up * reach
    mentor = working_age and tenure < 96 and bridging < 4 and u_mentor < w.take_up_mentoring * reach
    special = (vulnerability > 0.35 or asylum) and u_care < 0.3 + 0.7 * vulnerability * min(1.0, reach)
    return lessons, job, mentor, special


@loop
def ask_all(
    lo: int, hi: int, need: Counts, asked: Bytes, active: Flags, group: Codes, place: Rows, people_key: Keys,
    age: Months, woman: Flags, employed: Flags, language: Floats, trust_institutions: Floats, vulnerability: Floats,
    tenure: Months, waited: Months, status: Codes, bridging: Bytes, family: Doubles, digital: Doubles, work_ban: float,
    w: Wanting, key: Key,
) -> None:  # fmt: skip
    """Count by place who wants which service, and remember it."""
    for i in range(lo, hi):
        if not active[i] or group[i] == 0:
            continue
        p = int(place[i])
        a, b, c, d = draws(key, int(people_key[i]), 0)
        asylum = status[i] == ASYLUM_SEEKER
        banned = asylum and tenure[i] < work_ban
        lessons, job, mentor, special = wanted(
            int(age[i]), woman[i], employed[i], np.float64(language[i]), np.float64(trust_institutions[i]),
            np.float64(vulnerability[i]), int(tenure[i]), np.int64(bridging[i]), asylum, banned,
            family[p], digital[p], a, b, c, d, w,
        )  # fmt: skip
        asked[i] = int(lessons) | (int(job) << 1) | (int(mentor) << 2) | (int(special) << 3)
        need[p, 0] += int(lessons)
        need[p, 1] += int(job)
        need[p, 2] += int(mentor)
        need[p, 3] += int(special)
        need[p, 4] += 1
        need[p, 5] += int((0.5 + np.float64(vulnerability[i]) + (1.0 - np.float64(language[i]))) * SCALE)


class Fit(NamedTuple):
    """What a dose is worth."""

    targeted: float
    leak: float
    hours: float
    openness: float


@rule
def fitting(vulnerability: float, responsiveness: float, f: Fit) -> float:
    """Return the share of a dose that meets a person's needs."""
    general = (1.0 - f.leak) * (1.0 - vulnerability * (1.0 - responsiveness))
    return f.targeted + (1.0 - f.targeted) * general


@loop
def give_all(
    lo: int, hi: int, asked: Bytes, active: Flags, group: Codes, place: Rows, vulnerability: Floats,
    intensity: Doubles, responsiveness: Doubles, language_hours: Floats, job_support: Floats, mentoring: Floats,
    care: Floats, f: Fit,
) -> None:  # fmt: skip
    """Give each migrant her doses of the month."""
    for i in range(lo, hi):
        if not active[i] or group[i] == 0:
            continue
        p = int(place[i])
        worth = fitting(np.float64(vulnerability[i]), responsiveness[p], f) * f.openness
        mask = np.int64(asked[i])
        language_hours[i] = (mask & 1) * intensity[p, 0] * worth * f.hours
        job_support[i] = ((mask >> 1) & 1) * intensity[p, 1] * worth
        mentoring[i] = ((mask >> 2) & 1) * intensity[p, 2] * worth
        care[i] = ((mask >> 3) & 1) * intensity[p, 3] * worth


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
    capacity
        Share of the money that each place can spend, shape (places,).
    """

    def __init__(self, parameters: Services, capacity: NDArray[np.float64]) -> None:
        self.parameters = parameters
        self.capacity = capacity
        places = len(capacity)
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
            0.3 * regime.governance.coordination + 0.1 * regime.delivery.civil_society,
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
            regime.governance.need_based,
            shares,
        )
        need = np.where(np.arange(len(INSTRUMENTS)) < PERSONAL, 0, migrants[:, None])
        need[:, :PERSONAL] = counted[:, :PERSONAL]
        spent, intensity = self.spend(allocated, need, regime, country.openness)
        self.coverage = intensity
        self.learn(spent, migrants, regime, world)
        local = self.local(regime, intensity, need, world, country.openness)
        fit = Fit(country.targeted_share, p.leak, p.course_hours, country.openness)
        world.workers.spread(
            give_all, len(people), asked, people.active, people.group, people.place, people.vulnerability, intensity,
            local.responsiveness, people.language_hours, people.job_support, people.mentoring, people.care, fit,
        )  # fmt: skip
        queue = need[:, :PERSONAL] * (1.0 - intensity[:, :PERSONAL])
        return Levers(country, local), Accounts(allocated, spent, need, queue)

    def nothing(self) -> Local:
        """Return what services do where there are none yet."""
        return Local(**{item.name: np.zeros(len(self.capacity)) for item in fields(Local)})

    def spend(
        self, allocated: NDArray[np.int64], need: NDArray[np.int64], regime: Regime, openness: float
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the cents spent and the share of the need that is met, by place and instrument."""
        p, t = self.parameters, regime.delivery.targeted_share
        costs = np.array([getattr(p, f"cost_{name}") for name in INSTRUMENTS]) * 100.0
        dearer = (1.0 + p.premium * t) * (1.0 + p.transfer_cost * regime.delivery.knowledge_transfer)
        unit = costs[None, :] * dearer * (1.0 - p.saving * self.knowledge[:, None])
        money = np.floor(allocated[:, :-1] * self.capacity[:, None] * openness)
        full = unit * need
        intensity = np.where(full > 0.0, np.minimum(1.0, money / np.where(full > 0.0, full, 1.0)), 0.0)
        spent = np.zeros_like(allocated)
        spent[:, :-1] = np.minimum(money, np.floor(full)).astype(np.int64)
        return spent, intensity

    def learn(self, spent: NDArray[np.int64], migrants: NDArray[np.int64], regime: Regime, world: World) -> None:
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
        )
        responsive = p.responsive_least + (1.0 - p.responsive_least) * np.clip(built, 0.0, 1.0)
        people_need = np.maximum(1, need[:, :PERSONAL].sum(axis=1))
        service = (intensity[:, :PERSONAL] * need[:, :PERSONAL]).sum(axis=1) / people_need
        served = (1.0 - d.targeted_share) * service
        growth = np.maximum(0.0, world.places.share_growth)
        congestion = np.clip(p.load * growth + 0.5 * (1.0 - openness) - 0.3 * served, 0.0, 1.0)
        seen = p.resented * d.targeted_share * service * (1.0 - served) * (1.0 - 0.5 * intensity[:, 4])
        return Local(
            welcome=intensity[:, 4] * openness,
            culture=intensity[:, 5] * openness,
            family=intensity[:, 6] * openness,
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


assert {declared.name for declared in declarations(Instruments)} == set(INSTRUMENTS)
