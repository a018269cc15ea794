"""Money is reported as it was booked: allocated, spent and left over, by instrument, and who waited."""

from __future__ import annotations

from cohesion_sim.policy.accounts import Accounts
from cohesion_sim.policy.instruments import INSTRUMENTS, PERSONAL

NAMES = (
    "allocated", "spent", "unspent", "unclaimed", "debt_service", "debt", "saved",
    "spent_total", "remittances", "queue", "enrolled", "dropouts", "waiting_weeks", "waiting_abroad", "general_queue",
    *(f"spent_{name}" for name in INSTRUMENTS),
    *(f"unspent_{name}" for name in INSTRUMENTS),
    *(f"queue_{name}" for name in PERSONAL),
    *(f"enrolled_{name}" for name in PERSONAL),
)  # fmt: skip
WEEKS = 365.25 / 7.0 / 12.0
"""Weeks in a month."""


def booked(accounts: Accounts | None) -> tuple[float, ...]:
    """Return the money of a month in EUR and persons by programme, in the order of ``NAMES``; 0 before the first month.

    What no instrument gets, and what is paid back, is in ``unspent``, ``spent`` and in no column of an instrument.
    """
    if accounts is None:
        return (0.0,) * len(NAMES)
    instruments = len(INSTRUMENTS)
    cents = accounts.spent.sum(axis=0).tolist(), accounts.unspent.sum(axis=0).tolist()
    spent, unspent = ([each / 100.0 for each in by_line] for by_line in cents)
    queue, enrolled = accounts.queue.sum(axis=0).tolist(), accounts.enrolled.sum(axis=0).tolist()
    return (
        (sum(cents[0]) + sum(cents[1])) / 100.0,
        sum(cents[0]) / 100.0,
        sum(cents[1]) / 100.0,
        int(accounts.unclaimed.sum()) / 100.0,
        spent[instruments],
        int(accounts.debt.sum()) / 100.0,
        int(accounts.saved.sum()) / 100.0,
        accounts.total,
        accounts.remitted,
        float(sum(queue)),
        float(sum(enrolled)),
        float(accounts.left.sum()),
        waiting_weeks(accounts, 0),
        accounts.abroad,
        accounts.general_queue,
        *spent[:instruments],
        *unspent[:instruments],
        *(float(number) for number in queue),
        *(float(number) for number in enrolled),
    )


def waiting_weeks(accounts: Accounts, programme: int) -> float:
    """Return the mean weeks that those who wait for a programme have to wait, at the rate at which places become free.

    Persons waiting over places that become free a month (Little's law), at most ten years; 0 if nobody waits.
    """
    waiting = int(accounts.queue[:, programme].sum())
    freed: float = sum(accounts.freed[:, programme].tolist())
    if waiting == 0:
        return 0.0
    return min(520.0, waiting / max(freed, waiting / 120.0) * WEEKS)
