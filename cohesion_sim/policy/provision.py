"""Provision: every month money becomes places, people queue for them and attend, and levers are set."""

from __future__ import annotations

import numpy as np

from cohesion_sim.arithmetic import clipped
from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.chance import Key, stream
from cohesion_sim.compiled import SCALE, loop, rule
from cohesion_sim.policy.accounts import LINES, Accounts
from cohesion_sim.policy.doses import give_all
from cohesion_sim.policy.enrolment import ADMITTED, ENROLLED, LEFT, NEED, SENDING, WAITING, WAITS, WIDTH, enrol_all
from cohesion_sim.policy.instruments import (
    ANTIDISCRIMINATION,
    DIALOGUE,
    DIGITAL,
    FAMILY,
    PREDEPARTURE,
    RETURNING,
    WELCOME,
)
from cohesion_sim.policy.levers import MOOD_FUNDING, Abroad, Country, Levers, Local
from cohesion_sim.policy.needs import DIASPORA, VOLUNTEERING
from cohesion_sim.policy.plan import Plan, planned
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.purse import Booked, Demand, Terms, spend_all
from cohesion_sim.policy.quality import Quality, crowded, responding, teach_all, worth_all
from cohesion_sim.policy.services import Services
from cohesion_sim.policy.stocks import Stocks, capacities, stocks
from cohesion_sim.policy.timeline import Phase
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import PROGRAMMES
from cohesion_sim.state.world import World


