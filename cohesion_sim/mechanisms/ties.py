"""Tie formation: people meet through friends and venues, keep those like them more often, and lose touch with some.

Equation
    losing one     rate  ½·dissolve·1.5·n; the tie drawn ends with chance  fragile / 1.5,
                   fragile = (1.5 − strength)·(kin ? kinship : 1)
    seeking one    rate  seek·(wish − n)⁺·meeting,  through a friend with chance closure, else at a venue
    taken          same group: 1;  other: mixing·(0.7 + 0.6·X)·(1 + warm·(w_i − ½))·(1 + warm·(w_j − ½))·(1.3 − 0.6·d)
                   · (0.4 + 0.6·l)
    mentored       a host is met with rate bridge·mentoring, and taken with the same chance, at least one half

    n, wish   ties and ties kept up                       people.sociability
    w, l      warmth and proficiency that both show       people.warmth, people.language
    d         cultural distance
    X         mixing of venues                            levers.country.mixing
              people meet at all                          levers.country.meeting
              mentoring received                          people.mentoring
       dissolve, kinship, seek, closure, mixing, warm, bridge

Assumes
    Everybody's turn comes every third month. All decide from the same frozen state; decisions are carried out in the order of rows. Which tie is drawn
    follows from the keys of its two ends and this month's draw, whatever slot it lies in.

Sources
    E06, T011–T013 (turnover: a hazard of .0087 a month), T120–T121 (mixing opportunities taken: .38–.42), T272
    (dissolution does not depend on ethnicity), T274 (sociality, selective mixing, closure), A97, A79.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import chance, whole
from cohesion_sim.arrays import Bytes, Codes, Counts, Doubles, Flags, Floats, Keys, Rows
from cohesion_sim.chance import Key, draws, turn, uniform, words
from cohesion_sim.compiled import loop, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Country, Levers
from cohesion_sim.state.places import VACANT
from cohesion_sim.state.surroundings import group_of, language_of, warmth_of
from cohesion_sim.state.ties import ASSOCIATION, KIN, WORK, add_tie, drop_tie
from cohesion_sim.state.world import World

NOBODY = -1
PERIOD = 3
"""Months between the turns at which a person may lose and find a tie."""


@dataclass(frozen=True, kw_only=True)
class TieFormation(Mechanism):
    """Making and losing ties."""

    dissolve: float = param(0.0087, unit="1/month", low=0.005, high=0.015, source="E06")
    kinship: float = param(0.1, unit="share", low=0.0, high=0.5, source="assumption")
    seek: float = param(0.14, unit="1/month", low=0.03, high=0.4, source="assumption")
    closure: float = param(0.4, unit="share", low=0.1, high=0.8, source="T274")
    mixing: float = param(0.40, unit="share", low=0.2, high=0.8, source="T120")
    warm: float = param(1.2, unit="1", low=0.0, high=2.0, source="assumption")
    bridge: float = param(0.15, unit="1/month", low=0.0, high=0.5, source="A79")

    name: ClassVar = "ties"
    writes: ClassVar = frozenset({"ties"})

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Let ties end and begin."""
        people, ties, places = world.people, world.ties, world.places
        count = len(people)
        ended = np.full(count, NOBODY, np.int32)
        begun = np.full(count, NOBODY, np.int32)
        world.workers.spread(
            seek_all, count, ended, begun, people.active, people.key, people.group, people.generation, people.place,
            people.sociability, people.mentoring, world.faces, ties.partner, ties.link, ties.strength, ties.degree,
            places.register, places.start, places.span, world.distance, levers.country, self.compiled(), key,
        )  # fmt: skip
        change_ties(ended, begun, people.group, people.place, ties.partner, ties.link, ties.strength, ties.degree)


@rule
def fragility(strength: int, layer: int, p: TieFormation) -> float:
    """Return how much sooner than a mean tie one ends."""
    return (1.5 - strength * (1.0 / 255.0)) * (p.kinship if layer == KIN else 1.0)


@rule
def taken(same: bool, one: int, other: int, distance: float, country: Country, p: TieFormation) -> float:
    """Return the chance that a candidate is taken, from what both show."""
    if same:
        return 1.0
    spoken = min(language_of(one), language_of(other))
    return (
        p.mixing
        * (0.7 + 0.6 * country.mixing)
        * (1.0 + p.warm * (warmth_of(one) - 0.5))
        * (1.0 + p.warm * (warmth_of(other) - 0.5))
        * (1.3 - 0.6 * distance)
        * (0.4 + 0.6 * spoken)
    )


