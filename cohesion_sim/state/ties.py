"""Ties are undirected and lie in slots: each end knows the other's row and in which of its slots the tie lies.

So a tie is added at both ends and dropped from both without a search: the last slot moves into the gap.

    partner[i, s]   row of the person at the other end
    link[i, s]      bits 0–4 her slot of this tie · bits 5–6 the layer · bit 7 set if the tie bridges host and migrant
    strength[i, s]  0–255: how well they know and trust each other
    degree[i]       number of slots in use
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Keys, Rows
from cohesion_sim.compiled import rule
from cohesion_sim.fetching import fetch

KIN, NEIGHBOURHOOD, WORK, ASSOCIATION = range(4)
LAYERS = ("kin", "neighbourhood", "work", "association")
SLOTS = 16
MOST_SLOTS = 32
BRIDGING = 128
"""A link of this or more bridges host and migrant."""
NOBODY = -1
"""Stands for a row or a slot where there is none."""


class Ties:
    """The contact network of all rows.

    Parameters
    ----------
    count
        Number of rows.
    slots
        The most ties a person can have, at most 32.
    """

    def __init__(self, count: int, slots: int = SLOTS) -> None:
        self.partner: NDArray[np.int32] = np.full((count, slots), NOBODY, np.int32)
        self.link: NDArray[np.uint8] = np.zeros((count, slots), np.uint8)
        self.strength: NDArray[np.uint8] = np.zeros((count, slots), np.uint8)
        self.degree: NDArray[np.uint8] = np.zeros(count, np.uint8)

    @property
    def slots(self) -> int:
        """The most ties a person can have."""
        return int(self.partner.shape[1])

    def grow(self, room: int) -> None:
        """Make room for so many rows, if there is less."""
        if room <= len(self.degree):
            return
        for name in ("partner", "link", "strength", "degree"):
            old = getattr(self, name)
            larger = np.zeros((room, *old.shape[1:]), old.dtype)
            larger[: len(old)] = old
            setattr(self, name, larger)

    def edges(self) -> tuple[Rows, Rows, Bytes, Bytes]:
        """Return each tie once: row of one end, row of the other, layer, strength."""
        used = np.arange(self.slots)[None, :] < self.degree[:, None]
        one, slot = np.nonzero(used)
        other = self.partner[one, slot]
        once = one < other
        one, slot, other = one[once], slot[once], other[once]
        layer = ((self.link[one, slot] >> 5) & 3).astype(np.uint8)
        return one.astype(np.int32), other, layer, self.strength[one, slot]

    def bytes_per_person(self) -> float:
        """Return the bytes that one row of the network takes."""
        return float(self.slots * 6 + 1)


@rule
def tied(partner: NDArray[np.int32], degree: NDArray[np.uint8], one: int, other: int) -> bool:
    """Return whether two persons have a tie."""
    for s in range(degree[one]):  # noqa: SIM110  (Numba compiles no generator)
        if partner[one, s] == other:
            return True
    return False


@rule
def add_tie(
    partner: NDArray[np.int32],
    link: NDArray[np.uint8],
    strength: NDArray[np.uint8],
    degree: NDArray[np.uint8],
    one: int,
    other: int,
    layer: int,
    bridging: int,
    strong: int,
) -> bool:
    """Tie two persons, unless they are tied, the same, or one has no slot left; return whether it was done."""
    slots = partner.shape[1]
    if one == other or degree[one] >= slots or degree[other] >= slots:
        return False
    if tied(partner, degree, one, other):
        return False
    a = whole(degree[one])
    b = whole(degree[other])
    kind = (layer << 5) | (bridging << 7)
    partner[one, a] = other
    link[one, a] = b | kind
    strength[one, a] = strong
    degree[one] = a + 1
    partner[other, b] = one
    link[other, b] = a | kind
    strength[other, b] = strong
    degree[other] = b + 1
    return True


@rule
def vacate(
    partner: NDArray[np.int32],
    link: NDArray[np.uint8],
    strength: NDArray[np.uint8],
    degree: NDArray[np.uint8],
    row: int,
    slot: int,
) -> None:
    """Free one slot of one end: the last slot moves into the gap and its partner is told.

    If it is the last itself, its own link stands in for the partner's: no branch, which would be taken by chance.
    """
    last = whole(degree[row]) - 1
    moved = whole(link[row, last])
    far = int(partner[row, last]) if slot != last else row
    far_slot = moved & 31 if slot != last else slot
    link[far, far_slot] = (whole(link[far, far_slot]) & 0xE0) | slot
    link[row, slot] = moved
    partner[row, slot] = partner[row, last]
    strength[row, slot] = strength[row, last]
    partner[row, last] = NOBODY
    degree[row] = last


@rule
def drop_tie(
    partner: NDArray[np.int32],
    link: NDArray[np.uint8],
    strength: NDArray[np.uint8],
    degree: NDArray[np.uint8],
    row: int,
    slot: int,
) -> None:
    """End the tie that lies in a slot of a row, at both ends."""
    other = int(partner[row, slot])
    other_slot = whole(link[row, slot]) & 31
    vacate(partner, link, strength, degree, other, other_slot)
    vacate(partner, link, strength, degree, row, slot)


READ_AHEAD = 256
"""Ends of ties that are asked for together, so that far memory is waited for once and not one by one."""


@rule
def read_ahead(ends: Rows, partner: Rows, link: Bytes, strength: Bytes, degree: Bytes) -> None:
    """Ask for what changing a tie of each of some rows will need; nobody's row stands for none."""
    for end in ends:
        fetch(partner, end)
        fetch(link, end)
        fetch(strength, end)
    for end in ends:
        row = max(int(end), 0)
        fetch(link, partner[row, max(whole(degree[row]) - 1, 0)])


@rule
def part_all(gone: Keys, partner: Rows, link: Bytes, strength: Bytes, degree: Bytes) -> None:
    """End all ties of the persons in some rows."""
    ends = np.empty(READ_AHEAD, np.int32)
    each = READ_AHEAD // partner.shape[1]
    for start in range(0, len(gone), each):
        together = gone[start : start + each]
        count = 0
        for i in together:
            for s in range(whole(degree[i])):
                ends[count] = partner[i, s]
                count += 1
        read_ahead(ends[:count], partner, link, strength, degree)
        for i in together:
            while degree[i] > 0:
                drop_tie(partner, link, strength, degree, i, whole(degree[i]) - 1)
