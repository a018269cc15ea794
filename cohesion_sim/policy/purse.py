"""The purse: the money of a month becomes places in programmes and coverage, place by place, to the cent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cohesion_sim.arithmetic import clipped
from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import rule
from cohesion_sim.policy.accounts import DEBT_SERVICE
from cohesion_sim.policy.budget import line_all, move
from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.instruments import PREDEPARTURE
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.quality import dearer
from cohesion_sim.policy.revenue import borrowed, raise_all, served
from cohesion_sim.policy.services import Services
from cohesion_sim.policy.stocks import Stocks
from cohesion_sim.policy.timeline import Phase
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import PROGRAMMES


class Demand(NamedTuple):
    """Who asks for services, one row a place: persons, need in any unit, persons by programme, the month's arrivals."""

    residents: Counts
    migrants: Counts
    need: Doubles
    enrolled: Counts
    queue: Counts
    arrivals: Doubles


class Booked(NamedTuple):
    """Cents of a month, as :class:`Accounts` begin.

    Allocated and spent by place and line; not drawn, owed, and saved by knowledge, by place.
    """

    allocated: Counts
    spent: Counts
    unclaimed: Counts
    debt: Counts
    saved: Counts


class Terms(NamedTuple):
    """What decides in a phase how places may use their money.

    Shares of the instruments and cents that a unit of each costs; the factor of delivery on costs, and the share of
    them that full knowledge saves; how far a place follows its own demand; the share of its money that a place of
    middling ability can spend, and how much a standard deviation of ability adds; the share of a surplus that may be
    moved; the state's share; interest a year and months of repayment; formula, sources and standards.
    """

    shares: Doubles
    costs: Doubles
    dearer: float
    saving: float
    freedom: float
    capacity: float
    spread: float
    flexibility: float
    transfers: float
    interest: float
    repayment: int
    governance: Governance


def terms(p: Services, programmes: Programmes, phase: Phase) -> Terms:
    """Return what decides in a phase how places may use their money."""
    regime, context = phase.regime, phase.context
    governance = regime.governance
    local = governance.decentralised * (1.0 - 0.5 * governance.standards)
    return Terms(
        shares=regime.instruments.shares,
        costs=programmes.costs,
        dearer=dearer(p, regime),
        saving=p.saving,
        freedom=p.discretion * local,
        capacity=context.local_capacity,
        spread=context.capacity_spread * (0.5 + local),
        flexibility=governance.flexibility,
        transfers=governance.transfers,
        interest=p.interest,
        repayment=max(1, int(p.repayment)),
        governance=governance.sealed(),
    )


@rule
def spend_all(
    total: int, asked: Demand, slump: float, openness: float, t: Terms, s: Stocks, booked: Booked, outlay: Counts,
    means: Doubles,
) -> int:  # fmt: skip
    """Raise the money of each place and spend it on what is there and asked for; return what the month costs, cents.

    Notes which share of each instrument is met, who can be let in, what programmes cost and which share of all that is
    asked for a place can pay, what knowledge saved, what is owed, and how demand presses next month.

    Parameters
    ----------
    total
        The integration budget of the country, cents.
    asked, booked
        Who asks for services; written: what is booked.
    slump
        Share of own revenue that is missing, 0 to 1.
    openness
        Share of services that are open.
    t, s
        How places may use their money; what they have, which is written.
    outlay, means
        Written: cents spent on instruments, and the share of what is asked for that a place can pay, shape (places,).
    """
    places, count = len(s.ability), len(t.costs)
    entitled, drawn, credit, paid, left = np.empty((5, places), np.int64)
    by_line = np.empty((places, count + 1), np.int64)
    raise_all(
        total, asked.migrants, asked.need, asked.residents, t.transfers, opened(t.governance), slump, entitled, drawn,
        credit,
    )  # fmt: skip
    for place in range(places):
        booked.unclaimed[place] = entitled[place] - drawn[place]
        paid[place], s.owed[place] = served(int(s.owed[place]), int(drawn[place]), t.interest, t.repayment)
        left[place] = drawn[place] - paid[place]
    line_all(left, t.shares, s.pressure, t.freedom, by_line)
    unit, spare, lack = np.empty((3, count))
    wanted, part = np.empty((2, count), np.int64)
    cost = 0
    for place in range(places):
        line = by_line[place]
        usable = clipped(t.capacity + t.spread * s.ability[place], 0.0, 1.0) * openness
        saving = t.saving * s.knowledge[place]
        needed = 0.0
        there = 0.0
        for k in range(count):
            unit[k] = t.costs[k] * (t.dearer * (1.0 - saving))
            wanted[k] = int(np.ceil(unit[k] * (units(asked, place, k) + waiting(asked, place, k))))
            needed += wanted[k]
            there += line[k]
        means[place] = min(1.0, there * usable / max(needed, 1.0))
        move(line, wanted, t.flexibility, spare, lack, part)
        out = 0
        for k in range(count):
            money = np.floor(line[k] * usable)
            full = unit[k] * units(asked, place, k)
            met = min(1.0, money / full) if full > 0.0 else 0.0
            booked.allocated[place, k] = line[k]
            booked.spent[place, k] = int(min(money, np.floor(full)))
            out += booked.spent[place, k]
            if k < PROGRAMMES:
                free = max(0.0, money / unit[k] - asked.enrolled[place, k])
                s.admission[place, k] = min(1.0, free / max(1, asked.queue[place, k]))
                s.intensity[place, k] = met
            else:
                s.coverage[place, k - PROGRAMMES] = met
        outlay[place] = out
        booked.saved[place] = int(np.floor(out * saving / (1.0 - saving)))
        booked.allocated[place, DEBT_SERVICE] = booked.spent[place, DEBT_SERVICE] = paid[place]
        booked.allocated[place, DEBT_SERVICE + 1], booked.spent[place, DEBT_SERVICE + 1] = line[count], 0
        loan = borrowed(int(credit[place]), int(drawn[place]), int(out + paid[place]))
        s.owed[place] += loan
        booked.debt[place] = s.owed[place]
        cost += out + paid[place] - loan
    press_all(asked.enrolled, asked.queue, asked.migrants, s.pressure)
    return cost


@rule
def units(asked: Demand, place: int, k: int) -> float:
    """Return how many units of an instrument are asked for in a place: persons, migrants or arrivals."""
    if k < PROGRAMMES:
        return float(asked.enrolled[place, k])
    return float(asked.arrivals[place]) if k == PROGRAMMES + PREDEPARTURE else float(asked.migrants[place])


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