@rule
def tie_drawn(salt: int, i: int, people_key: Keys, partner: Rows, degree: Bytes) -> int:
    """Return the slot of the tie that a draw picks, or nobody: the least of a hash of the draw and the partner's key."""
    best = 1 << 62
    found = NOBODY
    for s in range(whole(degree[i])):
        mixed = ((int(people_key[partner[i, s]]) ^ salt) * 0x2545F4914F6CDD1D) & 0x3FFFFFFFFFFFFFFF
        mixed = ((mixed ^ (mixed >> 29)) * 0x9E3779B97F4A7C1) & 0x3FFFFFFFFFFFFFFF
        if mixed < best:
            best = mixed
            found = s
    return found


@rule
def met_at_venue(place: int, u: float, v: float, register: Rows, start: Counts, span: Counts) -> int:
    """Return who answers at one of two random addresses of a place, or nobody."""
    row = int(register[start[place] + int(u * span[place])])
    if row == VACANT:
        row = int(register[start[place] + int(v * span[place])])
    return row


@loop
def seek_all(
    lo: int, hi: int, ended: Rows, begun: Rows, active: Flags, people_key: Keys, group: Codes, generation: Codes,
    place: Rows, sociability: Bytes, mentoring: Floats, faces: Rows, partner: Rows, link: Bytes, strength: Bytes,
    degree: Bytes, register: Rows, start: Counts, span: Counts, distance: Doubles, country: Country, p: TieFormation,
    key: Key,
) -> None:  # fmt: skip
    """Decide for the persons of rows lo … hi which tie ends and which begins."""
    for i in range(lo, hi):
        if not active[i]:
            continue
        own = int(people_key[i])
        if not turn(own, PERIOD, key.month):
            continue
        n = whole(degree[i])
        losing, seeking, how, choice = draws(key, own, 0)
        if losing < chance(0.75 * PERIOD * p.dissolve * n):
            e, f, g, _ = words(key, own, 1)
            slot = tie_drawn(((e & 0x3FFFFFFF) << 32) | f, i, people_key, partner, degree)
            layer = (whole(link[i, slot]) >> 5) & 3
            if uniform(g) * 1.5 < fragility(whole(strength[i, slot]), layer, p):
                ended[i] = partner[i, slot]
        missing = max(0, whole(sociability[i]) - n)
        mentored = p.bridge * np.float64(mentoring[i])
        if seeking >= chance(PERIOD * (p.seek * missing * country.meeting + mentored)):
            continue
        e, f, g, h = words(key, own, 2)
        j = NOBODY
        helped = mentored > 0.0 and how < 0.6
        if not helped and how < p.closure and n > 0:
            friend = int(partner[i, tie_drawn(((e & 0x3FFFFFFF) << 32) | f, i, people_key, partner, degree)])
            j = int(partner[friend, tie_drawn(((g & 0x3FFFFFFF) << 32) | h, friend, people_key, partner, degree)])
        else:
            j = met_at_venue(int(place[i]), uniform(e), uniform(f), register, start, span)
        if j in (NOBODY, i):
            continue
        same = group[i] == group[j]
        far = 0.5 if generation[i] == 2 or generation[j] == 2 else 1.0
        likely = taken(
            same, int(faces[i]), int(faces[j]), distance[group[i], group_of(int(faces[j]))] * far, country, p
        )
        if helped and group[j] == 0:
            likely = max(likely, 0.5)
        if choice < likely and degree[j] < sociability[j]:
            begun[i] = j


@loop
def change_ties(
    ended: Rows, begun: Rows, group: Codes, place: Rows, partner: Rows, link: Bytes, strength: Bytes, degree: Bytes
) -> None:
    """Carry out what was decided, in row order."""
    for i in range(len(ended)):
        j = int(ended[i])
        if j >= 0:
            for s in range(whole(degree[i])):
                if partner[i, s] == j:
                    drop_tie(partner, link, strength, degree, i, s)
                    break
        k = int(begun[i])
        if k >= 0:
            bridging = 1 if (group[i] == 0) != (group[k] == 0) else 0
            layer = ASSOCIATION if place[i] == place[k] else WORK
            add_tie(partner, link, strength, degree, i, k, layer, bridging, 80)
