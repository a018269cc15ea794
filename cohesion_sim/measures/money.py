"""Money is reported as it was booked: allocated, spent and left over, by instrument, and who waited."""

from __future__ import annotations

import numpy as np

from cohesion_sim.arrays import Doubles
from cohesion_sim.compiled import loop, rule
from cohesion_sim.policy.accounts import DEBT_SERVICE, Accounts
from cohesion_sim.policy.instruments import INSTRUMENTS, PERSONAL

BY_LINE = (
    *(f"spent_{name}" for name in INSTRUMENTS),
    *(f"unspent_{name}" for name in INSTRUMENTS),
    *(f"queue_{name}" for name in PERSONAL),
    *(f"enrolled_{name}" for name in PERSONAL),
)
NAMES = (
    "allocated", "spent", "unspent", "unclaimed", "debt_service", "debt", "saved",
    "spent_total", "remittances", "queue", "enrolled", "dropouts", "waiting_weeks", "waiting_abroad", "general_queue",
    *BY_LINE,
)  # fmt: skip
FIRST = NAMES.index(BY_LINE[0])
WEEKS = 365.25 / 7.0 / 12.0
"""Weeks in a month."""


def booked(accounts: Accounts | None) -> tuple[float, ...]:
    """Return the money of a month in EUR and persons by programme, in the order of ``NAMES``; 0 before the first month.

    What no instrument gets, and what is paid back, is in ``unspent``, ``spent`` and in no column of an instrument.
    """
    if accounts is None:
        return (0.0,) * len(NAMES)
    found = np.empty(len(NAMES))
    book_all(accounts, found)
    return tuple(found.tolist())


@loop
def book_all(a: Accounts, found: Doubles) -> None:
    """Add up the month over places, in the order of :data:`NAMES`."""
    lines, programmes = a.spent.shape[1], a.queue.shape[1]
    by_line, by_programme = np.zeros((2, lines), np.int64), np.zeros((2, programmes), np.int64)
    free = 0.0
    for place in range(len(a.spent)):
        for k in range(lines):
            by_line[0, k] += a.spent[place, k]
            by_line[1, k] += a.allocated[place, k] - a.spent[place, k]
        for k in range(programmes):
            by_programme[0, k] += a.queue[place, k]
            by_programme[1, k] += a.enrolled[place, k]
        free += a.freed[place, 0]
    paid, over = by_line[0].sum(), by_line[1].sum()
    found[0] = (paid + over) / 100.0
    found[1] = paid / 100.0
    found[2] = over / 100.0
    found[3] = a.unclaimed.sum() / 100.0
    found[4] = by_line[0, DEBT_SERVICE] / 100.0
    found[5] = a.debt.sum() / 100.0
    found[6] = a.saved.sum() / 100.0
    found[7] = a.total
    found[8] = a.remitted
    found[9] = by_programme[0].sum()
    found[10] = by_programme[1].sum()
    found[11] = a.left.sum()
    found[12] = waiting_weeks(by_programme[0, 0], free)
    found[13] = a.abroad
    found[14] = a.general_queue
    at = FIRST
    for row in range(2):
        for k in range(DEBT_SERVICE):
            found[at] = by_line[row, k] / 100.0
            at += 1
    for row in range(2):
        for k in range(programmes):
            found[at] = by_programme[row, k]
            at += 1


@rule
def waiting_weeks(waiting: int, freed: float) -> float:
    """Return the mean weeks that those who wait have to wait, at the rate at which places become free.

    Persons waiting over places that become free a month (Little's law), at most ten years; 0 if nobody waits.
    """
    if waiting == 0:
        return 0.0
    return min(520.0, waiting / max(freed, waiting / 120.0) * WEEKS)
