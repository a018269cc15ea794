"""The first contact network: people meet by place and layer, prefer those like them, and differ in number of ties.

Layers
    kin              rows next to each other in a place are households; relatives of one group live all over the town
    neighbourhood    neighbours a few doors away
    work             anybody in the place, and for commuters anybody in another place
    association      friends of friends, of the own group in the town with chance ``circle``, else anybody in the place

    A person fills her ``sociability`` ties one by one. A candidate across host and migrant is taken with chance
    ``mixing`` · (warmth of both) · (1 − distance/2), relative to one of the own group; the layer raises or lowers it.

Assumes
    C01 counts the contacts of a day; lasting ties are fewer (their mean and spread are reported), the rest are chance
    meetings in the place.

Sources
    C01, C02 (number and spread of contacts), C04 (layers), T120–T121 (share of mixing opportunities taken), A97, P39
    (one married person in twelve is in a mixed marriage, far from chance: bounds ``kin_mixing``), P50
    (prejudice lowers contact: sign of ``warm``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Codes, Counts, Doubles, Flags, Floats, Keys, Rows
from cohesion_sim.chance import Key, draws, stream
from cohesion_sim.compiled import loop, rule
from cohesion_sim.parameters import Parameters, param
from cohesion_sim.state.partners import of_origin
from cohesion_sim.state.ties import ASSOCIATION, KIN, NEIGHBOURHOOD, WORK, add_tie
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Mixing(Parameters):
    """Who is tied to whom at the start."""

    kin: float = param(0.23, unit="share", low=0.1, high=0.4, source="C04")
    neighbourhood: float = param(0.17, unit="share", low=0.05, high=0.4, source="C04")
    work: float = param(0.37, unit="share", low=0.1, high=0.6, source="C04")
    commuting: float = param(0.25, unit="share", low=0.0, high=0.6, source="assumption", opposed="P09")
    circle: float = param(0.5, unit="share", low=0.0, high=1.0, source="T120", sets="range")
    mixing: float = param(0.25, unit="share", low=0.05, high=0.8, source="T120")
    kin_mixing: float = param(0.06, unit="share", low=0.0, high=0.3, source="P39", sets="range")
    warm: float = param(1.2, unit="1", low=0.0, high=2.0, source="P50", sets="range")


class Meeting(NamedTuple):
    """What decides whether a candidate is taken."""

    kin: float
    neighbourhood: float
    work: float
    commuting: float
    circle: float
    mixing: float
    kin_mixing: float
    warm: float


@rule
def welcome(same: bool, layer: int, distance: float, warmth_one: float, warmth_other: float, m: Meeting) -> float:
    """Return the chance that a candidate is taken, relative to one of the own group."""
    if same:
        return 1.0
    open_layer = m.kin_mixing if layer == KIN else m.mixing
    selection = (1.0 + m.warm * (warmth_one - 0.5)) * (1.0 + m.warm * (warmth_other - 0.5))
    return open_layer * selection * (1.3 - 0.6 * distance)


@rule
def word(u: float) -> int:
    """Return the whole number of 32 bits that a draw was made of."""
    return int(u * 4294967296.0)


@loop
def tie_places(
    lo: int, hi: int, first: Counts, key_of: Keys, group: Codes, generation: Codes, warmth: Floats, sociability: Bytes,
    partner: Rows, link: Bytes, strength: Bytes, degree: Bytes, distance: Doubles, everybody: Rows, m: Meeting,
    key: Key,
) -> None:  # fmt: skip
    """Tie the residents of places lo … hi among themselves; rows of a place lie together from ``first``."""
    for p in range(lo, hi):
        start = first[p]
        size = first[p + 1] - start
        if size < 2:
            continue
        for i in range(start, start + size):
            attempt = 0
            wish = whole(sociability[i])
            while degree[i] < wish and attempt < 3 * wish:
                a, b, c, d = draws(key, int(key_of[i]), attempt)
                attempt += 1
                if a < m.kin:
                    layer = KIN
                    j = i + 1 + int(b * 5)
                    j = start + (j - start) % size
                    if group[j] != group[i]:
                        j = of_origin(int(group[i]), start, size, word(d), group, everybody)
                elif a < m.kin + m.neighbourhood:
                    layer = NEIGHBOURHOOD
                    j = i + 1 + int(b * min(30, size - 1))
                elif a < m.kin + m.neighbourhood + m.work:
                    layer = WORK
                    if d < m.commuting:
                        continue
                    j = start + int(b * size)
                else:
                    layer = ASSOCIATION
                    j = start + int(b * size)
                    if 0.5 <= d < 0.5 + 0.5 * m.circle:
                        j = of_origin(int(group[i]), start, size, word(b), group, everybody)
                    friend = int(partner[i, int(c * degree[i])]) if degree[i] > 0 else -1
                    if friend >= 0 and d < 0.5 and degree[friend] > 0:
                        j = int(partner[friend, int(b * degree[friend])])
                if j >= start + size:
                    j = start + (j - start) % size
                if j < 0 or j == i or degree[j] >= sociability[j]:
                    continue
                far = 0.5 if (generation[i] == 2 or generation[j] == 2) else 1.0
                apart = distance[group[i], group[j]] * far
                chance = welcome(group[i] == group[j], layer, apart, np.float64(warmth[i]), np.float64(warmth[j]), m)
                if c < chance:
                    bridging = 1 if (group[i] == 0) != (group[j] == 0) else 0
                    strong = 200 if layer == KIN else 110
                    add_tie(partner, link, strength, degree, i, j, layer, bridging, strong)


@loop
def tie_across_places(
    active: Flags, key_of: Keys, place: Rows, group: Codes, generation: Codes, warmth: Floats, sociability: Bytes,
    partner: Rows, link: Bytes, strength: Bytes, degree: Bytes, distance: Doubles, everybody: Rows, m: Meeting,
    key: Key,
) -> None:  # fmt: skip
    """Give people relatives and friends of their group, and commuters colleagues, in other places, in row order."""
    count = len(active)
    for i in range(count):
        for attempt in range(8):
            if degree[i] >= sociability[i]:
                break
            a, b, c, d = draws(key, int(key_of[i]), 1000 + attempt)
            j = int(a * count)
            own = d < m.circle
            if own:
                j = of_origin(int(group[i]), 0, count, word(a), group, everybody)
            if j < 0 or j == i or degree[j] >= sociability[j] or place[i] == place[j]:
                continue
            if b > m.commuting * 2.0 and not own:
                continue
            far = 0.5 if (generation[i] == 2 or generation[j] == 2) else 1.0
            apart = distance[group[i], group[j]] * far
            if c < welcome(group[i] == group[j], WORK, apart, np.float64(warmth[i]), np.float64(warmth[j]), m):
                bridging = 1 if (group[i] == 0) != (group[j] == 0) else 0
                add_tie(partner, link, strength, degree, i, j, ASSOCIATION if own else WORK, bridging, 90)


def tie_everybody(world: World, parameters: Mixing, seed: int) -> None:
    """Build the first contact network; rows must lie by place."""
    people, ties = world.people, world.ties
    m = Meeting(**{name: getattr(parameters, name) for name in Meeting._fields})
    first = np.searchsorted(people.place, np.arange(len(world.places) + 1)).astype(np.int64)
    key = Key(seed, stream("network"), 0)
    columns = (
        people.group, people.generation, people.warmth, people.sociability, ties.partner, ties.link, ties.strength,
        ties.degree, world.distance, np.arange(len(people), dtype=np.int32), m, key,
    )  # fmt: skip
    world.workers.spread(tie_places, len(world.places), first, people.key, *columns)
    tie_across_places(people.active, people.key, people.place, *columns)
