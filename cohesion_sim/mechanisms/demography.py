"""Demography: people grow older, die, are born, leave and arrive, and every one of them is counted.

Equation
    death       age-specific chance,  h(a) = death·e^(ageing·a) a year
    birth       chance fertility / 240 a month for women of 20 to 39 (each person's turn comes every third month)
    departure   rate = leave · secure(status) · (1 + unhappy·(½ − B)) · (1 + aided·A) / (1 + t/60) + expired,
                migrants born abroad; expired only where a temporary stay is limited and over
    arrivals    Poisson with mean arrivals · population at the start / 12, divided over origins

    B  sense of belonging, 0..1                           people.belonging
    t  months since arrival                               people.months_since_arrival
       status sets how secure the stay is                 people.status
       arrivals a person and year                         levers.country.arrivals
       share of arrivals placed evenly                    levers.country.dispersal
       limit of a temporary stay                          levers.country.stay_limit
    A  help to return, for those without a secure stay    levers.local.returning
       right to a family, and wait for it                 levers.country.family, levers.country.family_wait
       leave, insecure, permanent, citizen, unhappy, aided, expired, joining, fertility, fertility_migrants, death,
       ageing, following

Assumes
    A newcomer goes where migrants live, in proportion ``following``, else where people live. A child has the group of
    its mother. A newcomer who joins a family is tied to somebody of her origin who has been here for the wait. Hosts
    neither leave the country nor come back. Whole rows of chance belong to the person, so that a
    birth more or less shifts nobody else's.

Sources
    E08, E09, T052 (exits within five years: 20–50 %), T268 (labour migrants), P46 (migrants' fertility), I086 (54 % of
    married migrants arrive with the spouse, others follow), T269 (students leave sooner), T198 (newcomers go where
    their own are), P01 (births), P02 and P05 (deaths), P10 (a fifth to a third of those ordered to leave do:
    ``expired``), P24 (citizens leave less, but some move on: ``citizen`` below 1), P25 (ties to the country lower plans
    to return: sign of ``unhappy``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arithmetic import chance, decaying, whole
from cohesion_sim.arrays import Bytes, Codes, Counts, Doubles, Flags, Floats, Keys, Months, Rows
from cohesion_sim.chance import BLOCK, Key, draw_block, draws, identity, normal, stream, uniform
from cohesion_sim.compiled import block, loop, rows, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.partners import at_venue
from cohesion_sim.state.people import CITIZEN, LISTED, PERMANENT, TEMPORARY, turns_listed
from cohesion_sim.state.persons import endow
from cohesion_sim.state.ties import KIN, add_tie
from cohesion_sim.state.world import World

DEATH, DEPARTURE, BIRTH = 1, 2, 4

UNLIMITED = 480.0
"""A limit of stay of so many months is none."""
PERIOD = 3
"""Months between the turns at which a person may die, leave or have a child."""


@dataclass(frozen=True, kw_only=True)
class Demography(Mechanism):
    """Who comes, goes, is born and dies."""

    leave: float = param(0.010, unit="1/month", low=0.002, high=0.02, source="E08")
    insecure: float = param(1.3, unit="1", low=1.0, high=3.0, source="T269", sets="range")
    permanent: float = param(0.5, unit="1", low=0.1, high=1.0, source="E08", sets="range")
    citizen: float = param(0.25, unit="1", low=0.05, high=1.0, source="P24", sets="range")
    unhappy: float = param(1.0, unit="1", low=0.0, high=2.0, source="P25", sets="range")
    aided: float = param(0.3, unit="1", low=0.0, high=1.0, source="assumption")
    expired: float = param(0.03, unit="1/month", low=0.01, high=0.1, source="P10", sets="range")
    joining: float = param(0.4, unit="share", low=0.0, high=0.8, source="I086", sets="range")
    fertility: float = param(1.5, unit="children per woman", low=0.5, high=3.0, source="P01")
    fertility_migrants: float = param(1.8, unit="children per woman", low=1.0, high=2.6, source="P46", sets="range")
    death: float = param(0.00003, unit="1/year", low=0.00001, high=0.0001, source="P05", sets="range")
    ageing: float = param(0.095, unit="1/year", low=0.07, high=0.12, source="P02", sets="range")
    following: float = param(0.8, unit="share", low=0.0, high=1.0, source="T198")

    name: ClassVar = "demography"
    vital: ClassVar = True
    writes: ClassVar = frozenset({"people", "ties", "places.register", "flows"})

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Let a month pass."""
        people = world.people
        events = np.zeros(len(people), np.uint8)
        world.workers.spread(
            live_all, len(people), events, people.active, people.key, people.group, people.generation, people.woman,
            people.status, people.place, people.age, people.months_since_arrival, people.belonging,
            levers.local.returning, levers.country.stay_limit,
            death_chances(self.death, self.ageing), self.sealed(), key,
        )  # fmt: skip
        self.note(book, "ageing")
        dead, departed, mothers, mother_keys, keys, group, place = happenings(
            events, people.key, people.group, people.place, Key(key.seed, stream("births"), key.month)
        )
        world.flows["deaths"] = self.gone(world, dead, "death")
        self.note(book, "deaths")
        world.flows["departures"] = self.gone(world, departed, "departure")
        self.note(book, "departures")
        born = world.admit(keys, group, place, 2)
        tie_children(
            born, mothers, mother_keys, people.key, people.group, world.ties.partner, world.ties.link,
            world.ties.strength, world.ties.degree,
        )  # fmt: skip
        world.flows["births"] = len(born)
        self.note(book, "births")
        arrived = self.arrive(world, levers, key)
        world.flows["arrivals"] = len(arrived)
        endow(world, np.concatenate([born, arrived]), False, key.seed)
        self.note(book, "arrivals")

    def note(self, book: Book | None, term: str) -> None:
        """Tell the ledger what has just happened."""
        if book is not None:
            book.mark(self.name, term)

    def gone(self, world: World, rows: NDArray[np.int64], cause: str) -> int:
        """Remove persons and return their number."""
        if len(rows):
            world.remove(rows, cause)
        return len(rows)

    def arrive(self, world: World, levers: Levers, key: Key) -> NDArray[np.int64]:
        """Let this month's newcomers in; families come in pairs; return their rows."""
        people, places, ties = world.people, world.places, world.ties
        group, keys, place = newcomers(
            world.endowment.inflows, levers.country.arrivals * world.founded, world.month, places.migrants,
            places.residents, self.following * (1.0 - levers.country.dispersal), key,
            Key(key.seed, stream("arrivals"), key.month),
        )  # fmt: skip
        rows = world.admit(keys, group, place, 1)
        join_families(
            rows, keys, group, place, people.group, people.place, people.months_since_arrival, places.register,
            places.start, places.span, ties.partner, ties.link, ties.strength, ties.degree,
            self.joining * levers.country.family, levers.country.family_wait,
            Key(key.seed, stream("families"), key.month),
        )  # fmt: skip
        return rows


