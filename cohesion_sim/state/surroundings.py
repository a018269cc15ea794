"""Before anybody acts, everybody looks around: what a person sees of the others is the same for all of the month.

A person shows her group, warmth, language, threat and whether she works (in steps of 1/255), so that sums over ties
are whole numbers and do not depend on the order of ties.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Codes, Counts, Doubles, Flags, Floats, Rows
from cohesion_sim.compiled import BLOCK, SCALE, block, loop, rows, rule
from cohesion_sim.fetching import AHEAD, fetch
from cohesion_sim.state.people import LISTED
from cohesion_sim.state.world import World

WORK_AND_LANGUAGE = (1 << 6) | (255 << 14)
"""Bits of a face that are summed together, with the own ties below them: 32 ties overflow no field into the next."""
ACROSS = 1 << 16
"""What a tie to the other side adds: ties across are counted above the sum of the warmth that the own side shows."""


@rule
def shown(group: int, warmth: float, language: float, threat: float, employed: bool) -> int:
    """Return what others can see of a person: group 6 bits, work 1, threat 7, language 8, warmth 8."""
    return (
        (group & 63)
        | (int(employed) << 6)
        | (int(threat * 127.0 + 0.5) << 7)
        | (int(language * 255.0 + 0.5) << 14)
        | (int(warmth * 255.0 + 0.5) << 22)
    )


@rule
def group_of(face: int) -> int:
    """Return the group that is shown."""
    return face & 63


@rule
def works(face: int) -> int:
    """Return 1 if work is shown."""
    return (face >> 6) & 1


@rule
def threat_of(face: int) -> float:
    """Return the threat that is shown, 0 to 1."""
    return ((face >> 7) & 127) * (1.0 / 127.0)


@rule
def language_of(face: int) -> float:
    """Return the proficiency that is shown, 0 to 1."""
    return ((face >> 14) & 255) * (1.0 / 255.0)


@rule
def warmth_of(face: int) -> float:
    """Return the warmth that is shown, 0 to 1."""
    return ((face >> 22) & 255) * (1.0 / 255.0)


@loop
def show_all(
    lo: int,
    hi: int,
    seen: Counts,
    faces: Rows,
    active: Flags,
    place: Rows,
    group: Codes,
    warmth: Floats,
    language: Floats,
    threat_economic: Floats,
    threat_cultural: Floats,
    employed: Flags,
) -> None:
    """Show everybody's face and add up what each place sees: hosts, migrants, their warmth, threat and language."""
    who = np.empty(LISTED, np.int32)
    amounts = np.empty((3, BLOCK), np.int64)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        for i in rows(first, last):
            w = np.float64(warmth[i])
            l = np.float64(language[i])  # noqa: E741  (the symbol of the equation)
            t = 0.5 * (np.float64(threat_economic[i]) + np.float64(threat_cultural[i]))
            faces[i] = shown(int(group[i]), w, l, t, employed[i]) if active[i] else 0
            amounts[0, i - first] = int(w * SCALE)
            amounts[1, i - first] = int(t * SCALE)
            amounts[2, i - first] = int(l * SCALE)
        count = 0
        for i in rows(first, last):
            who[count] = i - first
            count += int(active[i])
        for n in range(count):
            k = np.uint64(who[n])
            row = seen[place[first + k]]
            side = int(group[first + k] > 0)
            row[side] += 1
            row[2 + side] += amounts[0, k]
            row[4] += amounts[1, k]
            row[5] += amounts[2, k]


@rule
def faces_along(first: Any, last: Any, faces: Rows, partner: Rows, near: Rows) -> None:
    """Read the faces at the other ends of the ties of a block into ``near``, shape (slots, BLOCK), slot by slot."""
    for i in rows(first, last):
        fetch(partner, i + AHEAD)
        for s in rows(0, partner.shape[1]):
            near[s, i - first] = faces[np.uint64(max(int(partner[i, s]), 0))]


