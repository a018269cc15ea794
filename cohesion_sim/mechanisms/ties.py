"""Tie formation: people meet through friends, kin and venues, keep those like them more often, and lose some again.

Equation
    losing one     rate  ½·dissolve·1.5·n; the tie drawn ends with chance  fragile / 1.5,
                   fragile = (1.5 − strength)·(kin ? kinship : 1)
    seeking one    rate  seek·(wish − n)⁺·meeting,  through a friend with chance closure, else through kin and
                   associations of the own origin with chance circle, else at a venue
    taken          same group: 1;  other: mixing·(0.7 + 0.6·X)·(1 + warm·(w_i − ½))·(1 + warm·(w_j − ½))·(1.3 − 0.6·d)
                   · (0.4 + 0.6·l)
    brought        a host is met with rate bridge·(mentoring + volunteers·mixing), and taken with the same chance, at
    least one half

    n, wish   ties and ties kept up                       people.sociability
    w, l      warmth and proficiency that both show       people.warmth, people.language
    d         cultural distance
    X         mixing of venues                            levers.country.mixing
              people meet at all                          levers.country.meeting
              mentoring received, volunteering            people.mentoring, people.mixing
       dissolve, kinship, seek, closure, circle, mixing, warm, bridge, volunteers

Assumes
    ``circle`` and ``mixing`` are set together, so that of the ties across groups that chance would make where people
    live, as many exist as T120 and T121 say, and own ones five to eight times as often as chance.
    Everybody's turn comes every third month. All decide from the same frozen state; decisions are carried out in the
    order of rows. Which tie is drawn follows from the keys of its two ends and this month's draw, whatever slot it lies
    in.

Sources
    E06, T011–T013 (turnover: a hazard of .0087 a month), T120–T121 (ties across over those by chance: .38–.42), T272
    (dissolution does not depend on ethnicity), T274 (sociality, selective mixing, closure), I117 (who has ties
    across seeks more), A97, A79, P50 (prejudice lowers contact: sign of ``warm``), P51 (kin outlast friends).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from cohesion_sim.arithmetic import chance, whole
from cohesion_sim.arrays import Bytes, Codes, Counts, Doubles, Flags, Keys, Rows, Words
from cohesion_sim.chance import BLOCK, Key, draw_block, uniform
from cohesion_sim.compiled import block, loop, rows, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Country, Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.partners import at_venue, friends_drawn, keys_near, least, of_origin, salt
from cohesion_sim.state.people import LISTED, turns_listed
from cohesion_sim.state.surroundings import group_of, language_of, warmth_of
from cohesion_sim.state.ties import KIN, NOBODY
from cohesion_sim.state.turnover import change_ties
from cohesion_sim.state.world import World

PERIOD = 3
"""Months between the turns at which a person may lose and find a tie."""


@dataclass(frozen=True, kw_only=True)
class TieFormation(Mechanism):
    """Making and losing ties."""

    dissolve: float = param(0.0087, unit="1/month", low=0.005, high=0.015, source="E06")
    kinship: float = param(0.1, unit="share", low=0.0, high=0.5, source="P51", sets="range")
    seek: float = param(0.14, unit="1/month", low=0.03, high=0.4, source="T011", sets="range")
    closure: float = param(0.4, unit="share", low=0.1, high=0.8, source="T274")
    circle: float = param(0.4, unit="share", low=0.0, high=1.0, source="T120")
    mixing: float = param(0.40, unit="share", low=0.2, high=0.8, source="T120")
    warm: float = param(1.2, unit="1", low=0.0, high=2.0, source="P50", sets="range")
    bridge: float = param(0.15, unit="1/month", low=0.0, high=0.5, source="A79")
    volunteers: float = param(0.3, unit="share", low=0.0, high=1.0, source="I121")

    name: ClassVar = "ties"
    writes: ClassVar = frozenset({"ties", "people.bridging_ties"})

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Let ties end and begin."""
        people, ties, places = world.people, world.ties, world.places
        count = len(people)
        decided = np.empty((3, count), np.int32)
        world.workers.spread(
            seek_all, count, decided, people.active, people.key, people.group, people.generation, people.place,
            people.sociability, people.mentoring, people.mixing, world.faces, ties.partner, ties.link, ties.strength,
            ties.degree,
            places.register, places.start, places.span, world.distance, levers.in_force, self.sealed(), key,
        )  # fmt: skip
        starts = np.array([first for first, _ in world.workers.bounds(count)])
        change_ties(
            decided, starts, people.group, people.place, people.bridging_ties, ties.partner, ties.link, ties.strength,
            ties.degree,
        )  # fmt: skip


@rule
def fragility(strength: int, layer: int, p: TieFormation) -> float:
    """Return how much sooner than a mean tie one ends."""
    return (1.5 - strength * (1.0 / 255.0)) * (p.kinship if layer == KIN else 1.0)