class Provision:
    """The services of a run: what they know, whom they serve, what they owe.

    Parameters
    ----------
    services, programmes
        Costs and delivery.
    places
        How many there are.
    seed
        Of the run.

    Attributes
    ----------
    stocks
        What the services of each place carry from month to month.
    total
        EUR that the programmes have cost since the start, discounted to it: what is borrowed costs when it is paid
        back.
    """

    def __init__(self, services: Services, programmes: Programmes, places: int, seed: int) -> None:
        self.parameters = services
        self.programmes = programmes
        self.seed = seed
        self.stocks = stocks(services, *capacities(seed, places))
        self.total = 0.0
        self._phase: Phase | None = None
        self._plan: Plan

    def month(self, world: World, phase: Phase, country: Country) -> tuple[Levers, Accounts]:
        """Spend this month's money; write people's doses; return the levers and the accounts."""
        if phase is not self._phase:
            self._phase, self._plan = phase, planned(self.parameters, self.programmes, phase)
        p, plan, places, count = self.parameters, self._plan, world.places, len(world.places)
        counted = self.enrol(world, plan)
        booked = Booked(*np.empty((2, count, LINES), np.int64), *np.empty((3, count), np.int64))
        local = Local(*np.empty((len(Local._fields), count)))
        doses = np.empty((count, PROGRAMMES))
        yearly = phase.funding.eur_per_migrant_year * (1.0 + MOOD_FUNDING * world.mood)
        slump = min(1.0, p.fiscal_cycle * max(0.0, country.unemployment - phase.context.unemployment))
        coming = country.arrivals * world.founded / 12.0
        cost, sending, reached, short = serve_all(
            counted, places.residents, places.migrants, yearly, coming, slump, country.openness, plan.terms,
            plan.quality, self.stocks, booked, local, doses,
        )  # fmt: skip
        self.give(world, plan, doses, local.responsiveness)
        self.total += cost / 100.0 * phase.funding.present(world.month)
        enrolled = counted[:, ENROLLED : ENROLLED + PROGRAMMES]
        return Levers(country, local, abroad(phase, reached)), Accounts(
            *booked,
            enrolled=enrolled,
            queue=counted[:, WAITING : WAITING + PROGRAMMES],
            admitted=counted[:, ADMITTED : ADMITTED + PROGRAMMES],
            waits=counted[:, WAITS : WAITS + PROGRAMMES],
            freed=enrolled / self.programmes.months,
            left=counted[:, LEFT],
            total=self.total,
            remitted=p.remitted * sending / SCALE,
            abroad=coming * phase.context.waiting_abroad,
            general_queue=short,
        )

    def enrol(self, world: World, plan: Plan) -> Counts:
        """Move everybody's programmes on by a month; return the count by place."""
        people, s, programmes, seed = world.people, self.stocks, self.programmes, self.seed
        return world.workers.total(
            enrol_all, len(people), (len(world.places), WIDTH), people.stage, people.recognised, people.active,
            people.group, people.generation, people.place, people.key, people.age, people.woman, people.employed,
            people.exploited, people.language, people.education, people.trust_institutions, people.vulnerability,
            people.special, people.oriented, people.months_since_arrival, people.status, people.bridging_ties,
            people.housing, people.transnational, s.coverage, s.admission, programmes.hours, plan.length,
            programmes.take_up, plan.dropout, self.parameters.granted, plan.reach, plan.time,
            Key(seed, stream("willingness"), world.month // 12), Key(seed, stream("enrolment"), world.month),
        )  # fmt: skip

    def give(self, world: World, plan: Plan, doses: Doubles, responsive: Doubles) -> None:
        """Write the doses of the month."""
        people = world.people
        world.workers.spread(
            give_all, len(people), people.stage, people.active, people.group, people.place, people.key, people.employed,
            people.vulnerability, people.special, doses, responsive, people.language_hours, people.job_support,
            people.self_employment, people.mentoring, people.mixing, people.tutoring, people.care, people.legal_support,
            people.housing_support, plan.fit, Key(self.seed, stream("pairing"), 0),
        )  # fmt: skip

    def nothing(self) -> tuple[Local, Abroad]:
        """Return what services do where there are none yet, and before departure."""
        return Local(*np.zeros((len(Local._fields), len(self.stocks.owed)))), Abroad(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def abroad(phase: Phase, reached: float) -> Abroad:
    """Return what those who will arrive get before they depart, if money reaches a share of them."""
    path = phase.regime.path
    willing = path.eligible + path.obligatory * (1.0 - path.eligible)
    return Abroad(
        willing * reached,
        path.orientation,
        path.language_abroad,
        path.profiling,
        path.regional_protection * reached,
        phase.context.waiting_abroad,
    )


@loop
def serve_all(
    counted: Counts, residents: Counts, migrants: Counts, yearly: float, coming: float, slump: float, openness: float,
    t: Terms, q: Quality, s: Stocks, booked: Booked, local: Local, doses: Doubles,
) -> tuple[int, int, float, float]:  # fmt: skip
    """Spend the month's money and write what services do with it in each place.

    Parameters
    ----------
    counted
        Persons in programmes and queues, as :func:`enrol_all` counts them, shape (places, WIDTH).
    residents, migrants
        Persons in each place.
    yearly
        EUR a migrant and year.
    coming
        Arrivals of the month in the whole country.
    slump, openness
        Share of own revenue that is missing, and of services that are open.
    t, q
        Terms and quality of the phase.
    s, booked, local
        Written: what services carry on, what is booked, what they do.
    doses
        Written: what a full place is worth, shape (places, 11).

    Returns
    -------
    tuple
        Cents that the month costs; connection to the origin of those in work, in 1/SCALE; share of arrivals that money
        before departure pays for; shortage in general services, mean over residents.
    """
    q = opened(q)
    count = len(residents)
    everybody = migrants.sum()
    need, arrivals, means, worth = np.empty((4, count))
    outlay = np.empty(count, np.int64)
    for place in range(count):
        need[place] = counted[place, NEED] / SCALE
        arrivals[place] = coming * migrants[place] / max(1, everybody)
    enrolled = counted[:, ENROLLED : ENROLLED + PROGRAMMES]
    queue = counted[:, WAITING : WAITING + PROGRAMMES]
    asked = Demand(residents, migrants, need, enrolled, queue, arrivals)
    cost = spend_all(
        round(yearly * 100.0 * everybody / 12.0), asked, slump, openness, t, s, booked, outlay, means
    )  # fmt: skip
    teach_all(s.knowledge, s.practice, outlay, migrants, q)
    worth_all(s.practice, q, worth)
    reached = 0.0
    for place in range(count):
        reached += s.coverage[place, PREDEPARTURE]
    reached /= max(1, count)
    prepared = q.ready * reached
    short = 0.0
    for place in range(count):
        cover = s.coverage[place]
        served = enrolled[place].sum()
        service = served / max(1, served + queue[place].sum())
        relief = (1.0 - q.targeted) * service
        responsive = responding(s.knowledge[place], q)
        s.room[place], congestion = crowded(
            s.room[place], residents[place], migrants[place], responsive, relief, means[place], openness, prepared, q
        )  # fmt: skip
        short += congestion * residents[place]
        seen = q.resented * q.targeted * service * (1.0 - relief) * (1.0 - 0.5 * cover[WELCOME])
        local.welcome[place] = min(1.0, cover[WELCOME] * q.accredited + 0.3 * prepared)
        local.enforcement[place] = cover[ANTIDISCRIMINATION]
        local.culture[place] = 0.5 * (
            met(enrolled[place], queue[place], VOLUNTEERING) + met(enrolled[place], queue[place], DIASPORA)
        )
        local.family[place] = cover[FAMILY]
        local.digital[place] = cover[DIGITAL]
        local.dialogue[place] = cover[DIALOGUE]
        local.returning[place] = cover[RETURNING]
        local.responsiveness[place] = responsive
        local.knowledge[place] = s.knowledge[place]
        local.service[place] = service
        local.waiting[place] = 1.0 - service
        local.congestion[place] = congestion
        local.resentment[place] = clipped(seen, 0.0, 1.0)
        for k in range(PROGRAMMES):
            doses[place, k] = s.intensity[place, k] * worth[place]
    return cost, counted[:, SENDING].sum(), reached, short / max(1, residents.sum())


@rule
def met(enrolled: Counts, queue: Counts, programme: int) -> float:
    """Return the share of those who want a programme who are in it."""
    return float(enrolled[programme] / max(1, enrolled[programme] + queue[programme]))
