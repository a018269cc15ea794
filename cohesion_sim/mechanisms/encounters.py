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
       ties: share met a month, chance meetings           meet, casual
       gain, ratio, half, base, beta_warmth, beta_language, beta_equal, beta_authority, beta_distance, beta_threat,
       beta_tie, minority, meet, casual, structured

Assumes
    Both sides take a pair's valence from the same frozen state and the pair's own draw. Experience counts by its mean,
    with diminishing returns in number. Chance meetings in the place have the place's mean partner.

Sources
    A06, A08 (randomised contact with ethnic groups: d = .24 [.12, .35]; with foreigners about 0), A13 (three positive
    for each negative), A14, E01, T285 (negative counts more, ratio 1–2), A03 (minorities less).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import clipped, logistic, whole
from cohesion_sim.arrays import Bytes, Codes, Doubles, Flags, Floats, Keys, Rows, Words
from cohesion_sim.chance import BLOCK, Key, draw_block, pair_block, uniform
from cohesion_sim.compiled import loop, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism, Sums, noted
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Country, Levers
from cohesion_sim.state.surroundings import group_of, language_of, threat_of, warmth_of, works
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Encounters(Mechanism):
    """Contact between hosts and migrants."""

    gain: float = param(0.05, unit="1/month", low=0.0, high=0.12, source="A06", opposed="A08")
    ratio: float = param(1.5, unit="1", low=1.0, high=2.5, source="T285")
    half: float = param(3.0, unit="encounters", low=1.0, high=8.0, source="assumption")
    minority: float = param(0.8, unit="1", low=0.4, high=1.0, source="assumption")
    meet: float = param(0.75, unit="share", low=0.3, high=1.0, source="C05")
    casual: float = param(1.2, unit="encounters/month", low=0.0, high=4.0, source="assumption")
    structured: float = param(3.0, unit="encounters/month", low=0.0, high=8.0, source="I069")
    base: float = param(1.15, unit="logit", low=0.5, high=2.0, source="A13")
    beta_warmth: float = param(1.6, unit="logit", low=0.0, high=3.0, source="assumption")
    beta_language: float = param(0.8, unit="logit", low=0.0, high=2.0, source="assumption")
    beta_equal: float = param(0.3, unit="logit", low=0.0, high=1.0, source="assumption")
    beta_authority: float = param(0.8, unit="logit", low=0.0, high=2.0, source="assumption")
    beta_distance: float = param(0.5, unit="logit", low=0.0, high=1.5, source="assumption")
    beta_threat: float = param(0.6, unit="logit", low=0.0, high=2.0, source="assumption")
    beta_tie: float = param(0.6, unit="logit", low=0.0, high=1.5, source="assumption")

    name: ClassVar = "encounters"
    writes: ClassVar = frozenset({"people.warmth", "people.contact", "people.encounters", "ties"})
    terms: ClassVar = (("warmth", "positive contact"), ("warmth", "negative contact"))

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Let people meet across sides."""
        people, ties, places = world.people, world.ties, world.places
        self.sweep(
            world, book, meet_all, people.active, people.key, people.group, people.generation, people.place,
            world.faces, ties.partner, ties.link, ties.strength, ties.degree, people.mentoring, people.warmth,
            people.contact, people.encounters, people.bridging_ties, places.migrant_share, places.host_warmth, places.migrant_warmth,
            places.host_threat, levers.local.welcome, sum(levers.local.welcome.tolist()) / len(places), world.distance,
            levers.country, self.compiled(), key,
        )  # fmt: skip


@rule
def prospect(
    warm: float, language: float, equal: float, authority: float, distance: float, threat: float, tie: float, p: Encounters
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
def crossing(
    first: int, last: int, active: Flags, bridging_ties: Bytes, degree: Bytes, link: Bytes, ends: Rows
) -> int:  # fmt: skip
    """List row and slot of the ties of rows ``first`` to ``last`` across sides; return their number."""
    count = 0
    for i in range(first, last):
        if not active[i] or bridging_ties[i] == 0:
            continue
        for s in range(whole(degree[i])):  # written every time and kept if it crosses: no branch to mispredict
            ends[0, count] = i
            ends[1, count] = s
            count += whole(link[i, s]) >> 7
    return count


@rule
def weigh(
    count: int, ends: Rows, pairs: Keys, logits: Doubles, people_key: Keys, generation: Codes, faces: Rows,
    partner: Rows, strength: Bytes, distance: Doubles, authority: float, p: Encounters,
) -> None:  # fmt: skip
    """Write the keys of each pair and how its encounter is likely to go."""
    for n in range(count):
        i = int(ends[0, n])
        j = int(partner[i, ends[1, n]])
        one = int(faces[i])
        other = int(faces[j])
        pairs[0, n] = people_key[i]
        pairs[1, n] = people_key[j]
        far = 0.5 if generation[i] == 2 or generation[j] == 2 else 1.0
        logits[n] = prospect(
            warmth_of(one) + warmth_of(other), language_of(one) * language_of(other),
            1.0 if works(one) == works(other) else 0.0, authority, distance[group_of(one), group_of(other)] * far,
            threat_of(one) + threat_of(other), whole(strength[i, ends[1, n]]) * (1.0 / 255.0), p,
        )  # fmt: skip


@rule
def befall(
    count: int, first: int, ends: Rows, logits: Doubles, luck: Words, meeting: float, tally: Rows, strength: Bytes
) -> None:
    """Let the pairs meet: count good and bad encounters by row, strengthen or weaken their ties."""
    for n in range(count):
        logits[n] = logistic(logits[n])
    tally[:, :] = 0
    for n in range(count):
        i = int(ends[0, n])
        met = int(uniform(whole(luck[0, n])) < meeting)
        good = met * int(uniform(whole(luck[1, n])) < logits[n])
        tally[0, i - first] += good
        tally[1, i - first] += met - good
        strong = whole(strength[i, ends[1, n]]) + 2 * good - 6 * (met - good)
        strength[i, ends[1, n]] = min(max(strong, 0), 255)


@loop
def meet_all(
    lo: int, hi: int, sums: Sums, active: Flags, people_key: Keys, group: Codes, generation: Codes, place: Rows,
    faces: Rows, partner: Rows, link: Bytes, strength: Bytes, degree: Bytes, mentoring: Floats, warmth: Floats,
    contact: Floats, encounters: Bytes, bridging_ties: Bytes, migrant_share: Doubles, host_warmth: Doubles,
    migrant_warmth: Doubles, host_threat: Doubles, welcome: Doubles, welcomed: float, distance: Doubles,
    country: Country, p: Encounters, key: Key,
) -> None:  # fmt: skip
    """Let the persons of rows lo … hi meet whom they meet."""
    common = backing(country, welcomed)
    drawn = np.empty((4, BLOCK), np.uint32)
    room = BLOCK * partner.shape[1] + 1
    ends = np.empty((2, room), np.int32)
    pairs = np.empty((2, room), np.int64)
    logits = np.empty(room)
    luck = np.empty((2, room), np.uint32)
    tally = np.empty((2, BLOCK), np.int32)
    for i in range(lo, hi):
        k = (i - lo) % BLOCK
        if k == 0:
            last = min(hi, i + BLOCK)
            draw_block(key, people_key, i, last, 1, drawn)
            count = crossing(i, last, active, bridging_ties, degree, link, ends)
            weigh(count, ends, pairs, logits, people_key, generation, faces, partner, strength, distance, common, p)
            pair_block(key, pairs[0], pairs[1], count, 0, luck)
            befall(count, i, ends, logits, luck, p.meet * country.meeting, tally, strength)
        if not active[i]:
            continue
        migrant = group[i] > 0
        here = int(place[i])
        face = int(faces[i])
        own_warmth = warmth_of(face)
        own_language = language_of(face)
        own_threat = threat_of(face)
        positive = int(tally[0, k])
        negative = int(tally[1, k])
        u, v, x, y = (
            uniform(whole(drawn[0, k])),
            uniform(whole(drawn[1, k])),
            uniform(whole(drawn[2, k])),
            uniform(whole(drawn[3, k])),
        )
        share = 1.0 - migrant_share[here] if migrant else migrant_share[here]
        passing = p.casual * 0.5 * share * country.meeting
        extra = p.structured * np.float64(mentoring[i]) * country.meeting
        plus = 0.0
        minus = 0.0
        if u < passing or x < passing or extra > 0.0:
            partner_warmth = host_warmth[here] if migrant else migrant_warmth[here]
            threat = host_threat[here] if migrant else own_threat
            language = own_language if migrant else 0.7
            authority = backing(country, welcome[here])
            likely = logistic(prospect(own_warmth + partner_warmth, language, 0.5, authority, 0.5, threat, 0.0, p))
            positive += int(u < passing and v < likely) + int(x < passing and y < likely)
            negative += int(u < passing and v >= likely) + int(x < passing and y >= likely)
            fine = min(1.0, likely + 0.1)
            plus = extra * fine
            minus = extra * (1.0 - fine)
        plus += positive
        minus += negative
        weight = plus + minus
        encounters[i] = min(255, positive + negative)
        contact[i] = (plus - minus) / weight if weight > 0.0 else 0.0
        w = np.float64(warmth[i])
        up, down = warmed(w, plus, minus, p.minority if migrant else 1.0, p)
        warmth[i] = clipped(w + up + down, 0.0, 1.0)
        noted(sums, 0, migrant, up)
        noted(sums, 1, migrant, down)
