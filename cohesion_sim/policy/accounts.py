"""Accounts are the money of a month to the cent, and the places it bought."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.policy.instruments import INSTRUMENTS

DEBT_SERVICE = len(INSTRUMENTS)
"""Column of the accounts with what places pay back; the next and last one is what no instrument gets."""
LINES = DEBT_SERVICE + 2
"""Columns of the accounts."""


class Accounts(NamedTuple):
    """The money of a month, in cents, and the places it bought.

    Attributes
    ----------
    allocated, spent
        Shape (places, 20): the instruments, debt service, and what no instrument gets. ``allocated = spent + unspent``
        in every cell, exactly.
    unclaimed
        What a place was entitled to and could not draw, shape (places,). The budget is allocated plus unclaimed.
    debt
        What a place owes, shape (places,).
    saved
        What the month would have cost more without the knowledge of targeted work, shape (places,).
    enrolled, queue, admitted, waits
        Persons in a personal programme, persons waiting who have the time to start, persons admitted and the months
        these had waited, shape (places, 11).
    freed
        Places that become free in a month when people finish, shape (places, 11).
    left
        Persons who dropped out of a programme, shape (places,).
    total
        EUR that the programmes have cost since the start, discounted to it; borrowed money when it is paid back.
    remitted
        EUR that migrants sent to their origin in the month.
    abroad
        Persons who wait in a neighbouring region on their way here.
    general_queue
        Shortage in the general services that hosts and migrants share, 0 to 1, mean over residents.
    """

    allocated: NDArray[np.int64]
    spent: NDArray[np.int64]
    unclaimed: NDArray[np.int64]
    debt: NDArray[np.int64]
    saved: NDArray[np.int64]
    enrolled: NDArray[np.int64]
    queue: NDArray[np.int64]
    admitted: NDArray[np.int64]
    waits: NDArray[np.int64]
    freed: NDArray[np.float64]
    left: NDArray[np.int64]
    total: float
    remitted: float
    abroad: float
    general_queue: float

    @property
    def unspent(self) -> NDArray[np.int64]:
        """Cents left over."""
        return self.allocated - self.spent