@rule
def taken(same: bool, one: int, other: int, distance: float, country: Country, p: TieFormation) -> float:
    """Return the chance that a candidate is taken, from what both show."""
    spoken = min(language_of(one), language_of(other))
    across = (
        p.mixing
        * (0.7 + 0.6 * country.mixing)
        * (1.0 + p.warm * (warmth_of(one) - 0.5))
        * (1.0 + p.warm * (warmth_of(other) - 0.5))
        * (1.3 - 0.6 * distance)
        * (0.4 + 0.6 * spoken)
    )
    return 1.0 if same else across


@rule
def brought(mentoring: Any, mixing: Any, p: TieFormation) -> float:
    """Return the rate at which mentoring and volunteering bring a host near, a month."""
    rate: float = p.bridge * (whole(mentoring) + p.volunteers * whole(mixing)) * (1.0 / 255.0)
    return rate


@rule
def helped(rate: float, how: float) -> bool:
    """Return whether a mentor or volunteers lead the search."""
    return (rate > 0.0) & (how < 0.6)


@rule
def hoping(
    count: int, turns: Rows, keys: Keys, drawn: Words, mentoring: Bytes, mixing: Bytes, sociability: Bytes, degree:
    Bytes,
    meeting: float, rates: Doubles, happens: Flags, losers: Rows, losing_keys: Keys, seekers: Rows, seeking_keys: Keys,
    p: TieFormation,
) -> tuple[int, int]:  # fmt: skip
    """List who loses a tie and, by number, who seeks one, of those whose turn it is; return how many."""
    for n in range(count):
        i = np.uint64(turns[n])
        ties = whole(degree[i])
        rates[0, n] = 0.75 * PERIOD * p.dissolve * ties
        missing = max(0, whole(sociability[i]) - ties)
        rates[1, n] = PERIOD * (p.seek * missing * meeting + brought(mentoring[i], mixing[i], p))
    for what in range(2):
        for n in rows(0, count):
            happens[what, n] = uniform(whole(drawn[what, n])) < chance(rates[what, n])
    losing = seeking = 0
    for n in range(count):
        losers[losing] = turns[n]
        losing_keys[losing] = keys[n]
        losing += int(happens[0, n])
        seekers[seeking] = n
        seeking_keys[seeking] = keys[n]
        seeking += int(happens[1, n])
    return losing, seeking


@rule
def lose(
    first: Any, count: int, losers: Rows, lost: Words, near: Keys, slots: Rows, people_key: Keys, partner: Rows, link:
    Bytes, strength: Bytes, degree: Bytes, ended: Rows, p: TieFormation,
) -> None:  # fmt: skip
    """Decide which tie each loser of a block loses."""
    keys_near(count, losers, people_key, partner, near)
    for n in range(count):
        i = np.uint64(losers[n])
        slots[n] = least(salt(whole(lost[0, n]), whole(lost[1, n])), near[n], whole(degree[i]))
    for n in range(count):
        i, slot = np.uint64(losers[n]), np.uint64(slots[n])
        layer = (whole(link[i, slot]) >> 5) & 3
        ends = uniform(whole(lost[2, n])) * 1.5 < fragility(whole(strength[i, slot]), layer, p)
        ended[i - first] = partner[i, slot] if ends else NOBODY


@rule
def look_for(
    count: int, seekers: Rows, turns: Rows, drawn: Words, found: Words, mentoring: Bytes, mixing: Bytes, group: Codes,
    place: Rows, people_key: Keys, partner: Rows, degree: Bytes, register: Rows, start: Counts, span: Counts,
    near: Keys, asking: Rows, friends: Rows, candidates: Rows, p: TieFormation,
) -> None:  # fmt: skip
    """Find each seeker a candidate, or nobody: at a venue, in her own circle, or a friend's friend, even herself."""
    asked = 0
    within = p.closure + (1.0 - p.closure) * p.circle
    for n in range(count):
        m = np.uint64(seekers[n])
        i = np.uint64(turns[m])
        how = uniform(whole(drawn[2, m]))
        u, v = uniform(whole(found[0, n])), uniform(whole(found[1, n]))
        candidates[n] = at_venue(int(place[i]), u, v, register, start, span)
        asking[asked] = n
        friends[asked] = turns[m]
        led = helped(brought(mentoring[i], mixing[i], p), how)
        asked += int((not led) & (how < p.closure) & (degree[i] > 0))
        if (not led) & (how < within) & ((how >= p.closure) | (degree[i] == 0)):
            salted = salt(whole(found[0, n]), whole(found[1, n]))
            first, wide = int(start[place[i]]), int(span[place[i]])
            candidates[n] = of_origin(int(group[i]), first, wide, salted, group, register)
    for word in (0, 2):
        friends_drawn(asked, friends, asking, word, found, near, people_key, partner, degree)
    for n in range(asked):
        candidates[asking[n]] = friends[n]


