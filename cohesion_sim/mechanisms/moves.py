"""Moves: once a year, in a month of their own, people may move; migrants go where migrants are, some hosts avoid them.

Equation
    moving      chance of a year with rate  move  (working age; half of it later)
    where       migrants: [follow·migrants_p / migrants + (1 − follow)·residents_p / residents]·(1 − shun·t)
                hosts: residents_p / residents
                a host turns down a place with chance  avoid·m·(1 − w)

    m  migrant share of the place                         places.migrant_share
    t  threat of its hosts                                places.host_threat
    w  warmth of the host                                 people.warmth
       move, follow, shun, avoid

Assumes
    Who turns a place down stays. A mover keeps her ties; those to another place end sooner only in so far as they
    weaken.

Sources
    T235–T240 (yearly hazard .046 in cities, .027 in the country), T198 (avoidance first, then attraction, flight
    least), T031 (tipping).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import chance, whole
from cohesion_sim.arrays import Codes, Counts, Doubles, Flags, Floats, Keys, Months, Rows
from cohesion_sim.chance import BLOCK, Key, draw_block, uniform
from cohesion_sim.compiled import block, loop, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import LISTED, RETIRED, turns_listed
from cohesion_sim.state.world import World

PERIOD = 12
"""Months between the turns at which a person may move."""


@dataclass(frozen=True, kw_only=True)
class Moves(Mechanism):
    """Residential mobility between places."""

    move: float = param(0.046, unit="1/year", low=0.02, high=0.1, source="T239")
    follow: float = param(0.8, unit="share", low=0.0, high=1.0, source="T198")
    shun: float = param(0.3, unit="1", low=0.0, high=1.0, source="assumption")
    avoid: float = param(1.2, unit="1", low=0.0, high=3.0, source="T198")

    name: ClassVar = "moves"
    writes: ClassVar = frozenset({"people.place", "people.address", "places.register", "flows"})

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Let those move whose month it is."""
        people, places = world.people, world.places
        there = np.empty(len(people), np.int32)
        world.workers.spread(
            choose_all, len(people), there, people.active, people.key, people.group, people.place, people.age,
            people.warmth, places.residents, places.migrants, places.migrant_share, places.host_threat,
            self.sealed(), key,
        )  # fmt: skip
        world.flows["moves"] = places.move(people, there)


@rule
def attractions(residents: Counts, migrants: Counts, threat: Doubles, p: Moves) -> tuple[Doubles, Doubles]:
    """Return the cumulative shares with which places draw hosts and migrants."""
    where_hosts, where_migrants = np.empty(len(residents)), np.empty(len(residents))
    everybody, abroad = max(1, residents.sum()), max(1, migrants.sum())
    hosts = 0.0
    drawn = 0.0
    for place in range(len(residents)):
        size = float(residents[place])
        near = p.follow * (migrants[place] / abroad) + (1.0 - p.follow) * (size / everybody)
        hosts += size
        drawn += near * (1.0 - p.shun * threat[place])
        where_hosts[place] = hosts
        where_migrants[place] = drawn
    for place in range(len(residents)):
        where_hosts[place] = where_hosts[place] / hosts if hosts > 0.0 else 1.0
        where_migrants[place] = where_migrants[place] / drawn if drawn > 0.0 else 1.0
    return where_hosts, where_migrants


@loop
def choose_all(
    lo: int, hi: int, new: Rows, active: Flags, people_key: Keys, group: Codes, place: Rows, age: Months,
    warmth: Floats, residents: Counts, migrants: Counts, migrant_share: Doubles, threat: Doubles, p: Moves, key: Key,
) -> None:  # fmt: skip
    """Decide for rows lo … hi who moves where: −1 for who stays."""
    p = opened(p)
    where_hosts, where_migrants = attractions(residents, migrants, threat, p)
    turns = np.empty(LISTED, np.int32)
    keys = np.empty(LISTED, np.int64)
    drawn = np.empty((4, BLOCK), np.uint32)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        new[first:last] = -1
        count = turns_listed(first, last, active, people_key, PERIOD, key.month, turns, keys)
        draw_block(key, keys, 0, count, 0, drawn)
        for n in range(count):
            i = np.uint64(turns[n])
            if uniform(whole(drawn[0, n])) >= chance(p.move * (0.5 if age[i] > RETIRED else 1.0)):
                continue
            running = where_migrants if group[i] > 0 else where_hosts
            there = min(int(np.searchsorted(running, uniform(whole(drawn[1, n])))), len(running) - 1)
            if there == place[i]:
                continue
            avoided = p.avoid * migrant_share[there] * (1.0 - np.float64(warmth[i]))
            if group[i] == 0 and uniform(whole(drawn[2, n])) < avoided:
                continue
            new[i] = there
