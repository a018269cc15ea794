"""Rules of money for a test's numbers: each returns what the rule writes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.policy.budget import line_all, move
from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.revenue import raise_all

Cents = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Revenue(NamedTuple):
    """Money of a month, an entry a place."""

    entitled: Cents
    drawn: Cents
    credit: Cents

    @property
    def unclaimed(self) -> Cents:
        """Cents that could not be drawn."""
        return self.entitled - self.drawn


def revenue(
    total: int, migrants: Cents, need: Numbers, residents: Cents, governance: Governance, slump: float = 0.0
) -> Revenue:
    """Return each place's money of the month."""
    found = Revenue(*np.empty((3, len(migrants)), np.int64))
    raise_all(total, migrants, need, residents, governance.transfers, governance.compiled(), slump, *found)
    return found


def lines(money: Cents, shares: Numbers, pressure: Numbers, freedom: float) -> Cents:
    """Return the cents of each place and instrument, and what no instrument gets as last column."""
    by_line = np.empty((len(money), len(shares) + 1), np.int64)
    line_all(money, shares, pressure, freedom, by_line)
    return by_line


def moved(by_line: Cents, wanted: Cents, flexibility: float) -> Cents:
    """Return the lines after money that nobody asks for has gone to where people wait."""
    after = by_line.copy()
    for line, asked in zip(after, wanted, strict=True):
        spare, lack = np.empty((2, len(asked)))
        move(line, asked, flexibility, spare, lack, np.empty(len(asked), np.int64))
    return after
