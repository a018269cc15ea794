"""Provision: every month money becomes places, people queue for them and attend, and levers are set."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key, stream
from cohesion_sim.compiled import SCALE
from cohesion_sim.policy.accounts import DEBT_SERVICE, Accounts
from cohesion_sim.policy.budget import lines, moved, row_sums
from cohesion_sim.policy.doses import Fit, give_all
from cohesion_sim.policy.enrolment import (
    ADMITTED,
    ENROLLED,
    LEFT,
    MIGRANTS,
    NEED,
    SENDING,
    WAITING,
    WAITS,
    WIDTH,
    Time,
    enrol_all,
)
from cohesion_sim.policy.instruments import INSTRUMENTS, LOCAL
from cohesion_sim.policy.levers import MOOD_FUNDING, Abroad, Country, Levers, Local, country_levers
from cohesion_sim.policy.needs import DIASPORA, VOLUNTEERING, Reach
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.quality import Quality
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.revenue import Debt, revenue
from cohesion_sim.policy.services import Services
from cohesion_sim.policy.timeline import Phase, Timeline
from cohesion_sim.state.people import PROGRAMMES
from cohesion_sim.state.world import World

FAMILY, ENFORCEMENT, DIGITAL, WELCOME, DIALOGUE, PREDEPARTURE, RETURN = range(PROGRAMMES, PROGRAMMES + len(LOCAL))


class Provision:
    """The services of a run: what they know, whom they serve, what they owe.

    Parameters
    ----------
    services, programmes
        Costs and delivery.
    ability, practice
        How able each place is to spend money, and how good its practice is, in standard deviations, shape (places,).
    """

    def __init__(
        self,
        services: Services,
        programmes: Programmes,
        ability: NDArray[np.float64],
        practice: NDArray[np.float64],
    ) -> None:
        self.parameters = services
        self.programmes = programmes
        self.ability = ability
        self.quality = Quality(services, practice)
        self.debt = Debt(len(ability))
        self.total = 0.0
        self.means = np.ones(len(ability))
        self.coverage = np.zeros((len(ability), len(LOCAL)))
        self.intensity = np.zeros((len(ability), PROGRAMMES))
        self.admission = np.zeros((len(ability), PROGRAMMES))
        self.pressure = np.ones((len(ability), len(INSTRUMENTS)))

    def month(self, world: World, timeline: Timeline, seed: int) -> tuple[Levers, Accounts]:
        """Spend this month's money; write people's doses; return the levers and the accounts."""
        phase = timeline.phase(world.month)
        regime = phase.regime
        country = country_levers(timeline, world.month, world.mood)
        counted = self.enrol(world, phase, country, seed)
        migrants = counted[:, MIGRANTS]
        enrolled = counted[:, ENROLLED : ENROLLED + PROGRAMMES]
        queue = counted[:, WAITING : WAITING + PROGRAMMES]
        total = round(
            phase.funding.eur_per_migrant_year * (1.0 + MOOD_FUNDING * world.mood) * 100.0 * int(migrants.sum()) / 12.0
        )
        slump = min(1.0, self.parameters.fiscal_cycle * max(0.0, country.unemployment - phase.context.unemployment))
        money = revenue(
            total, migrants, counted[:, NEED] / SCALE, world.places.residents, regime.governance, slump
        )  # fmt: skip
        paid = self.debt.served(money.drawn, self.parameters.interest, self.parameters.repayment)
        self.debt.add(money.borrowed)
        shares = np.array([getattr(regime.instruments, name) for name in INSTRUMENTS])
        governance = regime.governance
        freedom = self.parameters.discretion * governance.decentralised * (1.0 - 0.5 * governance.standards)
        by_line = lines(money.drawn - paid, shares, self.pressure, freedom)
        arrivals = country.arrivals * world.founded / 12.0 * migrants / max(1, int(migrants.sum()))
        factor = self.quality.dearer(regime) * (1.0 - self.quality.saved())
        unit = self.programmes.costs()[None, :] * factor[:, None]
        units = self.units(enrolled, migrants, arrivals)
        wanted = np.ceil(unit * self.units(enrolled + queue, migrants, arrivals)).astype(np.int64)
        asked = row_sums(wanted.astype(np.float64))
        usable = self.capacity(phase) * country.openness
        self.means = np.minimum(1.0, row_sums(by_line.astype(np.float64)) * usable / np.maximum(asked, 1.0))
        by_line[:, :-1] = moved(by_line[:, :-1], wanted, governance.flexibility)
        spent = self.spend(by_line, enrolled, queue, units, unit, usable)
        allocated = np.insert(by_line, DEBT_SERVICE, paid, axis=1)
        spent = np.insert(spent, DEBT_SERVICE, paid, axis=1)
        saving = self.quality.saved()
        saved = np.floor(row_sums(spent[:, :DEBT_SERVICE].astype(np.float64)) * saving / (1.0 - saving))
        self.quality.learn(spent[:, :DEBT_SERVICE].sum(axis=1), migrants, regime)
        self.total += int(spent.sum()) / 100.0 * phase.funding.present(world.month)
        self.press(enrolled + queue, migrants)
        levers = Levers(country, self.local(regime, enrolled, queue, world, country), self.abroad(phase))
        self.give(world, regime, levers.local.responsiveness, seed)
        return levers, Accounts(
            allocated,
            spent,
            money.unclaimed,
            self.debt.owed.copy(),
            saved.astype(np.int64),
            enrolled,
            queue,
            counted[:, ADMITTED : ADMITTED + PROGRAMMES],
            counted[:, WAITS : WAITS + PROGRAMMES],
            enrolled / self.programmes.personal("months"),
            counted[:, LEFT],
            self.total,
            self.parameters.remitted * int(counted[:, SENDING].sum()) / SCALE,
            country.arrivals * world.founded / 12.0 * phase.context.waiting_abroad,
            weighted(levers.local.congestion, world.places.residents),
        )

    def enrol(self, world: World, phase: Phase, country: Country, seed: int) -> NDArray[np.int64]:
        """Move everybody's programmes on by a month; return the count by place."""
        people, p, regime = world.people, self.parameters, phase.regime
        delivery, access = regime.delivery, regime.access
        reach = Reach(
            p.trust_reach,
            p.informing * informed(regime),
            p.digital_reach,
            p.obliged * delivery.obligation,
            delivery.tailoring,
            access.services_asylum,
            access.services_irregular,
            access.services_temporary,
            country.work_ban,
            delivery.needs_assessment,
            regime.path.continuity,
        )
        time = Time(p.free_jobless, p.free_employed, p.care_hours, p.part_time)
        dropout = self.programmes.personal("dropout") * (1.0 - p.attended * delivery.intercultural_training)
        return world.workers.total(
            enrol_all, len(people), (len(world.places), WIDTH), people.stage, people.recognised, people.active,
            people.group, people.generation, people.place, people.key, people.age, people.woman, people.employed,
            people.exploited, people.language, people.education, people.trust_institutions, people.vulnerability,
            people.special, people.oriented, people.months_since_arrival, people.status, people.bridging_ties,
            people.housing, people.transnational, np.ascontiguousarray(self.coverage[:, FAMILY - PROGRAMMES]),
            np.ascontiguousarray(self.coverage[:, DIGITAL - PROGRAMMES]), self.admission,
            self.programmes.personal("hours"),
            self.programmes.personal("months").astype(np.int64), self.programmes.personal("take_up"), dropout,
            p.granted, reach, time, Key(seed, stream("willingness"), world.month // 12),
            Key(seed, stream("enrolment"), world.month),
        )  # fmt: skip

    def nothing(self) -> tuple[Local, Abroad]:
        """Return what services do where there are none yet, and before departure."""
        zeros = Local(**{item.name: np.zeros(len(self.ability)) for item in fields(Local)})
        return zeros, Abroad(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    def units(
        self, enrolled: NDArray[np.int64], migrants: NDArray[np.int64], arrivals: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return how many units of each instrument are asked for: persons, migrants or arrivals; shape (places, 18)."""
        units = np.hstack([enrolled, np.repeat(migrants[:, None], len(LOCAL), axis=1)]).astype(np.float64)
        units[:, PREDEPARTURE] = arrivals
        return units

    def spend(
        self, by_line: NDArray[np.int64], enrolled: NDArray[np.int64], queue: NDArray[np.int64],
        units: NDArray[np.float64], unit: NDArray[np.float64], usable: NDArray[np.float64],
    ) -> NDArray[np.int64]:  # fmt: skip
        """Return the cents spent; set coverage, intensity and next month's admission.

        Parameters
        ----------
        by_line
            Cents of each place and instrument, and of none, shape (places, 19).
        enrolled, queue
            Persons in and waiting for the personal programmes, shape (places, 11).
        units, unit
            Units asked for and what one costs in cents, shape (places, 18).
        usable
            Share of the money that each place can spend.
        """
        money = np.floor(by_line[:, :-1] * usable[:, None])
        full = unit * units
        intensity = np.where(full > 0.0, np.minimum(1.0, money / np.where(full > 0.0, full, 1.0)), 0.0)
        self.intensity, self.coverage = intensity[:, :PROGRAMMES], intensity[:, PROGRAMMES:]
        free = np.maximum(0.0, money[:, :PROGRAMMES] / unit[:, :PROGRAMMES] - enrolled)
        self.admission = np.minimum(1.0, free / np.maximum(1, queue))
        spent = np.zeros_like(by_line)
        spent[:, :-1] = np.minimum(money, np.floor(full)).astype(np.int64)
        return spent

    def capacity(self, phase: Phase) -> NDArray[np.float64]:
        """Return the share of its money that each place can spend: the more decentralised, the more uneven."""
        governance = phase.regime.governance
        spread = phase.context.capacity_spread * (0.5 + governance.decentralised * (1.0 - 0.5 * governance.standards))
        return np.clip(phase.context.local_capacity + spread * self.ability, 0.0, 1.0)

    def press(self, demand: NDArray[np.int64], migrants: NDArray[np.int64]) -> None:
        """Note each place's demand for the personal programmes, a migrant, against the country's."""
        here = demand / np.maximum(1, migrants)[:, None]
        everywhere = demand.sum(axis=0) / max(1, int(migrants.sum()))
        relative = here / np.where(everywhere > 0.0, everywhere, 1.0)
        self.pressure[:, :PROGRAMMES] = np.where(everywhere > 0.0, np.clip(relative, 0.5, 2.0), 1.0)

    def local(
        self, regime: Regime, enrolled: NDArray[np.int64], queue: NDArray[np.int64], world: World, country: Country
    ) -> Local:
        """Return what services do in each place."""
        p, governance, places = self.parameters, regime.governance, world.places
        targeted = regime.delivery.targeted_share
        responsive = self.quality.responsiveness(regime)
        served = enrolled.sum(axis=1)
        service = served / np.maximum(1, served + queue.sum(axis=1))
        by_instrument = enrolled / np.maximum(1, enrolled + queue)
        cover = self.coverage
        prepared = regime.path.hosts_prepared * self.reached()
        welcome = cover[:, WELCOME - PROGRAMMES] * (1.0 + 0.5 * governance.accreditation) + 0.3 * prepared
        relief = (1.0 - targeted) * service
        seen = p.resented * targeted * service * (1.0 - relief) * (1.0 - 0.5 * cover[:, WELCOME - PROGRAMMES])
        return Local(
            welcome=np.minimum(1.0, welcome),
            culture=0.5 * (by_instrument[:, VOLUNTEERING] + by_instrument[:, DIASPORA]),
            family=cover[:, FAMILY - PROGRAMMES],
            enforcement=cover[:, ENFORCEMENT - PROGRAMMES],
            digital=cover[:, DIGITAL - PROGRAMMES],
            dialogue=cover[:, DIALOGUE - PROGRAMMES],
            returning=cover[:, RETURN - PROGRAMMES],
            responsiveness=responsive,
            knowledge=self.quality.knowledge.copy(),
            service=service,
            waiting=1.0 - service,
            congestion=self.quality.congestion(
                places.residents, places.migrants, responsive, relief, self.means, country.openness, prepared
            ),
            resentment=np.clip(seen, 0.0, 1.0),
        )

    def reached(self) -> float:
        """Return the share of arrivals that money before departure pays for."""
        covered: list[float] = self.coverage[:, PREDEPARTURE - PROGRAMMES].tolist()
        return sum(covered) / max(1, len(covered))

    def abroad(self, phase: Phase) -> Abroad:
        """Return what those who will arrive get before they depart."""
        path = phase.regime.path
        willing = path.eligible + path.obligatory * (1.0 - path.eligible)
        return Abroad(
            willing * self.reached(),
            path.orientation,
            path.language_abroad,
            path.profiling,
            path.regional_protection * self.reached(),
            phase.context.waiting_abroad,
        )

    def give(self, world: World, regime: Regime, responsive: NDArray[np.float64], seed: int) -> None:
        """Write the doses of the month."""
        people, p, delivery = world.people, self.parameters, regime.delivery
        intensity = np.ascontiguousarray(self.intensity * self.quality.worth(regime)[:, None])
        placing = (1.0 + p.placed * delivery.employers) / (1.0 + p.placed)
        fit = Fit(
            delivery.targeted_share, p.leak, p.unfit * (1.0 - delivery.tailoring), placing, p.intense,
            self.programmes.hours_language, p.part_time,
        )  # fmt: skip
        world.workers.spread(
            give_all, len(people), people.stage, people.active, people.group, people.place, people.key, people.employed,
            people.vulnerability, people.special, intensity, responsive, people.language_hours, people.job_support,
            people.self_employment, people.mentoring, people.mixing, people.tutoring, people.care, people.legal_support,
            people.housing_support, fit, Key(seed, stream("pairing"), 0),
        )  # fmt: skip


def informed(regime: Regime) -> float:
    """Return how well people know what there is for them, 0 to 1: one-stop shops, civil society, partners."""
    return (
        0.7 * regime.governance.coordination + 0.2 * regime.delivery.civil_society + 0.1 * regime.governance.partnership
    )


def weighted(column: NDArray[np.float64], residents: NDArray[np.int64]) -> float:
    """Return the mean of a column of places over their residents."""
    total: float = sum((column * residents).tolist())
    return total / max(1, int(residents.sum()))
