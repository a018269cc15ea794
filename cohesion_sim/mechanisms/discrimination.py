"""Discrimination: unfair treatment happens in hiring, housing, services and the street; its slow mean is perceived.

Equation
    rate  λ = base·(1 − ½·distant + distant·d)·(1 − W)/½·(1 − protect·A)·(1 + met·n₋) + hiring·(jobless)
    D' = D + rise·notice·(event)·(1 − D) − fade·D,   notice = noticed + (1 − noticed)·l

    D  perceived discrimination, 0..1                     people.discrimination
    W  warmth of the hosts of the place                   places.host_warmth
    A  protection: enforcement, law, citizenship          levers.local.enforcement, levers.country.antidiscrimination,
                                                          people.status
    n₋ negative encounters this month                     people.contact, people.encounters
    l  proficiency: who understands more notices more     people.language
    d  distance of the group                              people.group
       exploited workers meet it every month              people.exploited
       base, protect, met, hiring, rise, fade, citizen, exploited, distant, noticed

Assumes
    At most one event a month counts. Citizens meet the share ``citizen`` of it. Children of migrants meet it too.

Sources
    A34 (harm comes from pervasiveness, not from one event), I065–I066 (enforcement by tests cuts discrimination), P49
    (citizenship changes no employer's answer, against ``citizen``; distance does: sign of ``distant``).
    A37–A39 (shares who experienced it) are kept for validation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import chance, clipped, whole
from cohesion_sim.arrays import Bytes, Codes, Doubles, Flags, Floats, Keys, Months, Rows
from cohesion_sim.chance import BLOCK, Key, draw_block, uniform
from cohesion_sim.compiled import block, loop, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism, Sums, noted
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Country, Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import ADULT, CITIZEN, LISTED, migrants_listed
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Discrimination(Mechanism):
    """Events of unfair treatment and how they are perceived."""

    base: float = param(0.024, unit="1/month", low=0.005, high=0.08, source="assumption")
    protect: float = param(0.6, unit="share", low=0.0, high=0.8, source="I065")
    met: float = param(0.3, unit="1", low=0.0, high=1.0, source="assumption")
    hiring: float = param(0.012, unit="1/month", low=0.0, high=0.05, source="assumption")
    rise: float = param(0.3, unit="1", low=0.05, high=0.6, source="A34", sets="range")
    fade: float = param(0.025, unit="1/month", low=0.005, high=0.1, source="A34", sets="range")
    citizen: float = param(0.7, unit="share", low=0.3, high=1.0, source="assumption", opposed="P49")
    exploited: float = param(0.15, unit="1/month", low=0.0, high=0.5, source="assumption")
    distant: float = param(0.6, unit="share", low=0.0, high=1.5, source="P49", sets="range")
    noticed: float = param(0.5, unit="share", low=0.2, high=1.0, source="assumption")

    name: ClassVar = "discrimination"
    writes: ClassVar = frozenset({"people.discrimination"})
    terms: ClassVar = (("discrimination", "events"), ("discrimination", "forgetting"))

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Let this month's events happen."""
        people = world.people
        self.sweep(
            world, book, treat_all, people.active, people.key, people.group, people.generation, people.place,
            people.age, people.status, people.language, people.employed, people.exploited, people.contact,
            people.encounters, people.discrimination, world.places.host_warmth, levers.local.enforcement,
            world.distance, levers.in_force, self.sealed(), key,
        )  # fmt: skip


@rule
def unfair_rate(
    distance: float, host_warmth: float, protection: float, negative: float, jobless: bool, citizen: bool,
    exploited: bool, p: Discrimination,
) -> float:  # fmt: skip
    """Return the rate of unfair treatment of one person, a month."""
    far = 1.0 - p.distant / 2.0 + p.distant * distance
    street = p.base * far * (1.0 - host_warmth) * 2.0 * (1.0 + p.met * negative)
    shield = (1.0 - p.protect * protection) * (p.citizen if citizen else 1.0)
    return (street + p.hiring * int(jobless)) * shield + p.exploited * int(exploited)


@rule
def perceived(level: float, event: bool, language: float, p: Discrimination) -> tuple[float, float]:
    """Return what an event adds to perceived discrimination and what a month takes away."""
    notice = p.noticed + (1.0 - p.noticed) * language
    return p.rise * notice * int(event) * (1.0 - level), -p.fade * level


@loop
def treat_all(
    lo: int, hi: int, sums: Sums, active: Flags, people_key: Keys, group: Codes, generation: Codes, place: Rows,
    age: Months, status: Codes, language: Floats, employed: Flags, exploited: Flags, contact: Floats, encounters: Bytes,
    discrimination: Floats, host_warmth: Doubles, enforcement: Doubles, distance: Doubles, country: Country,
    p: Discrimination, key: Key,
) -> None:  # fmt: skip
    """Apply the rules to the migrants of rows lo … hi."""
    country, p = opened(country), opened(p)
    who = np.empty(LISTED, np.int32)
    keys = np.empty(BLOCK, np.int64)
    drawn = np.empty((4, BLOCK), np.uint32)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        count = migrants_listed(first, last, active, group, who)
        for n in range(count):
            keys[n] = people_key[who[n]]
        draw_block(key, keys, 0, count, 0, drawn)
        for n in range(count):
            i = np.uint64(who[n])
            here = int(place[i])
            protection = 0.5 * enforcement[here] + 0.5 * country.antidiscrimination
            far = distance[0, group[i]] * (0.5 if generation[i] == 2 else 1.0)
            negative = whole(encounters[i]) * 0.5 * (1.0 - np.float64(contact[i]))
            jobless = age[i] >= ADULT and not employed[i]
            u = uniform(whole(drawn[0, n]))
            rate = unfair_rate(
                far, host_warmth[here], protection, negative, jobless, status[i] == CITIZEN, exploited[i], p
            )
            d = np.float64(discrimination[i])
            hurt, healed = perceived(d, u < chance(max(rate, 0.0)), np.float64(language[i]), p)
            discrimination[i] = clipped(d + hurt + healed, 0.0, 1.0)
            noted(sums, 0, True, hurt)
            noted(sums, 1, True, healed)
