"""Encounters: contact across groups warms people if it goes well, and cools them more if it does not.

Equation
    logit P(positive) = β₀ + β_w·(w_i + w_j − 1.2) + β_l·(l_j·l_i − ¾) + β_e·(equal − ½) + β_a·(a − 0.4)
                        − β_d·(d − ½) − β_t·(t − 0.4) + β_k·(k − ½)
    x  = Σ valence / n                  mean valence of the month's n encounters, −1..1
    w' = w + g·m·[s·c·(n₊/n)·(1 − w) − ratio·s·c·(n₋/n)·w],   c = n / (n + half)

    w  warmth, 0..1                                       people.warmth, places.host_warmth, places.migrant_warmth
    l  proficiency of the migrant side                    people.language
    a  authority: norm, welcome, law                      levers.country.mixing, levers.local.welcome,
                                                          levers.country.antidiscrimination
    d  cultural distance, t threat shown, k strength of the tie
    m  people meet at all (pandemic)                      levers.country.meeting
    g  weight of the minority's experience, 1 for hosts   minority
       structured meetings of mentored people             people.mentoring
       and of volunteers                                  people.mixing
       ties: share met a month, chance meetings           meet, casual
       gain, ratio, half, base, beta_warmth, beta_language, beta_equal, beta_authority, beta_distance, beta_threat,
       beta_tie, minority, meet, casual, structured, shared

Assumes
    Both sides take a pair's valence from the same frozen state and the pair's own draw. Experience counts by its mean,
    with diminishing returns in number. Chance meetings in the place have the place's mean partner.

Sources
    A06, A08 (randomised contact with ethnic groups: d = .24 [.12, .35]; with foreigners about 0), A13 (three positive
    for each negative), A14, E01, T285 (negative counts more, ratio 1–2), A03 (minorities less), I121 (volunteers meet
    hosts), T151 (larger for majorities), T010 (closeness strengthens contact), I117 (sport as such adds no native
    friends: no term).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from cohesion_sim.arithmetic import clipped, logistic, whole
from cohesion_sim.arrays import Bytes, Codes, Counts, Doubles, Flags, Floats, Keys, Rows, Words
from cohesion_sim.chance import BLOCK, Key, draw_block, pair_block, uniform
from cohesion_sim.compiled import block, gathered, loop, rows, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism, Sums, noted
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Country, Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.surroundings import group_of, language_of, threat_of, warmth_of, works
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Encounters(Mechanism):
    """Contact between hosts and migrants."""

    gain: float = param(0.14, unit="1/month", low=0.0, high=0.20, source="A06", opposed="A08")
    ratio: float = param(1.5, unit="1", low=1.0, high=2.5, source="T285", sets="range")
    half: float = param(3.0, unit="encounters", low=1.0, high=8.0, source="assumption")
    minority: float = param(0.8, unit="1", low=0.4, high=1.0, source="T151")
    meet: float = param(0.75, unit="share", low=0.3, high=1.0, source="C05", sets="range")
    casual: float = param(1.2, unit="encounters/month", low=0.0, high=4.0, source="assumption")
    structured: float = param(4.3, unit="encounters/month", low=0.0, high=8.0, source="I069")
    shared: float = param(0.6, unit="share", low=0.0, high=1.0, source="I121")
    base: float = param(0.75, unit="logit", low=0.5, high=2.0, source="A13")
    beta_warmth: float = param(1.6, unit="logit", low=0.0, high=3.0, source="assumption")
    beta_language: float = param(0.8, unit="logit", low=0.0, high=2.0, source="assumption")
    beta_equal: float = param(0.3, unit="logit", low=0.0, high=1.0, source="assumption")
    beta_authority: float = param(0.8, unit="logit", low=0.0, high=2.0, source="assumption")
    beta_distance: float = param(0.5, unit="logit", low=0.0, high=1.5, source="assumption")
    beta_threat: float = param(0.6, unit="logit", low=0.0, high=2.0, source="assumption")
    beta_tie: float = param(0.6, unit="logit", low=0.0, high=1.5, source="T010")

    name: ClassVar = "encounters"
    writes: ClassVar = frozenset({"people.warmth", "people.contact", "people.encounters", "ties"})
    terms: ClassVar = (("warmth", "positive contact"), ("warmth", "negative contact"))

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Let people meet across sides."""
        people, ties, places = world.people, world.ties, world.places
        self.sweep(
            world, book, meet_all, people.active, people.key, people.group, people.generation, people.place,
            world.faces, ties.partner, ties.link, ties.strength, ties.degree, people.mentoring, people.mixing,
            people.warmth,
            people.contact, people.encounters, people.bridging_ties, places.migrant_share, places.host_warmth,
            places.migrant_warmth, places.host_threat, levers.local.welcome,
            sum(levers.local.welcome.tolist()) / len(places), world.distance, levers.in_force, self.sealed(), key,
        )  # fmt: skip


