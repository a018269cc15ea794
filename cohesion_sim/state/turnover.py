"""Decided ends and beginnings of ties are carried out one by one, in the order of rows, and far memory read ahead."""

from __future__ import annotations

import numpy as np

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Codes, Rows
from cohesion_sim.compiled import loop, rows, rule
from cohesion_sim.state.ties import ASSOCIATION, NOBODY, READ_AHEAD, WORK, add_tie, drop_tie, read_ahead


@rule
def changing(first: int, last: int, ended: Rows, begun: Rows, ends: Rows) -> int:
    """List the rows for which something was decided, then whom each loses, then whom each finds; return how many rows.

    Where nobody is lost or found the row itself stands in.
    """
    count = 0
    for i in rows(first, last):
        ends[count] = i
        count += int((ended[i] & begun[i]) != NOBODY)
    for n in range(count):
        i = ends[n]
        ends[count + n] = ended[i] if ended[i] != NOBODY else i
        ends[2 * count + n] = begun[i] if begun[i] != NOBODY else i
    return count


@rule
def part(i: int, j: int, bridging_ties: Bytes, partner: Rows, link: Bytes, strength: Bytes, degree: Bytes) -> None:
    """End the tie between two persons, if it is still there."""
    for s in range(whole(degree[i])):
        if partner[i, s] == j:
            bridging = whole(link[i, s]) >> 7
            drop_tie(partner, link, strength, degree, i, s)
            bridging_ties[i] -= bridging
            bridging_ties[j] -= bridging
            break


@rule
def join(
    i: int, j: int, group: Codes, place: Rows, bridging_ties: Bytes, partner: Rows, link: Bytes, strength: Bytes,
    degree: Bytes,
) -> None:  # fmt: skip
    """Tie two persons: those of one place meet in an association, others at work."""
    bridging = int((group[i] == 0) != (group[j] == 0))
    layer = ASSOCIATION if place[i] == place[j] else WORK
    if add_tie(partner, link, strength, degree, i, j, layer, bridging, 80):
        bridging_ties[i] += bridging
        bridging_ties[j] += bridging


@loop
def change_ties(
    ended: Rows, begun: Rows, group: Codes, place: Rows, bridging_ties: Bytes, partner: Rows, link: Bytes,
    strength: Bytes, degree: Bytes,
) -> None:  # fmt: skip
    """Carry out what was decided, in row order, and keep the count of bridging ties true."""
    ends = np.empty(3 * READ_AHEAD + 1, np.int32)
    far = np.empty(3 * READ_AHEAD, np.int32)
    seen = np.empty(3 * READ_AHEAD, np.int32)
    for first in range(0, len(ended), READ_AHEAD):
        count = changing(first, min(first + READ_AHEAD, len(ended)), ended, begun, ends)
        read_ahead(ends, 3 * count, partner, link, strength, degree, far, seen)
        for n in range(count):
            i = int(ends[n])
            if ended[i] != NOBODY:
                part(i, int(ended[i]), bridging_ties, partner, link, strength, degree)
            if begun[i] != NOBODY:
                join(i, int(begun[i]), group, place, bridging_ties, partner, link, strength, degree)
