"""One pass over people adds up everything that is measured on persons, in whole numbers, cell by cell.

A cell is a subgroup and a side. What a person contributes is counted (work, ties, status, strategy, pattern of
deprivations) or summed in 1/SCALE (attitudes), so that a tally is the same whatever the threads or the order of rows.
Outcomes are measured on adults; heads and ties of children are kept beside them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from cohesion_sim.arrays import Bytes, Codes, Counts, Flags, Floats, Months, Rows, Words
from cohesion_sim.compiled import SCALE, Workers, loop, rows, rule
from cohesion_sim.measures.cutoffs import Measures
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import ADULT, RETIRED, WHERE, F
from cohesion_sim.state.world import World

WORK = 0
"""Counts of adults past working age, out of work, in secure work, exploited in work."""
BRIDGED, CIVIC, BRIDGING, TIES, MET, ENCOUNTERS = range(4, 10)
"""Counts over adults: with a bridging tie, with a tie in an association, bridging ties, ties, who met the other side
this month, encounters with it."""
CHILDREN, CHILD_TIES, CHILD_BRIDGING = range(10, 13)
"""Counts over children: heads, ties, bridging ties."""
SUMMED = (
    "trust",
    "trust_institutions",
    "belonging",
    "solidarity",
    "warmth",
    "wellbeing",
    "housing",
    "health_access",
    "language",
    "discrimination",
    "heritage",
    "host_orientation",
    "threat_economic",
    "threat_cultural",
)
"""Columns whose sum over adults is kept in 1/SCALE."""
FIRST = 13
SUMS = {name: FIRST + number for number, name in enumerate(SUMMED)}
WARMTH_2, WARMTH_3, WARMTH_4, CONTACT = range(27, 31)
"""Sums of powers of warmth, and of the valence of the month's encounters of those who had any, in 1/SCALE."""
STATUS = 31
STRATEGY = 36
PATTERN = 40
WIDTH = PATTERN + 128
SHARES = tuple(WHERE[name][1] for name in SUMMED)
LANGUAGE, BELONGING, INSTITUTIONS, DISCRIMINATION, HERITAGE, ORIENTATION, WARMTH, VALENCE = (
    WHERE[name][1]
    for name in (
        "language", "belonging", "trust_institutions", "discrimination", "heritage", "host_orientation", "warmth",
        "contact",
    )
)  # fmt: skip
"""Rows of columns in the block of shares."""
BATCH = 1024
"""Persons who are listed by cell before they are added up."""


class Cuts(NamedTuple):
    """The cut-offs as the loop takes them."""

    language: float
    belonging: float
    institutions: float
    discrimination: float
    rights: int
    bridging: int
    heritage: float
    orientation: float


class Columns(NamedTuple):
    """What the loop reads of persons: a column each, of one length, and ``floats``, the block of all shares."""

    active: Flags
    group: Codes
    age: Months
    status: Codes
    employed: Flags
    exploited: Flags
    floats: Floats
    encounters: Bytes
    ties: Bytes
    bridging: Bytes
    civic: Bytes


def cuts(measures: Measures) -> Cuts:
    """Return the cut-offs of a scenario as the loop takes them."""
    return Cuts(
        measures.language_least,
        measures.belonging_least,
        measures.institutions_least,
        measures.discrimination_most,
        measures.rights_least,
        measures.bridging_least,
        measures.heritage_cut,
        measures.orientation_cut,
    )


def counted_ties(world: World) -> tuple[Bytes, Bytes]:
    """Return each person's bridging ties and her ties in associations."""
    people, ties, count = world.people, world.ties, len(world.people)
    bridging, civic = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    world.workers.spread(count_ties, count, people.active, ties.link, ties.degree, bridging, civic)
    return bridging, civic


def columns_of(world: World, counted: tuple[Bytes, Bytes] | None = None) -> Columns:
    """Return what is measured on the persons of a world as it stands, their ties counted anew unless they are given."""
    people = world.people
    return Columns(
        people.active, people.group, people.age, people.status, people.employed, people.exploited, people.blocks[F],
        people.encounters, world.ties.degree[: len(people)], *(counted or counted_ties(world)),
    )  # fmt: skip


