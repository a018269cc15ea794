"""The purse: the money of a month becomes places in programmes and coverage, place by place, to the cent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arithmetic import clipped
from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import loop, rule
from cohesion_sim.policy.accounts import DEBT_SERVICE
from cohesion_sim.policy.budget import line_all, move
from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.instruments import INSTRUMENTS, LOCAL
from cohesion_sim.policy.levers import MOOD_FUNDING, Country
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.quality import Quality
from cohesion_sim.policy.revenue import borrowed, raise_all, served
from cohesion_sim.policy.services import Services
from cohesion_sim.policy.timeline import Phase
from cohesion_sim.state.people import PROGRAMMES

PREDEPARTURE = INSTRUMENTS.index("predeparture")


class Demand(NamedTuple):
    """Who asks for services, one row a place: persons, need in any unit, persons by programme, the month's arrivals."""

    residents: NDArray[np.int64]
    migrants: NDArray[np.int64]
    need: NDArray[np.float64]
    enrolled: NDArray[np.int64]
    queue: NDArray[np.int64]
    arrivals: NDArray[np.float64]


class Booked(NamedTuple):
    """Cents of a month: allocated and spent by place and line; not drawn, and saved by knowledge, by place."""

    allocated: NDArray[np.int64]
    spent: NDArray[np.int64]
    unclaimed: NDArray[np.int64]
    saved: NDArray[np.int64]


class Purse:
    """The money of a run.

    Parameters
    ----------
    services, programmes
        Costs and rules of money.
    ability
        How able each place is to spend money, in standard deviations, shape (places,).

    Attributes
    ----------
    owed
        Cents that each place owes, shape (places,).
    coverage
        Share of the demand for each local instrument that is met, shape (places, 7).
    intensity
        Share of a full place that each enrolled person gets, shape (places, 11).
    admission
        Chance of who waits to be admitted next month, shape (places, 11).
    pressure
        Demand for each instrument against the country's, shape (places, 18).
    means
        Share of what is asked for that each place can pay, shape (places,).
    reached
        Share of arrivals that money before departure pays for.
    total
        EUR that the programmes have cost since the start, discounted to it: what is borrowed costs when it is paid
        back.
    """

    def __init__(self, services: Services, programmes: Programmes, ability: NDArray[np.float64]) -> None:
        self.parameters = services
        self.programmes = programmes
        self.ability = ability
        places = len(ability)
        self.owed = np.zeros(places, np.int64)
        self.coverage = np.zeros((places, len(LOCAL)))
        self.intensity = np.zeros((places, PROGRAMMES))
        self.admission = np.zeros((places, PROGRAMMES))
        self.pressure = np.ones((places, len(INSTRUMENTS)))
        self.means = np.ones(places)
        self.reached = 0.0
        self.total = 0.0

    def month(
        self, asked: Demand, phase: Phase, country: Country, quality: Quality, mood: float, month: int
    ) -> Booked:  # fmt: skip
        """Spend this month's money; set coverage, intensity and next month's admission."""
        p, regime, places = self.parameters, phase.regime, len(self.ability)
        governance, context = regime.governance, phase.context
        yearly = phase.funding.eur_per_migrant_year * (1.0 + MOOD_FUNDING * mood)
        total = round(yearly * 100.0 * int(asked.migrants.sum()) / 12.0)
        slump = min(1.0, p.fiscal_cycle * max(0.0, country.unemployment - context.unemployment))
        local = governance.decentralised * (1.0 - 0.5 * governance.standards)
        terms = Terms(
            p.discretion * local, context.local_capacity, context.capacity_spread * (0.5 + local), country.openness,
            governance.flexibility, governance.transfers, slump, p.interest, max(1, int(p.repayment)),
        )  # fmt: skip
        allocated, spent = np.empty((2, places, len(INSTRUMENTS) + 2), np.int64)
        unclaimed, saved = np.empty((2, places), np.int64)
        met = np.empty((places, len(INSTRUMENTS)))
        self.admission, self.means = np.empty(asked.queue.shape), np.empty(places)
        cost = spend_all(
            total, asked, regime.instruments.shares, self.programmes.costs, self.ability, quality.dearer(regime),
            quality.saved(), governance.compiled(), terms, self.owed, self.pressure, allocated, spent, unclaimed,
            saved, met, self.admission, self.means,
        )  # fmt: skip
        self.intensity, self.coverage = met[:, :PROGRAMMES], met[:, PROGRAMMES:]
        covered: list[float] = met[:, PREDEPARTURE].tolist()
        self.reached = sum(covered) / max(1, places)
        self.total += cost / 100.0 * phase.funding.present(month)
        return Booked(allocated, spent, unclaimed, saved)

    def cover(self, instrument: str) -> NDArray[np.float64]:
        """Return the coverage of a local instrument, one entry a place."""
        return np.ascontiguousarray(self.coverage[:, LOCAL.index(instrument)])


