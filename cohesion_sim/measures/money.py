"""Money is reported as it was booked: allocated, spent and left over, by instrument, and who waited."""

from __future__ import annotations

from cohesion_sim.policy.budget import INSTRUMENTS
from cohesion_sim.policy.provision import Accounts

NAMES = (
    "allocated",
    "spent",
    "unspent",
    "queue",
    *(f"spent_{name}" for name in INSTRUMENTS),
    *(f"unspent_{name}" for name in INSTRUMENTS),
)


def booked(accounts: Accounts | None) -> tuple[float, ...]:
    """Return the money of a month in EUR and the queue in persons, in the order of ``NAMES``; 0 before the first month.

    What no instrument gets is in ``unspent`` and in no ``unspent_<instrument>``.
    """
    if accounts is None:
        return (0.0,) * len(NAMES)
    spent, unspent = accounts.spent.sum(axis=0), accounts.unspent.sum(axis=0)
    lines = len(INSTRUMENTS)
    return (
        int(accounts.allocated.sum()) / 100.0,
        int(spent.sum()) / 100.0,
        int(unspent.sum()) / 100.0,
        sum(accounts.queue.ravel().tolist()),
        *(int(cents) / 100.0 for cents in spent[:lines]),
        *(int(cents) / 100.0 for cents in unspent[:lines]),
    )
