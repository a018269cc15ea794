"""Money is reported as it was booked: allocated, spent and left over, by instrument, and who waited."""

from __future__ import annotations

import numpy as np

from cohesion_sim.arrays import Counts, Doubles
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
SUMMED = (
    "allocated", "spent", "unspent", "unclaimed", "debt_service", "debt", "saved", "queue", "enrolled", "dropouts",
    "waiting_weeks", *BY_LINE,
)  # fmt: skip
"""What is added up over places; the rest of the accounts is of the country."""
SPENT_TOTAL, WAITING_ABROAD = NAMES.index("spent_total"), NAMES.index("waiting_abroad")
"""Where two numbers of the country each stand between the sums."""
FIRST = SUMMED.index(BY_LINE[0])
WEEKS = 365.25 / 7.0 / 12.0
"""Weeks in a month."""


def booked(accounts: Accounts | None) -> tuple[float, ...]:
    """Return the money of a month in EUR and persons by programme, in the order of ``NAMES``; 0 before the first month.

    What no instrument gets, and what is paid back, is in ``unspent``, ``spent`` and in no column of an instrument.
    """
    if accounts is None:
        return (0.0,) * len(NAMES)
    sums = np.empty(len(SUMMED))
    book_all(
        accounts.allocated, accounts.spent, accounts.unclaimed, accounts.debt, accounts.saved, accounts.queue,
        accounts.enrolled, accounts.left, accounts.freed, sums,
    )  # fmt: skip
    found = sums.tolist()
    found[SPENT_TOTAL:SPENT_TOTAL] = [accounts.total, accounts.remitted]
    found[WAITING_ABROAD:WAITING_ABROAD] = [accounts.abroad, accounts.general_queue]
    return tuple(found)


@loop
def book_all(
    allocated: Counts, spent: Counts, unclaimed: Counts, debt: Counts, saved: Counts, queue: Counts, enrolled: Counts,
    left: Counts, freed: Doubles, sums: Doubles,
) -> None:  # fmt: skip
    """Add up the month over places, in the order of :data:`SUMMED`."""
    lines, programmes = spent.shape[1], queue.shape[1]
    by_line, by_programme = np.zeros((2, lines), np.int64), np.zeros((2, programmes), np.int64)
    free = 0.0
    for place in range(len(spent)):
        for k in range(lines):
            by_line[0, k] += spent[place, k]
            by_line[1, k] += allocated[place, k] - spent[place, k]
        for k in range(programmes):
            by_programme[0, k] += queue[place, k]
            by_programme[1, k] += enrolled[place, k]
        free += freed[place, 0]
    paid, over = by_line[0].sum(), by_line[1].sum()
    sums[0] = (paid + over) / 100.0
    sums[1] = paid / 100.0
    sums[2] = over / 100.0
    sums[3] = unclaimed.sum() / 100.0
    sums[4] = by_line[0, DEBT_SERVICE] / 100.0
    sums[5] = debt.sum() / 100.0
    sums[6] = saved.sum() / 100.0
    sums[7] = by_programme[0].sum()
    sums[8] = by_programme[1].sum()
    sums[9] = left.sum()
    sums[10] = waiting_weeks(by_programme[0, 0], free)
    at = FIRST
    for row in range(2):
        for k in range(DEBT_SERVICE):
            sums[at] = by_line[row, k] / 100.0
            at += 1
    for row in range(2):
        for k in range(programmes):
            sums[at] = by_programme[row, k]
            at += 1


@rule
def waiting_weeks(waiting: int, freed: float) -> float:
    """Return the mean weeks that those who wait have to wait, at the rate at which places become free.

    Persons waiting over places that become free a month (Little's law), at most ten years; 0 if nobody waits.
    """
    if waiting == 0:
        return 0.0
    return min(520.0, waiting / max(freed, waiting / 120.0) * WEEKS)
