"""Revenue is where local money comes from: transfers, own revenue, borrowing, partners, each with its conditions.

Equations
    total      = funding · migrants / 12
    transfers  by head or by need; drawn only against the place's own part, c/(1 − c) of them (co-financing)
    own        where residents are; falls with unemployment above the context's
    borrowed   by head, as far as money is spent; paid back with interest, before anything else
    partners   by head
    floor      no place stays below ``standards`` of the mean per head

Assumes
    Money that a place cannot draw is lost to it and reported as unclaimed.

Sources
    UN DESA 2020, in the chapter: the four sources of local revenue. Lump sums per head: D05, D07, I131.
"""

from __future__ import annotations

import numpy as np

from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import rule
from cohesion_sim.policy.budget import divide
from cohesion_sim.policy.governance import Governance


@rule
def raise_all(
    total: int, migrants: Counts, need: Doubles, residents: Counts, transfers: float, g: Governance, slump: float,
    entitled: Counts, drawn: Counts, credit: Counts,
) -> None:  # fmt: skip
    """Write a month's money of each place, cents: what it is entitled to, what it can draw, and the credit in that.

    Parameters
    ----------
    total
        The integration budget of the country, cents.
    migrants, residents
        Persons in each place, shape (places,).
    need
        Need for services in each place, shape (places,), any unit.
    transfers
        The state's share.
    g
        Formula, sources and standards.
    slump
        Share of own revenue that is missing, 0 to 1.
    entitled, drawn, credit
        Written, shape (places,).
    """
    count = len(migrants)
    held, rest = np.empty(count), np.empty(count)
    part = np.empty((3, count))
    everybody = max(1, migrants.sum())
    where = 0
    all_need = 0.0
    for place in range(count):
        where += residents[place] if migrants[place] > 0 else 0
        all_need += need[place]
    for place in range(count):
        heads = migrants[place] / everybody
        needy = need[place] / all_need if all_need > 0.0 else heads
        raised = (residents[place] if migrants[place] > 0 else 0) / max(1, where)
        part[0, place] = transfers * ((1.0 - g.need_based) * heads + g.need_based * needy)
        part[1, place] = g.own_revenue * raised
        part[2, place] = g.borrowing * heads
        money = part[0, place] + part[1, place] + part[2, place] + g.partnership * heads
        held[place] = max(money, g.standards * heads)
    divide(total, held, entitled, rest)
    for place in range(count):
        heads = migrants[place] / everybody
        given, own, loan = part[0, place], part[1, place], part[2, place]
        partners = g.partnership * heads
        money = given + own + loan + partners
        whole = money if money > 0.0 else 1.0
        local = own * (1.0 - slump) + loan + partners
        if g.cofinancing > 0.0:
            given = min(given, local * (1.0 - g.cofinancing) / g.cofinancing)
        drawn[place] = entitled[place]
        if slump > 0.0 or g.cofinancing > 0.0:
            drawn[place] = int(np.floor(entitled[place] * min(1.0, (given + local) / whole)))
        credit[place] = int(np.floor(drawn[place] * (loan / whole if money > 0.0 else 0.0)))


@rule
def served(owed: int, drawn: int, interest: float, months: int) -> tuple[int, int]:
    """Return the cents that a place pays back this month, at most what it has drawn, and those that it owes then.

    ``interest`` is a rate a year, ``months`` the time in which a debt is paid back.
    """
    due = int(np.floor(owed * (interest / 12.0)))
    paid = min(drawn, due - (-owed // months))
    return paid, owed + due - paid


@rule
def borrowed(credit: int, drawn: int, outlay: int) -> int:
    """Return the cents that a place borrows for what it spends, at most its credit."""
    return int(np.floor(credit * (outlay / max(drawn, 1))))
