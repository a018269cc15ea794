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

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.policy.budget import divided
from cohesion_sim.policy.governance import Governance


class Revenue(NamedTuple):
    """Money of a month, cents, an entry a place; ``entitled = drawn + unclaimed``, ``credit`` is part of drawn."""

    entitled: NDArray[np.int64]
    drawn: NDArray[np.int64]
    credit: NDArray[np.int64]

    @property
    def unclaimed(self) -> NDArray[np.int64]:
        """Cents that could not be drawn."""
        return self.entitled - self.drawn

    def borrowed_for(self, outlay: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the cents that each place borrows for what it spends, at most what it has drawn."""
        share = outlay / np.maximum(self.drawn, 1)
        return np.floor(self.credit * share).astype(np.int64)


def revenue(
    total: int,
    migrants: NDArray[np.int64],
    need: NDArray[np.float64],
    residents: NDArray[np.int64],
    governance: Governance,
    slump: float = 0.0,
) -> Revenue:
    """Return each place's money of the month.

    Parameters
    ----------
    total
        The integration budget of the country, cents.
    migrants, residents
        Persons in each place, shape (places,).
    need
        Need for services in each place, shape (places,), any unit.
    governance
        Formula, sources and standards.
    slump
        Share of own revenue that is missing, 0 to 1.
    """
    heads = migrants / max(1, int(migrants.sum()))
    all_need = sum(need.tolist())
    needy = need / all_need if all_need > 0.0 else heads
    raised = np.where(migrants > 0, residents, 0) / max(1, int(residents[migrants > 0].sum()))
    g = governance
    transfers = g.transfers * ((1.0 - g.need_based) * heads + g.need_based * needy)
    own, borrowed, partners = g.own_revenue * raised, g.borrowing * heads, g.partnership * heads
    money = transfers + own + borrowed + partners
    held = np.maximum(money, g.standards * heads)
    entitled = divided(total, held)
    own = own * (1.0 - slump)
    local = own + borrowed + partners
    drawn = transfers
    if g.cofinancing > 0.0:
        drawn = np.minimum(transfers, local * (1.0 - g.cofinancing) / g.cofinancing)
    whole = np.where(money > 0.0, money, 1.0)
    cents = entitled
    if slump > 0.0 or g.cofinancing > 0.0:
        cents = np.floor(entitled * np.minimum(1.0, (drawn + local) / whole)).astype(np.int64)
    return Revenue(entitled, cents, np.floor(cents * np.where(money > 0.0, borrowed / whole, 0.0)).astype(np.int64))


class Debt:
    """What places owe, in cents: it grows by what is borrowed and is paid back with interest.

    Parameters
    ----------
    places
        Number of places.
    """

    def __init__(self, places: int) -> None:
        self.owed = np.zeros(places, np.int64)

    def served(self, drawn: NDArray[np.int64], interest: float, repayment: float) -> NDArray[np.int64]:
        """Return the cents that each place pays this month, at most what it has drawn, and lower the debt by them.

        Parameters
        ----------
        drawn
            Cents of each place.
        interest
            Rate a year.
        repayment
            Months in which a debt is paid back.
        """
        due = np.floor(self.owed * (interest / 12.0)).astype(np.int64)
        paid: NDArray[np.int64] = np.minimum(drawn, due + -(-self.owed // max(1, int(repayment))))
        self.owed = self.owed + due - paid
        return paid

    def add(self, borrowed: NDArray[np.int64]) -> None:
        """Take on new debt."""
        self.owed = self.owed + borrowed