def tallied(columns: Columns, code: Rows | None, cells: int, c: Cuts, workers: Workers) -> Counts:
    """Return the tally of each cell and side.

    Parameters
    ----------
    columns
        The persons.
    code
        Subgroup of each person, −1 for none; None if there is one subgroup, everybody.
    cells
        Number of subgroups.
    c
        Cut-offs.

    Returns
    -------
    array of shape (cells, 2, WIDTH)
        Hosts at 0, migrants at 1.
    """
    each = 0 if code is None else 1
    codes = np.zeros(1, np.int32) if code is None else code
    out = workers.total(tally_all, len(columns.active), (2 * cells, WIDTH), codes, each, *columns, c)
    return out.reshape(cells, 2, WIDTH)


@loop
def count_ties(lo: int, hi: int, active: Flags, link: Bytes, degree: Bytes, bridging: Bytes, civic: Bytes) -> None:
    """Count each person's bridging ties and her ties in associations (layer 3), over all slots: no branch a tie."""
    for i in range(lo, hi):
        across = 0
        joined = 0
        used = int(degree[i]) * int(active[i])
        for s in range(link.shape[1]):
            tie = int(link[i, s])
            here = int(s < used)
            across += (tie >> 7) & here
            joined += (tie >> 5) & (tie >> 6) & here
        bridging[i] = across
        civic[i] = joined


@rule
def deprived(
    jobless: int, language: float, status: int, bridging: int, belonging: float, discrimination: float,
    institutions: float, c: Cuts,
) -> int:  # fmt: skip
    """Return a person's pattern of deprivations, one bit each in the order of ``DEPRIVATIONS``."""
    return (
        jobless
        | (int(language < c.language) << 1)
        | (int(status < c.rights) << 2)
        | (int(bridging < c.bridging) << 3)
        | (int(belonging < c.belonging) << 4)
        | (int(discrimination > c.discrimination) << 5)
        | (int(institutions < c.institutions) << 6)
    )


@rule
def strategy(heritage: float, orientation: float, c: Cuts) -> int:
    """Return Berry's strategy: 0 marginalisation, 1 assimilation, 2 separation, 3 integration."""
    return 2 * int(heritage > c.heritage) + int(orientation > c.orientation)


@rule
def whole(x: np.float32) -> int:
    """Return a share in whole numbers of 1/SCALE; the product is exact, SCALE being a power of two."""
    return int(x * np.float32(SCALE))


@rule
def classified(
    first: Any, last: Any, age: Months, status: Codes, employed: Flags, exploited: Flags, floats: Floats,
    bridging: Bytes, found: Rows, c: Cuts,
) -> None:  # fmt: skip
    """Write, person by person, the entries of her work, status, strategy and pattern, shape (4, BATCH)."""
    for i in rows(first, last):
        k = i - first
        working_age = int(age[i] < RETIRED)
        works = working_age & int(employed[i])
        exploitation = works & int(exploited[i])
        found[0, k] = WORK + working_age + works + exploitation
        found[1, k] = STATUS + int(status[i])
        found[2, k] = STRATEGY + strategy(np.float64(floats[HERITAGE, i]), np.float64(floats[ORIENTATION, i]), c)
        found[3, k] = PATTERN + deprived(
            working_age - works + exploitation, np.float64(floats[LANGUAGE, i]), int(status[i]), int(bridging[i]),
            np.float64(floats[BELONGING, i]), np.float64(floats[DISCRIMINATION, i]),
            np.float64(floats[INSTITUTIONS, i]), c,
        )  # fmt: skip