class Terms(NamedTuple):
    """What decides how places may use their money.

    How far a place follows its own demand; the share of its money that a place of middling ability can spend, and how
    much a standard deviation of ability adds; the share of services that are open; the share of a surplus that may be
    moved; the state's share; the share of own revenue that is missing; interest a year and months of repayment.
    """

    freedom: float
    capacity: float
    spread: float
    openness: float
    flexibility: float
    transfers: float
    slump: float
    interest: float
    repayment: int


@loop
def spend_all(
    total: int, asked: Demand, shares: Doubles, costs: Doubles, ability: Doubles, dearer: Doubles, saving: Doubles,
    g: Governance, t: Terms, owed: Counts, pressure: Doubles, allocated: Counts, spent: Counts, unclaimed: Counts,
    saved: Counts, met: Doubles, admission: Doubles, means: Doubles,
) -> int:  # fmt: skip
    """Raise the money of each place and spend it on what is there and asked for; return what the month costs, cents.

    Notes which share of each instrument is met, who can be let in, which share of all that is asked for a place can
    pay, what knowledge saved, what is owed, and how demand presses next month.
    """
    places, count = len(ability), len(costs)
    entitled, drawn, credit, paid, left = np.empty((5, places), np.int64)
    by_line = np.empty((places, count + 1), np.int64)
    raise_all(
        total, asked.migrants, asked.need, asked.residents, t.transfers, g, t.slump, entitled, drawn, credit
    )  # fmt: skip
    for place in range(places):
        unclaimed[place] = entitled[place] - drawn[place]
        paid[place], owed[place] = served(int(owed[place]), int(drawn[place]), t.interest, t.repayment)
        left[place] = drawn[place] - paid[place]
    line_all(left, shares, pressure, t.freedom, by_line)
    unit, spare, lack = np.empty((3, count))
    wanted, part = np.empty((2, count), np.int64)
    cost = 0
    for place in range(places):
        line = by_line[place]
        usable = clipped(t.capacity + t.spread * ability[place], 0.0, 1.0) * t.openness
        needed = 0.0
        there = 0.0
        for k in range(count):
            unit[k] = costs[k] * (dearer[place] * (1.0 - saving[place]))
            wanted[k] = int(np.ceil(unit[k] * (units(asked, place, k) + waiting(asked, place, k))))
            needed += wanted[k]
            there += line[k]
        means[place] = min(1.0, there * usable / max(needed, 1.0))
        move(line, wanted, t.flexibility, spare, lack, part)
        out = 0
        for k in range(count):
            money = np.floor(line[k] * usable)
            full = unit[k] * units(asked, place, k)
            met[place, k] = min(1.0, money / full) if full > 0.0 else 0.0
            allocated[place, k] = line[k]
            spent[place, k] = int(min(money, np.floor(full)))
            out += spent[place, k]
            if k < PROGRAMMES:
                free = max(0.0, money / unit[k] - asked.enrolled[place, k])
                admission[place, k] = min(1.0, free / max(1, asked.queue[place, k]))
        saved[place] = int(np.floor(out * saving[place] / (1.0 - saving[place])))
        allocated[place, DEBT_SERVICE] = spent[place, DEBT_SERVICE] = paid[place]
        allocated[place, DEBT_SERVICE + 1], spent[place, DEBT_SERVICE + 1] = line[count], 0
        loan = borrowed(int(credit[place]), int(drawn[place]), int(out + paid[place]))
        owed[place] += loan
        cost += out + paid[place] - loan
    press_all(asked.enrolled, asked.queue, asked.migrants, pressure)
    return cost


@rule
def units(asked: Demand, place: int, k: int) -> float:
    """Return how many units of an instrument are asked for in a place: persons, migrants or arrivals."""
    if k < PROGRAMMES:
        return float(asked.enrolled[place, k])
    return float(asked.arrivals[place]) if k == PREDEPARTURE else float(asked.migrants[place])


@rule
def waiting(asked: Demand, place: int, k: int) -> float:
    """Return how many wait for an instrument in a place."""
    return float(asked.queue[place, k]) if k < PROGRAMMES else 0.0


@rule
def press_all(enrolled: Counts, queue: Counts, migrants: Counts, pressure: Doubles) -> None:
    """Compare the demand for each programme, a migrant, of each place with the country's; 1 where there is none."""
    everybody = max(1, migrants.sum())
    for k in range(enrolled.shape[1]):
        everywhere = (enrolled[:, k].sum() + queue[:, k].sum()) / everybody
        for place in range(len(enrolled)):
            here = (enrolled[place, k] + queue[place, k]) / max(1, migrants[place])
            pressure[place, k] = min(2.0, max(0.5, here / everywhere)) if everywhere > 0.0 else 1.0
