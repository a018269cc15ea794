"""One pass over people adds up everything that is measured on persons, in whole numbers, cell by cell.

A cell is a subgroup and a side. What a person contributes is counted (work, ties, status, strategy, pattern of
deprivations) or summed in 1/SCALE (attitudes), so that a tally is the same whatever the threads or the order of rows.
Outcomes are measured on adults; heads and ties of children are kept beside them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from cohesion_sim.arrays import Bytes, Codes, Counts, Flags, Floats, Months, Rows
from cohesion_sim.compiled import SCALE, Workers, loop, rule
from cohesion_sim.measures.cutoffs import Measures
from cohesion_sim.state.people import ADULT, RETIRED
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
    """What the loop reads of persons, one array a column, all of one length."""

    active: Flags
    group: Codes
    age: Months
    status: Codes
    employed: Flags
    exploited: Flags
    trust: Floats
    trust_institutions: Floats
    belonging: Floats
    solidarity: Floats
    warmth: Floats
    wellbeing: Floats
    housing: Floats
    health_access: Floats
    language: Floats
    discrimination: Floats
    heritage: Floats
    host_orientation: Floats
    threat_economic: Floats
    threat_cultural: Floats
    encounters: Bytes
    contact: Floats
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


def columns_of(world: World) -> Columns:
    """Return what is measured on the persons of a world as it stands, their ties counted anew."""
    people, ties, count = world.people, world.ties, len(world.people)
    bridging, civic = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    world.workers.spread(count_ties, count, people.active, ties.link, ties.degree, bridging, civic)
    named: Any = [getattr(people, name) for name in Columns._fields[:-3]]
    return Columns._make([*named, ties.degree[:count], bridging, civic])


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


@loop
def tally_all(
    lo: int, hi: int, out: Counts, code: Rows, each: int, active: Flags, group: Codes, age: Months, status: Codes,
    employed: Flags, exploited: Flags, trust: Floats, trust_institutions: Floats, belonging: Floats,
    solidarity: Floats, warmth: Floats, wellbeing: Floats, housing: Floats, health_access: Floats, language: Floats,
    discrimination: Floats, heritage: Floats, host_orientation: Floats, threat_economic: Floats,
    threat_cultural: Floats, encounters: Bytes, contact: Floats, ties: Bytes, bridging: Bytes, civic: Bytes, c: Cuts,
) -> None:  # fmt: skip
    """Add persons lo … hi to their cells. Written without branches on a person's state, which would be mispredicted."""
    for i in range(lo, hi):
        at = int(code[i * each])
        if not active[i] or at < 0:
            continue
        r = 2 * at + int(group[i] > 0)
        across = int(bridging[i])
        if age[i] < ADULT:
            out[r, CHILDREN] += 1
            out[r, CHILD_TIES] += int(ties[i])
            out[r, CHILD_BRIDGING] += across
            continue
        working_age = int(age[i] < RETIRED)
        works = working_age & int(employed[i])
        exploitation = works & int(exploited[i])
        met = int(encounters[i])
        w = warmth[i]
        out[r, WORK + working_age + works + exploitation] += 1
        out[r, BRIDGED] += int(across > 0)
        out[r, CIVIC] += int(civic[i] > 0)
        out[r, BRIDGING] += across
        out[r, TIES] += int(ties[i])
        out[r, MET] += int(met > 0)
        out[r, ENCOUNTERS] += met
        out[r, FIRST] += whole(trust[i])
        out[r, FIRST + 1] += whole(trust_institutions[i])
        out[r, FIRST + 2] += whole(belonging[i])
        out[r, FIRST + 3] += whole(solidarity[i])
        out[r, FIRST + 4] += whole(w)
        out[r, FIRST + 5] += whole(wellbeing[i])
        out[r, FIRST + 6] += whole(housing[i])
        out[r, FIRST + 7] += whole(health_access[i])
        out[r, FIRST + 8] += whole(language[i])
        out[r, FIRST + 9] += whole(discrimination[i])
        out[r, FIRST + 10] += whole(heritage[i])
        out[r, FIRST + 11] += whole(host_orientation[i])
        out[r, FIRST + 12] += whole(threat_economic[i])
        out[r, FIRST + 13] += whole(threat_cultural[i])
        out[r, WARMTH_2] += whole(w * w)
        out[r, WARMTH_3] += whole(w * w * w)
        out[r, WARMTH_4] += whole(w * w * w * w)
        out[r, CONTACT] += whole(contact[i]) * int(met > 0)
        out[r, STATUS + int(status[i])] += 1
        out[r, STRATEGY + strategy(np.float64(heritage[i]), np.float64(host_orientation[i]), c)] += 1
        pattern = deprived(
            working_age - works + exploitation, np.float64(language[i]), int(status[i]), across,
            np.float64(belonging[i]), np.float64(discrimination[i]), np.float64(trust_institutions[i]), c,
        )  # fmt: skip
        out[r, PATTERN + pattern] += 1