@rule
def prospect(
    warm: float, language: float, equal: float, authority: float, distance: float, threat: float, tie: float,
    p: Encounters,
) -> float:  # fmt: skip
    """Return the logit of the chance that an encounter is positive; ``warm`` is the sum of both sides' warmth."""
    return (
        p.base
        + p.beta_warmth * (warm - 1.2)
        + p.beta_language * (language - 0.75)
        + p.beta_equal * (equal - 0.5)
        + p.beta_authority * (authority - 0.4)
        - p.beta_distance * (distance - 0.5)
        - p.beta_threat * (threat - 0.4)
        + p.beta_tie * (tie - 0.5)
    )


@rule
def backing(country: Country, welcome: float) -> float:
    """Return how far authority supports an encounter, 0 to 1."""
    return 0.4 * country.mixing + 0.3 * welcome + 0.3 * country.antidiscrimination


@rule
def warmed(warmth: float, positive: float, negative: float, weight: float, p: Encounters) -> tuple[float, float]:
    """Return what a month's positive and negative encounters add to warmth."""
    count = positive + negative
    scale = weight * p.gain / (count + p.half)
    return scale * positive * (1.0 - warmth), -scale * p.ratio * negative * warmth


@rule
def listed(first: Any, last: Any, active: Flags, bridging_ties: Bytes, link: Bytes, degree: Bytes, spots: Rows) -> int:
    """List the ties of rows ``first`` to ``last`` across sides as 32 · offset + slot, without a branch a tie."""
    who = np.empty(BLOCK, np.int32)
    crossing = 0
    for i in rows(first, last):
        who[crossing] = i - first
        crossing += int(active[i] and bridging_ties[i] > 0)
    count = 0
    for n in range(crossing):
        i = first + np.uint64(who[n])
        used = whole(degree[i])
        for s in range(used):
            spots[count] = 32 * int(who[n]) + s
            count += whole(link[i, s]) >> 7
    return count


@rule
def read_ties(
    first: Any, count: int, spots: Rows, people_key: Keys, generation: Codes, faces: Rows, partner: Rows,
    strength: Bytes, distance: Doubles, pairs: Counts, seen: Rows, held: Rows, apart: Doubles,
) -> None:  # fmt: skip
    """Read of each tie listed the two keys, the two faces, the strength and the distance."""
    for n in range(count):
        i = first + np.uint64(spots[n] >> 5)
        s = np.uint64(spots[n] & 31)
        j = np.uint64(partner[i, s])
        pairs[0, n] = people_key[i]
        pairs[1, n] = people_key[j]
        seen[0, n] = faces[i]
        seen[1, n] = faces[j]
        held[n] = strength[i, s]
        far = 0.5 if generation[i] == 2 or generation[j] == 2 else 1.0
        apart[n] = distance[group_of(faces[i]), group_of(faces[j])] * far


@rule
def meet_ties(
    first: Any, count: int, spots: Rows, seen: Rows, held: Rows, apart: Doubles, luck: Words, likely: Doubles,
    strength: Bytes, plus: Doubles, minus: Doubles, common: float, country: Country, p: Encounters,
) -> None:  # fmt: skip
    """Let ties across sides meet: what goes well strengthens them, what goes badly weakens them more."""
    for n in rows(0, count):
        near = int(seen[0, n])
        other = int(seen[1, n])
        likely[n] = logistic(prospect(
            warmth_of(near) + warmth_of(other), language_of(near) * language_of(other),
            1.0 if works(near) == works(other) else 0.0, common, apart[n],
            threat_of(near) + threat_of(other), whole(held[n]) * (1.0 / 255.0), p))  # fmt: skip
    for n in range(count):
        k = spots[n] >> 5
        met = int(uniform(whole(luck[0, n])) < p.meet * country.meeting)
        good = met * int(uniform(whole(luck[1, n])) < likely[n])
        plus[k] += good
        minus[k] += met - good
        i = first + np.uint64(k)
        strength[i, spots[n] & 31] = min(max(whole(held[n]) + 2 * good - 6 * (met - good), 0), 255)


@rule
def passing_listed(
    first: Any, last: Any, active: Flags, group: Codes, mentoring: Bytes, mixing: Bytes, encounters: Bytes, drawn:
    Words,
    share: Doubles, plus: Doubles, minus: Doubles, meets: Flags, who: Rows, country: Country, p: Encounters,
) -> int:  # fmt: skip
    """List who meets strangers or is mentored; ``share``, the migrant share, becomes the chance of a meeting."""
    strangers = 0
    for i in rows(first, last):
        k = i - first
        fraction = 1.0 - share[k] if group[i] > 0 else share[k]
        passing = p.casual * 0.5 * fraction * country.meeting
        share[k] = passing
        passes = (uniform(whole(drawn[0, k])) < passing) | (uniform(whole(drawn[2, k])) < passing)
        meets[k] = active[i] & (passes | (mentoring[i] > 0) | (mixing[i] > 0))
        encounters[i] = min(255, int(plus[k]) + int(minus[k])) if active[i] else encounters[i]
    for k in rows(0, last - first):
        who[strangers] = k
        strangers += int(meets[k])
    return strangers