@rule
def add_up(
    first: Any, count: Any, slot: int, group: Codes, degree: Bytes, near: Rows, seen: Rows, peers: Rows
) -> None:  # fmt: skip
    """Add what one slot of each person of a block shows to what she has seen, and to what her own side has shown."""
    for k in rows(0, count):
        i = first + k
        face = int(near[slot, k])
        g = int(group[i])
        used = whole(degree[i]) > slot
        alike = (group_of(face) == 0) == (g == 0)
        seen[k] += ((face & WORK_AND_LANGUAGE) | int(group_of(face) == g)) if used else 0
        peers[k] += (face >> 22 if alike else ACROSS) if used else 0


@loop
def look_all(
    lo: int, hi: int, faces: Rows, active: Flags, group: Codes, partner: Rows, degree: Bytes, own_ties: Bytes,
    bridging_ties: Bytes, employed_ties: Bytes, peer_warmth: Bytes, speaking_ties: Bytes,
) -> None:  # fmt: skip
    """Write what each person sees along her ties: all slots, used or not, of a block of persons at once."""
    near = np.empty((partner.shape[1], BLOCK), np.int32)
    seen = np.empty(BLOCK, np.int32)
    peers = np.empty(BLOCK, np.int32)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        faces_along(first, last, faces, partner, near)
        seen[:] = 0
        peers[:] = 0
        for slot in range(partner.shape[1]):
            add_up(first, last - first, slot, group, degree, near, seen, peers)
        for i in rows(first, last):
            if not active[i]:
                continue
            n = whole(degree[i])
            bridging = int(peers[i - first]) >> 16
            same = n - bridging
            own_ties[i] = int(seen[i - first]) & 63
            bridging_ties[i] = bridging
            employed_ties[i] = (int(seen[i - first]) >> 6) & 127
            warm = int(peers[i - first]) & 0xFFFF
            peer_warmth[i] = int(warm / max(same, 1)) if same > 0 else int(faces[i]) >> 22
            speaking_ties[i] = int((int(seen[i - first]) >> 14) / max(n, 1))


def look_around(world: World) -> None:
    """Update what persons and places see of each other."""
    people, ties, places = world.people, world.ties, world.places
    faces = np.empty(len(people), np.int32)
    seen = world.workers.total(
        show_all,
        len(people),
        (len(places), 6),
        faces,
        people.active,
        people.place,
        people.group,
        people.warmth,
        people.language,
        people.threat_economic,
        people.threat_cultural,
        people.employed,
    )
    world.workers.spread(
        look_all,
        len(people),
        faces,
        people.active,
        people.group,
        ties.partner,
        ties.degree,
        people.own_ties,
        people.bridging_ties,
        people.employed_ties,
        people.peer_warmth,
        people.speaking_ties,
    )
    summarise(world, seen)
    world.faces = faces


def summarise(world: World, seen: NDArray[np.int64]) -> None:
    """Turn a place's sums into what its residents see of it."""
    p = world.places
    summarise_all(
        seen, world.month, p.hosts, p.migrants, p.migrant_share, p.share_year_ago, p.share_growth, p.host_warmth,
        p.migrant_warmth, p.host_threat, p.language,
    )  # fmt: skip


@loop
def summarise_all(
    seen: Counts, month: int, hosts: Counts, migrants: Counts, share: Doubles, year_ago: Doubles, growth: Doubles,
    host_warmth: Doubles, migrant_warmth: Doubles, threat: Doubles, language: Doubles,
) -> None:  # fmt: skip
    """Write what each place's sums say of it."""
    now = month % 12
    for place in range(len(seen)):
        row = seen[place]
        everybody = max(1, row[0] + row[1])
        hosts[place] = row[0]
        migrants[place] = row[1]
        share[place] = row[1] / everybody
        host_warmth[place] = mean(row[2], row[0], 0.5)
        migrant_warmth[place] = mean(row[3], row[1], 0.5)
        threat[place] = mean(row[4], row[0], 0.0)
        language[place] = mean(row[5], everybody, 0.0)
        if month == 0:
            year_ago[place] = share[place]
        growth[place] = share[place] - year_ago[place, now]
        year_ago[place, now] = share[place]


@rule
def mean(total: int, count: int, otherwise: float) -> float:
    """Return the mean of a sum kept in 1/SCALE; ``otherwise`` where nobody is."""
    return total / (count * float(SCALE)) if count > 0 else otherwise