@cache
def death_chances(rate: float, ageing: float) -> NDArray[np.float64]:
    """Return the chance of dying in a period by age in years, 0 to 129, from a yearly rate at birth and its growth."""
    rates = [rate * PERIOD / 12.0]
    growth = 1.0 / float(decaying(ageing))
    for _ in range(129):
        rates.append(rates[-1] * growth)
    return np.array([float(chance(min(rate, 5.0))) for rate in rates])


@rule
def departing(status: int, belonging: float, tenure: int, limit: float, aided: float, p: Demography) -> float:
    """Return the rate at which a migrant leaves the country, a month; ``aided`` is the reach of help to return."""
    secure = p.citizen if status == CITIZEN else (p.permanent if status == PERMANENT else p.insecure)
    unhappy = 1.0 + p.unhappy * (0.5 - belonging)
    expired = p.expired if status == TEMPORARY and tenure >= limit and limit < UNLIMITED else 0.0
    helped = 1.0 + p.aided * aided * int(status < PERMANENT)
    return p.leave * secure * unhappy * helped / (1.0 + tenure / 60.0) + expired


@loop
def live_all(
    lo: int, hi: int, events: Bytes, active: Flags, people_key: Keys, group: Codes, generation: Codes, woman: Flags,
    status: Codes, place: Rows, age: Months, tenure: Months, belonging: Floats, aided: Doubles, limit: float,
    death: Doubles, p: Demography, key: Key,
) -> None:  # fmt: skip
    """Make everybody a month older and note who dies, leaves or has a child, of those whose turn it is."""
    p = opened(p)
    drawn = np.empty((4, BLOCK), np.uint32)
    turns = np.empty(LISTED, np.int32)
    keys = np.empty(LISTED, np.int64)
    for k in rows(lo, hi):
        if active[k]:
            age[k] = age[k] + 1
            tenure[k] = min(int(tenure[k]) + 1, 30000) if group[k] > 0 else tenure[k]
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        count = turns_listed(first, last, active, people_key, PERIOD, key.month, turns, keys)
        draw_block(key, keys, 0, count, 0, drawn)
        for n in range(count):
            i = np.uint64(turns[n])
            months = int(age[i])
            happened = DEATH if uniform(whole(drawn[0, n])) < death[min(months // 12, 129)] else 0
            if generation[i] == 1:
                rate = departing(int(status[i]), np.float64(belonging[i]), int(tenure[i]), limit, aided[place[i]], p)
                if uniform(whole(drawn[2, n])) < chance(PERIOD * rate):
                    happened |= DEPARTURE
            if woman[i] and 240 <= months < 480:
                fertility = p.fertility_migrants if generation[i] == 1 else p.fertility
                if uniform(whole(drawn[1, n])) < fertility * PERIOD / 240.0:
                    happened |= BIRTH
            events[i] = happened


@loop
def happenings(
    events: Bytes, people_key: Keys, group: Codes, place: Rows, naming: Key
) -> tuple[Keys, Keys, Keys, Keys, Keys, Codes, Rows]:
    """Return the rows of who dies, who leaves and who has a child, keys of mothers, and key, group, place of children.

    The key of a child follows from her mother's.
    """
    rows = np.flatnonzero(events)
    kinds = events[rows]
    dead, departed = rows[(kinds & DEATH) > 0], rows[(kinds & (DEATH | DEPARTURE)) == DEPARTURE]
    mothers = rows[(kinds & BIRTH) > 0]
    mother_keys, keys = people_key[mothers], np.empty(len(mothers), np.int64)
    for n in range(len(mothers)):
        keys[n] = identity(naming, int(mother_keys[n]), 0)
    return dead, departed, mothers, mother_keys, keys, group[mothers], place[mothers]


@loop
def newcomers(
    inflows: Doubles, yearly: float, month: int, migrants: Counts, residents: Counts, following: float, key: Key,
    naming: Key,
) -> tuple[Codes, Keys, Rows]:  # fmt: skip
    """Return the origin, key and place of each of this month's newcomers.

    ``inflows`` holds the share of each origin and its first month; keys follow from origin and ordinal.
    """
    coming = np.empty(len(inflows), np.int64)
    for g in range(len(inflows)):
        mean = yearly * inflows[g, 0] / 12.0 if month >= inflows[g, 1] else 0.0
        coming[g] = poisson(mean, key, g + 1)
    count = coming.sum()
    group, keys, place = np.empty(count, np.int8), np.empty(count, np.int64), np.empty(count, np.int32)
    n = 0
    for g in range(len(coming)):
        for ordinal in range(coming[g]):
            group[n] = g + 1
            keys[n] = identity(naming, g + 1, ordinal)
            n += 1
    head_for(keys, migrants, residents, following, key, place)
    return group, keys, place


@rule
def poisson(mean: float, key: Key, group: int) -> int:
    """Return a Poisson number (nearly normal above 30) keyed by group and month."""
    if mean > 30.0:
        return max(0, int(mean + np.sqrt(mean) * normal(key, -group, 0) + 0.5))
    u = draws(key, -group, 0)[0]
    k, term = 0, decaying(mean)
    below = term
    while u > below and k < 200:
        k += 1
        term *= mean / k
        below += term
    return k


@rule
def head_for(keys: Keys, migrants: Counts, residents: Counts, following: float, key: Key, there: Rows) -> None:
    """Write where each newcomer goes."""
    everybody, abroad = max(1, residents.sum()), migrants.sum()
    running = np.empty(len(residents))
    drawn = 0.0
    for place in range(len(running)):
        everywhere = residents[place] / everybody
        beside = migrants[place] / abroad if abroad > 0 else everywhere
        drawn += following * beside + (1.0 - following) * everywhere
        running[place] = drawn
    for n in range(len(keys)):
        u = draws(key, int(keys[n]), 1)[0]
        there[n] = min(int(np.searchsorted(running, u)), len(running) - 1)


@loop
def tie_children(
    born: Keys, mothers: Keys, mother_keys: Keys, people_key: Keys, group: Codes, partner: Rows, link: Bytes,
    strength: Bytes, degree: Bytes,
) -> None:  # fmt: skip
    """Tie newborn children to their mother, if she lives here still, and to her family."""
    for n in range(len(born)):
        child, mother = born[n], mothers[n]
        if people_key[mother] != mother_keys[n]:
            continue
        add_tie(partner, link, strength, degree, child, mother, KIN, 0, 220)
        for s in range(degree[mother]):
            relative = int(partner[mother, s])
            if (link[mother, s] >> 5) & 3 == KIN and degree[child] < 4:
                bridging = 1 if (group[relative] == 0) != (group[child] == 0) else 0
                add_tie(partner, link, strength, degree, child, relative, KIN, bridging, 200)


@rule
def tie_families(
    rows: Keys, group: Codes, place: Rows, partner: Rows, link: Bytes, strength: Bytes, degree: Bytes
) -> None:
    """Tie newcomers of one month, origin and place in pairs."""
    for n in range(0, len(rows) - 1, 2):
        if group[n] == group[n + 1] and place[n] == place[n + 1]:
            add_tie(partner, link, strength, degree, rows[n], rows[n + 1], KIN, 0, 220)


@loop
def join_families(
    rows: Keys, keys: Keys, origin: Codes, where: Rows, group: Codes, place: Rows, tenure: Months, register: Rows,
    start: Counts, span: Counts, partner: Rows, link: Bytes, strength: Bytes, degree: Bytes, joining: float,
    wait: float, key: Key,
) -> None:  # fmt: skip
    """Tie newcomers in pairs, and those who join a family to one of their origin in the place.

    She is looked for at twelve addresses.
    """
    tie_families(rows, origin, where, partner, link, strength, degree)
    for n in range(len(rows)):
        who, newcomer = int(keys[n]), rows[n]
        if draws(key, who, 0)[0] >= joining:
            continue
        for attempt in range(3):
            for u in draws(key, who, 1 + attempt):
                other = at_venue(int(place[newcomer]), u, u, register, start, span)
                kin = other >= 0 and group[other] == group[newcomer] and tenure[other] >= max(1.0, wait)
                if kin and degree[newcomer] < 1:
                    add_tie(partner, link, strength, degree, newcomer, other, KIN, 0, 220)
