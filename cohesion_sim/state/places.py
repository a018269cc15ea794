"""Places keep a register of addresses: some are empty, and who looks for somebody at an empty one finds nobody.

A resident's first choice of address follows from her key. Picking an address at random therefore picks a resident at
random, and one person more or less in a place changes nobody else's partner: common random numbers survive.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Counts, Flags, Keys, Rows
from cohesion_sim.compiled import loop, rule
from cohesion_sim.state.people import People

VACANT = -1


class Places:
    """Municipalities: their registers and what residents see of each other there.

    Parameters
    ----------
    count
        Number of places.
    """

    def __init__(self, count: int) -> None:
        self.start: NDArray[np.int64] = np.zeros(count, np.int64)
        self.span: NDArray[np.int64] = np.zeros(count, np.int64)
        self.register: NDArray[np.int32] = np.full(0, VACANT, np.int32)
        self.residents: NDArray[np.int64] = np.zeros(count, np.int64)
        self.hosts: NDArray[np.int64] = np.zeros(count, np.int64)
        self.migrants: NDArray[np.int64] = np.zeros(count, np.int64)
        self.migrant_share: NDArray[np.float64] = np.zeros(count)
        self.share_year_ago: NDArray[np.float64] = np.zeros((count, 12))
        self.share_growth: NDArray[np.float64] = np.zeros(count)
        self.host_warmth: NDArray[np.float64] = np.zeros(count)
        self.migrant_warmth: NDArray[np.float64] = np.zeros(count)
        self.host_threat: NDArray[np.float64] = np.zeros(count)
        self.language: NDArray[np.float64] = np.zeros(count)

    def __len__(self) -> int:
        return len(self.start)

    def open_register(self, people: People) -> None:
        """Give every place room for its residents and half as many again, and enter everybody."""
        counts = np.bincount(people.place[people.active], minlength=len(self))
        wanted = np.maximum(16, counts * 1.5).astype(np.int64)
        span = np.int64(1) << np.ceil(np.log2(wanted)).astype(np.int64)
        self.span = span
        self.start = np.concatenate([[0], np.cumsum(span)[:-1]]).astype(np.int64)
        self.register = np.full(int(span.sum()), VACANT, np.int32)
        self.residents[:] = 0
        enter_all(
            people.active,
            people.place,
            people.key,
            people.address,
            self.register,
            self.start,
            self.span,
            self.residents,
        )

    def move(self, people: People, there: Rows) -> int:
        """Move everybody to the place that ``there`` says, −1 for who stays; return how many moved."""
        count, entered = move_all(
            there, people.place, people.key, people.address, self.register, self.start, self.span, self.residents
        )
        if not entered:
            self.open_register(people)
        return count


def dissimilarity(hosts: NDArray[np.int64], migrants: NDArray[np.int64]) -> float:
    """Return the index of dissimilarity of two distributions over places, 0 to 1; 0 if one side is empty."""
    h, m = int(hosts.sum()), int(migrants.sum())
    if h == 0 or m == 0:
        return 0.0
    return 0.5 * float(sum(np.abs(migrants / m - hosts / h).tolist()))


@rule
def enter_one(
    place: Rows, key: Keys, address: Rows, register: Rows, start: Counts, span: Counts, residents: Counts, i: int
) -> None:
    """Enter one person at the first vacant address from the one that her key gives."""
    p = int(place[i])
    wide = int(span[p]) - 1
    at = ((int(key[i]) >> 7) * 0x9E3779B1 >> 5) & 0x7FFFFFFF & wide
    while register[start[p] + at] != VACANT:
        at = (at + 1) & wide
    register[start[p] + at] = i
    address[i] = start[p] + at
    residents[p] += 1


@loop
def enter_all(
    active: Flags,
    place: Rows,
    key: Keys,
    address: Rows,
    register: Rows,
    start: Counts,
    span: Counts,
    residents: Counts,
) -> None:
    """Enter everybody who is active, in row order."""
    for i in range(len(active)):
        if active[i]:
            enter_one(place, key, address, register, start, span, residents, i)


@rule
def entered(
    rows: Keys, place: Rows, key: Keys, address: Rows, register: Rows, start: Counts, span: Counts, residents: Counts
) -> bool:
    """Enter the persons in some rows, in their order; return False, and enter nobody, if larger registers are needed.

    They are where that of a place would be more than four fifths full.
    """
    after = residents.copy()
    for i in rows:
        after[place[i]] += 1
    full = False
    for p in range(len(span)):
        full = full or after[p] * 5 > span[p] * 4
    if full:
        return False
    for i in rows:
        enter_one(place, key, address, register, start, span, residents, i)
    return True


@rule
def strike_off(rows: Keys, place: Rows, address: Rows, register: Rows, residents: Counts) -> None:
    """Strike the persons in some rows off the register."""
    for i in rows:
        register[address[i]] = VACANT
        residents[place[i]] -= 1


@loop
def move_all(
    there: Rows, place: Rows, key: Keys, address: Rows, register: Rows, start: Counts, span: Counts, residents: Counts
) -> tuple[int, bool]:
    """Move persons; return how many, and whether they could be entered where they moved."""
    movers = np.flatnonzero(there >= 0)
    strike_off(movers, place, address, register, residents)
    for i in movers:
        place[i] = there[i]
    return len(movers), entered(movers, place, key, address, register, start, span, residents)
