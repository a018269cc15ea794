"""The purse: the money of a month becomes places in programmes and coverage, place by place, to the cent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import loop, rule
from cohesion_sim.policy.accounts import DEBT_SERVICE
from cohesion_sim.policy.budget import lines, move
from cohesion_sim.policy.instruments import INSTRUMENTS, LOCAL
from cohesion_sim.policy.levers import MOOD_FUNDING, Country
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.quality import Quality
from cohesion_sim.policy.revenue import Debt, revenue
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
        self.debt = Debt(places)
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
        p, governance = self.parameters, phase.regime.governance
        yearly = phase.funding.eur_per_migrant_year * (1.0 + MOOD_FUNDING * mood)
        total = round(yearly * 100.0 * int(asked.migrants.sum()) / 12.0)
        slump = min(1.0, p.fiscal_cycle * max(0.0, country.unemployment - phase.context.unemployment))
        money = revenue(total, asked.migrants, asked.need, asked.residents, governance, slump)
        paid = self.debt.served(money.drawn, p.interest, p.repayment)
        shares = phase.regime.instruments.shares
        freedom = p.discretion * governance.decentralised * (1.0 - 0.5 * governance.standards)
        by_line = lines(money.drawn - paid, shares, self.pressure, freedom)
        spent, saved = self.spend(by_line, asked, phase, country.openness, quality)
        press_all(asked.enrolled, asked.queue, asked.migrants, self.pressure)
        borrowed = money.borrowed_for(spent.sum(axis=1) + paid)
        self.debt.add(borrowed)
        cost = int(spent.sum()) + int(paid.sum()) - int(borrowed.sum())
        self.total += cost / 100.0 * phase.funding.present(month)
        return Booked(with_debt(by_line, paid), with_debt(spent, paid), money.unclaimed, saved)

    def spend(
        self, by_line: NDArray[np.int64], asked: Demand, phase: Phase, openness: float, quality: Quality
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the cents spent and those that knowledge saved; set coverage, intensity and next month's admission.

        Parameters
        ----------
        by_line
            Cents of each place and instrument, and of none, shape (places, 19); moved to where people wait.
        asked
            Who asks.
        phase, openness
            What is in force, and the share of services that are open.
        quality
            What a unit costs in each place.
        """
        regime, places = phase.regime, len(by_line)
        spent, met = np.zeros_like(by_line), np.empty((places, len(INSTRUMENTS)))
        self.admission, self.means = np.empty(asked.queue.shape), np.empty(places)
        saved = np.empty(places, np.int64)
        spend_all(
            by_line, self.capacity(phase) * openness, self.programmes.costs, quality.dearer(regime), quality.saved(),
            asked, regime.governance.flexibility, spent, saved, met, self.admission, self.means,
        )  # fmt: skip
        self.intensity, self.coverage = met[:, :PROGRAMMES], met[:, PROGRAMMES:]
        covered: list[float] = met[:, PREDEPARTURE].tolist()
        self.reached = sum(covered) / max(1, places)
        return spent, saved

    def capacity(self, phase: Phase) -> NDArray[np.float64]:
        """Return the share of its money that each place can spend: the more decentralised, the more uneven."""
        governance = phase.regime.governance
        spread = phase.context.capacity_spread * (0.5 + governance.decentralised * (1.0 - 0.5 * governance.standards))
        return np.clip(phase.context.local_capacity + spread * self.ability, 0.0, 1.0)

    def cover(self, instrument: str) -> NDArray[np.float64]:
        """Return the coverage of a local instrument, one entry a place."""
        return np.ascontiguousarray(self.coverage[:, LOCAL.index(instrument)])


def with_debt(lines_of: NDArray[np.int64], paid: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return lines of instruments with the debt service before the last, which no instrument gets."""
    return np.concatenate([lines_of[:, :DEBT_SERVICE], paid[:, None], lines_of[:, DEBT_SERVICE:]], axis=1)


@loop
def spend_all(
    by_line: Counts, usable: Doubles, costs: Doubles, dearer: Doubles, saving: Doubles, asked: Demand,
    flexibility: float, spent: Counts, saved: Counts, met: Doubles, admission: Doubles, means: Doubles,
) -> None:  # fmt: skip
    """Spend on each instrument of each place what is there and asked for.

    Notes which share of it is met, who can be let in, which share of all that is asked for a place can pay, and what
    knowledge saved.
    """
    count = len(costs)
    unit, spare, lack = np.empty(count), np.empty(count), np.empty(count)
    wanted, part = np.empty(count, np.int64), np.empty(count, np.int64)
    for place in range(len(by_line)):
        line = by_line[place]
        needed = 0.0
        there = 0.0
        for k in range(count):
            unit[k] = costs[k] * (dearer[place] * (1.0 - saving[place]))
            wanted[k] = int(np.ceil(unit[k] * (units(asked, place, k) + waiting(asked, place, k))))
            needed += wanted[k]
            there += line[k]
        means[place] = min(1.0, there * usable[place] / max(needed, 1.0))
        move(line, wanted, flexibility, spare, lack, part)
        out = 0.0
        for k in range(count):
            money = np.floor(line[k] * usable[place])
            full = unit[k] * units(asked, place, k)
            met[place, k] = min(1.0, money / full) if full > 0.0 else 0.0
            spent[place, k] = int(min(money, np.floor(full)))
            out += spent[place, k]
            if k < PROGRAMMES:
                free = max(0.0, money / unit[k] - asked.enrolled[place, k])
                admission[place, k] = min(1.0, free / max(1, asked.queue[place, k]))
        saved[place] = int(np.floor(out * saving[place] / (1.0 - saving[place])))


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


@loop
def press_all(enrolled: Counts, queue: Counts, migrants: Counts, pressure: Doubles) -> None:
    """Compare the demand for each programme, a migrant, of each place with the country's; 1 where there is none."""
    everybody = max(1, migrants.sum())
    for k in range(enrolled.shape[1]):
        everywhere = (enrolled[:, k].sum() + queue[:, k].sum()) / everybody
        for place in range(len(enrolled)):
            here = (enrolled[place, k] + queue[place, k]) / max(1, migrants[place])
            pressure[place, k] = min(2.0, max(0.5, here / everywhere)) if everywhere > 0.0 else 1.0
