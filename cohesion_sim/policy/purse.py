"""The purse: the money of a month becomes places in programmes and coverage, place by place, to the cent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
        self.debt.add(money.borrowed)
        shares = np.array([getattr(phase.regime.instruments, name) for name in INSTRUMENTS])
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
        by_line[:, :-1] = moved(by_line[:, :-1], wanted, governance.flexibility)
        spent = self.spend(by_line, asked, unit, usable)
        saved = np.floor(row_sums(spent.astype(np.float64)) * saving / (1.0 - saving)).astype(np.int64)
        self.press(asked)
        cost = int(spent.sum()) + int(paid.sum()) - int(money.borrowed.sum())
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
        money = np.floor(by_line[:, :-1] * usable[:, None])
        full = unit * units(asked, asked.enrolled)
        intensity = np.where(full > 0.0, np.minimum(1.0, money / np.where(full > 0.0, full, 1.0)), 0.0)
        self.intensity, self.coverage = intensity[:, :PROGRAMMES], intensity[:, PROGRAMMES:]
        free = np.maximum(0.0, money[:, :PROGRAMMES] / unit[:, :PROGRAMMES] - asked.enrolled)
        self.admission = np.minimum(1.0, free / np.maximum(1, asked.queue))
        spent = np.zeros_like(by_line)
        spent[:, :-1] = np.minimum(money, np.floor(full)).astype(np.int64)
        return spent

    def capacity(self, phase: Phase) -> NDArray[np.float64]:
        """Return the share of its money that each place can spend: the more decentralised, the more uneven."""
        governance = phase.regime.governance
        spread = phase.context.capacity_spread * (0.5 + governance.decentralised * (1.0 - 0.5 * governance.standards))
        return np.clip(phase.context.local_capacity + spread * self.ability, 0.0, 1.0)

    def press(self, asked: Demand) -> None:
        """Note each place's demand for the personal programmes, a migrant, against the country's."""
        demand, migrants = asked.enrolled + asked.queue, asked.migrants
        here = demand / np.maximum(1, migrants)[:, None]
        everywhere = demand.sum(axis=0) / max(1, int(migrants.sum()))
        relative = here / np.where(everywhere > 0.0, everywhere, 1.0)
        self.pressure[:, :PROGRAMMES] = np.where(everywhere > 0.0, np.clip(relative, 0.5, 2.0), 1.0)

    def cover(self, instrument: str) -> NDArray[np.float64]:
        """Return the coverage of a local instrument, one entry a place."""
        return np.ascontiguousarray(self.coverage[:, LOCAL.index(instrument)])

    def reached(self) -> float:
        """Return the share of arrivals that money before departure pays for."""
        covered: list[float] = self.cover("predeparture").tolist()
        return sum(covered) / max(1, len(covered))


def with_debt(lines_of: NDArray[np.int64], paid: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return lines of instruments with the debt service before the last, which no instrument gets."""
    return np.hstack([lines_of[:, :DEBT_SERVICE], paid[:, None], lines_of[:, DEBT_SERVICE:]])


def units(asked: Demand, persons: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how many units of each instrument are asked for: persons, migrants or arrivals; shape (places, 18)."""
    everybody = np.repeat(asked.migrants[:, None], len(LOCAL), axis=1)
    result = np.hstack([persons, everybody]).astype(np.float64)
    result[:, PREDEPARTURE] = asked.arrivals
    return result
