"""The purse: the money of a month becomes places in programmes and coverage, place by place, to the cent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import loop
from cohesion_sim.policy.accounts import DEBT_SERVICE
from cohesion_sim.policy.budget import lines, moved, row_sums
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
        saving = quality.saved()
        unit = self.programmes.costs[None, :] * (quality.dearer(phase.regime) * (1.0 - saving))[:, None]
        wanted = np.ceil(unit * units(asked, asked.enrolled + asked.queue)).astype(np.int64)
        usable = self.capacity(phase) * country.openness
        enough = (
            row_sums(by_line[:, :-1].astype(np.float64)) * usable / np.maximum(row_sums(wanted.astype(np.float64)), 1.0)
        )
        self.means = np.minimum(1.0, enough)
        by_line[:, :-1] = moved(np.ascontiguousarray(by_line[:, :-1]), wanted, governance.flexibility)
        spent = self.spend(by_line, asked, unit, usable)
        saved = np.floor(row_sums(spent.astype(np.float64)) * saving / (1.0 - saving)).astype(np.int64)
        self.press(asked)
        borrowed = money.borrowed_for(spent.sum(axis=1) + paid)
        self.debt.add(borrowed)
        cost = int(spent.sum()) + int(paid.sum()) - int(borrowed.sum())
        self.total += cost / 100.0 * phase.funding.present(month)
        return Booked(with_debt(by_line, paid), with_debt(spent, paid), money.unclaimed, saved)

    def spend(
        self, by_line: NDArray[np.int64], asked: Demand, unit: NDArray[np.float64], usable: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """Return the cents spent; set coverage, intensity and next month's admission.

        Parameters
        ----------
        by_line
            Cents of each place and instrument, and of none, shape (places, 19).
        asked
            Who asks.
        unit
            What a unit costs in cents, shape (places, 18).
        usable
            Share of the money that each place can spend.
        """
        spent, met = np.zeros_like(by_line), np.zeros(unit.shape)
        self.admission = np.zeros(asked.queue.shape)
        spend_all(
            by_line, usable, unit, units(asked, asked.enrolled), asked.enrolled, asked.queue, spent, met, self.admission
        )
        self.intensity, self.coverage = met[:, :PROGRAMMES], met[:, PROGRAMMES:]
        return spent

    def capacity(self, phase: Phase) -> NDArray[np.float64]:
        """Return the share of its money that each place can spend: the more decentralised, the more uneven."""
        governance = phase.regime.governance
        spread = phase.context.capacity_spread * (0.5 + governance.decentralised * (1.0 - 0.5 * governance.standards))
        return np.clip(phase.context.local_capacity + spread * self.ability, 0.0, 1.0)

    def press(self, asked: Demand) -> None:
        """Note each place's demand for the personal programmes, a migrant, against the country's."""
        press_all(asked.enrolled + asked.queue, asked.migrants, self.pressure)

    def cover(self, instrument: str) -> NDArray[np.float64]:
        """Return the coverage of a local instrument, one entry a place."""
        return np.ascontiguousarray(self.coverage[:, LOCAL.index(instrument)])

    def reached(self) -> float:
        """Return the share of arrivals that money before departure pays for."""
        covered: list[float] = self.cover("predeparture").tolist()
        return sum(covered) / max(1, len(covered))


def with_debt(lines_of: NDArray[np.int64], paid: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return lines of instruments with the debt service before the last, which no instrument gets."""
    return np.concatenate([lines_of[:, :DEBT_SERVICE], paid[:, None], lines_of[:, DEBT_SERVICE:]], axis=1)


def units(asked: Demand, persons: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how many units of each instrument are asked for: persons, migrants or arrivals; shape (places, 18)."""
    result = np.empty((len(persons), len(INSTRUMENTS)))
    result[:, :PROGRAMMES] = persons
    result[:, PROGRAMMES:] = asked.migrants[:, None]
    result[:, PREDEPARTURE] = asked.arrivals
    return result


@loop
def spend_all(
    by_line: Counts, usable: Doubles, unit: Doubles, asked: Doubles, enrolled: Counts, queue: Counts, spent: Counts,
    met: Doubles, admission: Doubles,
) -> None:  # fmt: skip
    """Spend on each instrument what is there and asked for; note the share of it that is met, and who can be let in."""
    for place in range(len(unit)):
        for k in range(unit.shape[1]):
            money = np.floor(by_line[place, k] * usable[place])
            full = unit[place, k] * asked[place, k]
            met[place, k] = min(1.0, money / full) if full > 0.0 else 0.0
            spent[place, k] = int(min(money, np.floor(full)))
            if k < PROGRAMMES:
                free = max(0.0, money / unit[place, k] - enrolled[place, k])
                admission[place, k] = min(1.0, free / max(1, queue[place, k]))


@loop
def press_all(demand: Counts, migrants: Counts, pressure: Doubles) -> None:
    """Compare the demand for each programme, a migrant, of each place with the country's; 1 where there is none."""
    everybody = max(1, migrants.sum())
    for k in range(demand.shape[1]):
        everywhere = demand[:, k].sum() / everybody
        for place in range(len(demand)):
            here = demand[place, k] / max(1, migrants[place])
            pressure[place, k] = min(2.0, max(0.5, here / everywhere)) if everywhere > 0.0 else 1.0