@rule
def meet_strangers(
    first: Any, strangers: int, who: Rows, group: Codes, place: Rows, faces: Rows, mentoring: Bytes,
    mixing: Bytes, encounters: Bytes, host_warmth: Doubles, migrant_warmth: Doubles, host_threat: Doubles, welcome:
    Doubles,
    drawn: Words, share: Doubles, plus: Doubles, minus: Doubles, country: Country, p: Encounters,
) -> None:  # fmt: skip
    """Let those listed meet the mean partner of their place, and the mentored meet under structure."""
    for n in range(strangers):
        k = who[n]
        i = first + np.uint64(k)
        migrant = group[i] > 0
        here = int(place[i])
        face = int(faces[i])
        u, v, x, y = (
            uniform(whole(drawn[0, k])),
            uniform(whole(drawn[1, k])),
            uniform(whole(drawn[2, k])),
            uniform(whole(drawn[3, k])),
        )
        passing = share[k]
        partner_warmth = host_warmth[here] if migrant else migrant_warmth[here]
        threat = host_threat[here] if migrant else threat_of(face)
        language = language_of(face) if migrant else 0.7
        authority = backing(country, welcome[here])
        fine = logistic(prospect(warmth_of(face) + partner_warmth, language, 0.5, authority, 0.5, threat, 0.0, p))
        good = int(u < passing and v < fine) + int(x < passing and y < fine)
        bad = int(u < passing and v >= fine) + int(x < passing and y >= fine)
        encounters[i] = min(255, int(plus[k]) + int(minus[k]) + good + bad)
        held = whole(mentoring[i]) + p.shared * whole(mixing[i])
        extra = p.structured * held * (1.0 / 255.0) * country.meeting
        fine = min(1.0, fine + 0.1)
        plus[k] = extra * fine + (plus[k] + good)
        minus[k] = extra * (1.0 - fine) + (minus[k] + bad)


@loop
def meet_all(
    lo: int, hi: int, sums: Sums, active: Flags, people_key: Keys, group: Codes, generation: Codes, place: Rows,
    faces: Rows, partner: Rows, link: Bytes, strength: Bytes, degree: Bytes, mentoring: Bytes, mixing: Bytes, warmth:
    Floats,
    contact: Floats, encounters: Bytes, bridging_ties: Bytes, migrant_share: Doubles, host_warmth: Doubles,
    migrant_warmth: Doubles, host_threat: Doubles, welcome: Doubles, welcomed: float, distance: Doubles,
    country: Country, p: Encounters, key: Key,
) -> None:  # fmt: skip
    """Let the persons of rows lo … hi meet whom they meet: block by block their ties, strangers, what it does."""
    country, p = opened(country), opened(p)
    common = backing(country, welcomed)
    room = BLOCK * partner.shape[1] + 1
    spots = np.empty(room, np.int32)
    seen = np.empty((2, room), np.int32)
    held = np.empty(room, np.int32)
    apart = np.empty(room)
    likely = np.empty(room)
    pairs = np.empty((2, room), np.int64)
    luck = np.empty((2, room), np.uint32)
    drawn = np.empty((4, BLOCK), np.uint32)
    who = np.empty(BLOCK + 1, np.int32)
    meets = np.empty(BLOCK, np.bool_)
    share = np.empty(BLOCK)
    plus = np.empty(BLOCK)
    minus = np.empty(BLOCK)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        plus[:] = 0.0
        minus[:] = 0.0
        count = listed(first, last, active, bridging_ties, link, degree, spots)
        read_ties(
            first, count, spots, people_key, generation, faces, partner, strength, distance, pairs, seen, held, apart
        )
        pair_block(key, pairs[0], pairs[1], count, 0, luck)
        meet_ties(first, count, spots, seen, held, apart, luck, likely, strength, plus, minus, common, country, p)
        draw_block(key, people_key, first, last, 1, drawn)
        gathered(migrant_share, place, first, last, share)
        strangers = passing_listed(
            first, last, active, group, mentoring, mixing, encounters, drawn, share, plus, minus, meets, who, country, p
        )
        meet_strangers(
            first, strangers, who, group, place, faces, mentoring, mixing, encounters, host_warmth, migrant_warmth,
            host_threat,
            welcome, drawn, share, plus, minus, country, p,
        )  # fmt: skip
        for i in rows(first, last):
            if not active[i]:
                continue
            k = i - first
            migrant = group[i] > 0
            weight = plus[k] + minus[k]
            contact[i] = (plus[k] - minus[k]) / weight if weight > 0.0 else 0.0
            w = np.float64(warmth[i])
            up, down = warmed(w, plus[k], minus[k], p.minority if migrant else 1.0, p)
            warmth[i] = clipped(w + up + down, 0.0, 1.0)
            noted(sums, 0, migrant, up)
            noted(sums, 1, migrant, down)