@rule
def choose(
    first: Any, count: int, seekers: Rows, turns: Rows, candidates: Rows, drawn: Words, mentoring: Bytes,
    mixing: Bytes, group: Codes, generation: Codes, faces: Rows, sociability: Bytes, degree: Bytes, distance: Doubles,
    begun: Rows, country: Country, p: TieFormation,
) -> None:  # fmt: skip
    """Decide whether each seeker ties herself to her candidate; without one she stands in herself, and does not."""
    for n in range(count):
        m = np.uint64(seekers[n])
        i = np.uint64(turns[m])
        j = np.uint64(candidates[n] if candidates[n] != NOBODY else turns[m])
        far = 0.5 if (generation[i] == 2) | (generation[j] == 2) else 1.0
        apart = distance[group[i], group_of(int(faces[j]))] * far
        likely = taken(group[i] == group[j], int(faces[i]), int(faces[j]), apart, country, p)
        led = helped(brought(mentoring[i], mixing[i], p), uniform(whole(drawn[2, m])))
        likely = max(likely, 0.5) if led & (group[j] == 0) else likely
        begins = (uniform(whole(drawn[3, m])) < likely) & (degree[j] < sociability[j]) & (i != j)
        begun[i - first] = candidates[n] if begins else NOBODY


@rule
def decisions(first: Any, count: int, turns: Rows, ended: Rows, begun: Rows, decided: Rows, at: int) -> int:
    """Write from number ``at`` on who loses or finds whom, in the order of rows; return the number after the last."""
    for n in range(count):
        k = np.uint64(turns[n]) - first
        decided[0, at] = turns[n]
        decided[1, at] = ended[k]
        decided[2, at] = begun[k]
        at += int((ended[k] & begun[k]) != NOBODY)
    return at


@loop
def seek_all(
    lo: int, hi: int, decided: Rows, active: Flags, people_key: Keys, group: Codes, generation: Codes,
    place: Rows, sociability: Bytes, mentoring: Bytes, mixing: Bytes, faces: Rows, partner: Rows, link: Bytes,
    strength: Bytes,
    degree: Bytes, register: Rows, start: Counts, span: Counts, distance: Doubles, country: Country, p: TieFormation,
    key: Key,
) -> None:  # fmt: skip
    """Decide for the persons of rows lo … hi which tie ends and which begins: block by block, list by list.

    Decisions, of shape (3, rows), are listed from number ``lo`` on, with nobody after the last.
    """
    country, p = opened(country), opened(p)
    drawn = np.empty((4, BLOCK), np.uint32)
    lost = np.empty((4, BLOCK), np.uint32)
    found = np.empty((4, BLOCK), np.uint32)
    turns = np.empty(LISTED, np.int32)
    losers = np.empty(LISTED, np.int32)
    seekers = np.empty(LISTED, np.int32)
    keys = np.empty(LISTED, np.int64)
    losing_keys = np.empty(LISTED, np.int64)
    seeking_keys = np.empty(LISTED, np.int64)
    slots = np.empty(LISTED, np.int32)
    asking = np.empty(LISTED, np.int32)
    friends = np.empty(LISTED, np.int32)
    candidates = np.empty(LISTED, np.int32)
    near = np.empty((BLOCK, partner.shape[1]), np.int64)
    ended = np.empty(BLOCK, np.int32)
    begun = np.empty(BLOCK, np.int32)
    rates = np.empty((2, BLOCK))
    happens = np.empty((2, BLOCK), np.bool_)
    at = lo
    for start_row in range(lo, hi, BLOCK):
        first, last = block(start_row, hi)
        count = turns_listed(first, last, active, people_key, PERIOD, key.month, turns, keys)
        draw_block(key, keys, 0, count, 0, drawn)
        losing, seeking = hoping(
            count, turns, keys, drawn, mentoring, mixing, sociability, degree, country.meeting, rates, happens,
            losers, losing_keys, seekers, seeking_keys, p,
        )  # fmt: skip
        draw_block(key, losing_keys, 0, losing, 1, lost)
        draw_block(key, seeking_keys, 0, seeking, 2, found)
        ended[:] = NOBODY
        begun[:] = NOBODY
        lose(first, losing, losers, lost, near, slots, people_key, partner, link, strength, degree, ended, p)
        look_for(
            seeking, seekers, turns, drawn, found, mentoring, mixing, group, place, people_key, partner, degree,
            register, start, span, near, asking, friends, candidates, p,
        )  # fmt: skip
        choose(
            first, seeking, seekers, turns, candidates, drawn, mentoring, mixing, group, generation, faces, sociability,
            degree,
            distance, begun, country, p,
        )  # fmt: skip
        at = decisions(first, count, turns, ended, begun, decided, at)
    if at < hi:
        decided[0, at] = NOBODY