@rule
def listed(
    first: Any, last: Any, code: Rows, each: int, active: Flags, group: Codes, age: Months, at: Rows, end: Counts,
    who: Words,
) -> None:  # fmt: skip
    """List a batch by cell and side, adults then children, in the order of rows; ``end`` says where each list ends.

    The last list is of who belongs nowhere.
    """
    for i in rows(first, last):
        cell = int(code[i * np.uint64(each)])
        here = 4 * cell + 2 * int(group[i] > 0) + int(age[i] < ADULT)
        at[i - first] = here if active[i] & (cell >= 0) else len(end) - 1
    end[:] = 0
    for k in rows(0, last - first):
        end[np.uint64(at[k])] += 1
    before = 0
    for k in range(len(end)):
        here = end[k]
        end[k] = before
        before += here
    for k in rows(0, last - first):
        which = np.uint64(at[k])
        who[end[which]] = k
        end[which] += 1


@rule
def add_shares(row: Counts, first: Any, who: Words, floats: Floats) -> None:
    """Add what is summed over some persons of a cell, column by column."""
    for number in range(len(SHARES)):
        column, total = floats[SHARES[number]], 0
        for n in rows(0, len(who)):
            total += whole(column[first + who[n]])
        row[FIRST + number] += total
    warmth = floats[WARMTH]
    second = third = fourth = 0
    for n in rows(0, len(who)):
        w = warmth[first + who[n]]
        second += whole(w * w)
        third += whole(w * w * w)
        fourth += whole(w * w * w * w)
    row[WARMTH_2] += second
    row[WARMTH_3] += third
    row[WARMTH_4] += fourth


@rule
def add_counts(
    row: Counts, first: Any, who: Words, found: Rows, valence: Floats, encounters: Bytes, ties: Bytes, bridging: Bytes,
    civic: Bytes,
) -> None:  # fmt: skip
    """Add what is counted over some persons of a cell."""
    bridged = joined = across = tied = met = meetings = contact = 0
    for n in rows(0, len(who)):
        i = first + who[n]
        bridged += int(bridging[i] > 0)
        joined += int(civic[i] > 0)
        across += int(bridging[i])
        tied += int(ties[i])
        met += int(encounters[i] > 0)
        meetings += int(encounters[i])
        contact += whole(valence[i]) * int(encounters[i] > 0)
        for part in range(4):
            row[np.uint64(found[part, who[n]])] += 1
    row[BRIDGED] += bridged
    row[CIVIC] += joined
    row[BRIDGING] += across
    row[TIES] += tied
    row[MET] += met
    row[ENCOUNTERS] += meetings
    row[CONTACT] += contact


@rule
def add_children(row: Counts, first: Any, who: Words, ties: Bytes, bridging: Bytes) -> None:
    """Add heads and ties of some children of a cell."""
    tied = across = 0
    for n in rows(0, len(who)):
        tied += int(ties[first + who[n]])
        across += int(bridging[first + who[n]])
    row[CHILDREN] += len(who)
    row[CHILD_TIES] += tied
    row[CHILD_BRIDGING] += across


@loop
def tally_all(
    lo: int, hi: int, out: Counts, code: Rows, each: int, active: Flags, group: Codes, age: Months, status: Codes,
    employed: Flags, exploited: Flags, floats: Floats, encounters: Bytes, ties: Bytes, bridging: Bytes, civic: Bytes,
    c: Cuts,
) -> None:  # fmt: skip
    """Add persons lo … hi to their cells, batch by batch: listed by cell first, then added up column by column."""
    c = opened(c)
    end = np.empty(2 * len(out) + 1, np.int64)
    at = np.empty(BATCH, np.int32)
    who = np.empty(BATCH, np.uint32)
    found = np.empty((4, BATCH), np.int32)
    for start in range(lo, hi, BATCH):
        first, last = np.uint64(start), np.uint64(min(hi, start + BATCH))
        classified(first, last, age, status, employed, exploited, floats, bridging, found, c)
        listed(first, last, code, each, active, group, age, at, end, who)
        begin = 0
        for r in range(len(out)):
            grown, all_ages = end[2 * r], end[2 * r + 1]
            if grown > begin:
                add_shares(out[r], first, who[begin:grown], floats)
                add_counts(
                    out[r], first, who[begin:grown], found, floats[VALENCE], encounters, ties, bridging, civic
                )  # fmt: skip
            if all_ages > grown:
                add_children(out[r], first, who[grown:all_ages], ties, bridging)
            begin = all_ages
