"""Provision: every month money becomes places, people queue for them and attend, and levers are set."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arithmetic import clipped
from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.chance import Key, stream
from cohesion_sim.compiled import SCALE, loop, rule
from cohesion_sim.policy.accounts import DEBT_SERVICE, Accounts
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
from cohesion_sim.policy.instruments import LOCAL
from cohesion_sim.policy.levers import Abroad, Country, Levers, Local
from cohesion_sim.policy.needs import DIASPORA, VOLUNTEERING, Reach
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.purse import Demand, Purse
from cohesion_sim.policy.quality import Quality
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.services import Services
from cohesion_sim.policy.timeline import Phase
from cohesion_sim.state.people import PROGRAMMES
from cohesion_sim.state.world import World


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
        self.purse = Purse(services, programmes, ability)
        self.quality = Quality(services, practice)

    def month(self, world: World, phase: Phase, country: Country, seed: int) -> tuple[Levers, Accounts]:
        """Spend this month's money; write people's doses; return the levers and the accounts."""
        counted = self.enrol(world, phase, country, seed)
        migrants = counted[:, MIGRANTS]
        coming = country.arrivals * world.founded / 12.0
        asked = Demand(
            world.places.residents,
            migrants,
            counted[:, NEED] / SCALE,
            counted[:, ENROLLED : ENROLLED + PROGRAMMES],
            counted[:, WAITING : WAITING + PROGRAMMES],
            coming * migrants / max(1, int(migrants.sum())),
        )
        booked = self.purse.month(asked, phase, country, self.quality, world.mood, world.month)
        self.quality.learn(booked.spent[:, :DEBT_SERVICE].sum(axis=1), migrants, phase.regime)
        levers = Levers(country, self.local(phase.regime, asked, world, country), self.abroad(phase))
        self.give(world, phase.regime, levers.local.responsiveness, seed)
        return levers, Accounts(
            **booked._asdict(),
            debt=self.purse.owed.copy(),
            enrolled=asked.enrolled,
            queue=asked.queue,
            admitted=counted[:, ADMITTED : ADMITTED + PROGRAMMES],
            waits=counted[:, WAITS : WAITS + PROGRAMMES],
            freed=asked.enrolled / self.programmes.months,
            left=counted[:, LEFT],
            total=self.purse.total,
            remitted=self.parameters.remitted * int(counted[:, SENDING].sum()) / SCALE,
            abroad=coming * phase.context.waiting_abroad,
            general_queue=weighted(levers.local.congestion, world.places.residents),
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
        dropout = self.programmes.dropout * (1.0 - p.attended * delivery.intercultural_training)
        return world.workers.total(
            enrol_all, len(people), (len(world.places), WIDTH), people.stage, people.recognised, people.active,
            people.group, people.generation, people.place, people.key, people.age, people.woman, people.employed,
            people.exploited, people.language, people.education, people.trust_institutions, people.vulnerability,
            people.special, people.oriented, people.months_since_arrival, people.status, people.bridging_ties,
            people.housing, people.transnational, self.purse.cover("family"),
            self.purse.cover("digital"), self.purse.admission,
            self.programmes.hours,
            self.programmes.months.astype(np.int64), self.programmes.take_up, dropout,
            p.granted, reach, time, Key(seed, stream("willingness"), world.month // 12),
            Key(seed, stream("enrolment"), world.month),
        )  # fmt: skip

    def nothing(self) -> tuple[Local, Abroad]:
        """Return what services do where there are none yet, and before departure."""
        zeros = Local(**{item.name: np.zeros(len(self.quality.knowledge)) for item in fields(Local)})
        return zeros, Abroad(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    def local(self, regime: Regime, asked: Demand, world: World, country: Country) -> Local:
        """Return what services do in each place."""
        delivery, governance, places = regime.delivery, regime.governance, world.places
        responsive = self.quality.responsiveness(regime)
        prepared = regime.path.hosts_prepared * self.purse.reached
        cover = dict(zip(LOCAL, np.ascontiguousarray(self.purse.coverage.T), strict=True))
        welcome, culture, service, waiting, relief, resentment = np.empty((6, len(places)))
        serve_all(
            asked, cover["welcome"], 1.0 + 0.5 * governance.accreditation, 0.3 * prepared, delivery.targeted_share,
            self.parameters.resented, welcome, culture, service, waiting, relief, resentment,
        )  # fmt: skip
        return Local(
            welcome=welcome,
            culture=culture,
            family=cover["family"],
            enforcement=cover["antidiscrimination"],
            digital=cover["digital"],
            dialogue=cover["dialogue"],
            returning=cover["voluntary_return"],
            responsiveness=responsive,
            knowledge=self.quality.knowledge.copy(),
            service=service,
            waiting=waiting,
            congestion=self.quality.congestion(
                places.residents, places.migrants, responsive, relief, self.purse.means, country.openness, prepared
            ),
            resentment=resentment,
        )

    def abroad(self, phase: Phase) -> Abroad:
        """Return what those who will arrive get before they depart."""
        path = phase.regime.path
        willing = path.eligible + path.obligatory * (1.0 - path.eligible)
        return Abroad(
            willing * self.purse.reached,
            path.orientation,
            path.language_abroad,
            path.profiling,
            path.regional_protection * self.purse.reached,
            phase.context.waiting_abroad,
        )

    def give(self, world: World, regime: Regime, responsive: NDArray[np.float64], seed: int) -> None:
        """Write the doses of the month."""
        people, p, delivery = world.people, self.parameters, regime.delivery
        intensity = np.ascontiguousarray(self.purse.intensity * self.quality.worth(regime)[:, None])
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


@loop
def serve_all(
    asked: Demand, covered: Doubles, accredited: float, prepared: float, targeted: float, resented: float,
    welcome: Doubles, culture: Doubles, service: Doubles, waiting: Doubles, relief: Doubles, resentment: Doubles,
) -> None:  # fmt: skip
    """Write what personal services and the welcome do in each place; ``covered`` is the coverage of the welcome."""
    for place in range(len(covered)):
        enrolled, queue = asked.enrolled[place], asked.queue[place]
        served = enrolled.sum()
        welcome[place] = min(1.0, covered[place] * accredited + prepared)
        culture[place] = 0.5 * (met(enrolled, queue, VOLUNTEERING) + met(enrolled, queue, DIASPORA))
        service[place] = served / max(1, served + queue.sum())
        waiting[place] = 1.0 - service[place]
        relief[place] = (1.0 - targeted) * service[place]
        seen = resented * targeted * service[place] * (1.0 - relief[place]) * (1.0 - 0.5 * covered[place])
        resentment[place] = clipped(seen, 0.0, 1.0)


@rule
def met(enrolled: Counts, queue: Counts, programme: int) -> float:
    """Return the share of those who want a programme who are in it."""
    return float(enrolled[programme] / max(1, enrolled[programme] + queue[programme]))


def informed(regime: Regime) -> float:
    """Return how well people know what there is for them, 0 to 1: one-stop shops, civil society, partners."""
    return (
        0.7 * regime.governance.coordination + 0.2 * regime.delivery.civil_society + 0.1 * regime.governance.partnership
    )


def weighted(column: NDArray[np.float64], residents: NDArray[np.int64]) -> float:
    """Return the mean of a column of places over their residents."""
    total: float = sum((column * residents).tolist())
    return total / max(1, int(residents.sum()))
