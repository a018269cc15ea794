"""Decided ends and beginnings of ties are carried out one by one, in the order of rows, and far memory read ahead."""

from __future__ import annotations

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Codes, Counts, Rows
from cohesion_sim.compiled import loop, rule
from cohesion_sim.state.ties import ASSOCIATION, NOBODY, READ_AHEAD, WORK, add_tie, drop_tie, read_ahead


@rule
def together(decided: Rows, starts: Counts) -> int:
    """Move lists of decisions, each with nobody after its last, to one at the beginning; return its length."""
    count = 0
    for share in range(len(starts)):
        after = starts[share + 1] if share + 1 < len(starts) else decided.shape[1]
        for n in range(starts[share], after):
            if decided[0, n] == NOBODY:
                break
            for part in range(3):
                decided[part, count] = decided[part, n]
            count += 1
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
    decided: Rows, starts: Counts, group: Codes, place: Rows, bridging_ties: Bytes, partner: Rows, link: Bytes,
    strength: Bytes, degree: Bytes,
) -> None:  # fmt: skip
    """Carry out what was decided, in row order, and keep the count of bridging ties true.

    ``decided`` lists, from each of ``starts`` on, who loses whom and who finds whom, shape (3, rows).
    """
    count = together(decided, starts)
    for first in range(0, count, READ_AHEAD):
        last = min(first + READ_AHEAD, count)
        for who in range(3):
            read_ahead(decided[who, first:last], partner, link, strength, degree)
        for n in range(first, last):
            i, lost, found = int(decided[0, n]), int(decided[1, n]), int(decided[2, n])
            if lost != NOBODY:
                part(i, lost, bridging_ties, partner, link, strength, degree)
            if found != NOBODY:
                join(i, found, group, place, bridging_ties, partner, link, strength, degree)
