"""Threat: growth, unemployment and salience make hosts feel threatened; inclusive rights and contact calm them.

Equation
    E' = E + r·(s_E − E) + push(growth·Δ + jobs·(u − u₀) + salient·S + queues·Q + resent·V − inclusive·(R − ½) − calm·x)
    C' = C + r·(s_C − C) + push(growth·Δ + salient·S + apart·H·m + alone·H·(1 − b) − calm·x − dialogue·F)
    w' = w − cold·(E + C − ½·2)·…   as a push of  −cold·((E + C)/2 − t₀)

    E, C  economic and cultural threat, 0..1              people.threat_economic, people.threat_cultural
    s     set points                                      people.threat_economic_setpoint,
                                                          people.threat_cultural_setpoint
    Δ     growth of the perceived migrant share in a year overestimate · places.share_growth
    H     migrant share of the place                      places.migrant_share
    x     balance of contact · share of it, b any tie     people.contact, people.encounters, people.bridging_ties
    u     unemployment                                    levers.country.unemployment
    S     salience                                        levers.country.salience
    Q, V  queues in general services, resentment          levers.local.congestion, levers.local.resentment
    R     inclusive labour and political rights           levers.country.labour, levers.country.participation
    m     visible separation, 1 − mixing                  levers.country.mixing
    F     dialogue between faiths and cultures            levers.local.dialogue
       returning, growth, jobs, salient, queues, resent, inclusive, calm, apart, alone, cold, overestimate,
       normal_unemployment, normal_threat, dialogue

Assumes
    Policy moves economic threat only; cultural threat moves with what is seen. Threat cools warmth a little.

Sources
    B01, T242–T246 (share overestimated, about twice), T155 (growth counts, size hardly), T138 (unemployment raises
    economic concern only), T177 (salience), T026 (the local share as such does next to nothing), I004 (a conversation
    that exchanges stories: d = .08), P18 (threat goes with worse attitudes: sign of ``cold``), P19 (contact lowers
    threat, threat carries prejudice: sign of ``calm``), P44 (targeted spending makes immigration cost more support:
    sign of ``resent``). T177 also bounds ``returning``: preferences stay. A103 is kept for validation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import clipped, pushed, whole
from cohesion_sim.arrays import Bytes, Codes, Doubles, Flags, Floats, Rows
from cohesion_sim.chance import Key
from cohesion_sim.compiled import BLOCK, block, gathered, loop, rows, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism, Sums, noted
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Threat(Mechanism):
    """Perceived economic and cultural threat of hosts."""

    returning: float = param(0.03, unit="1/month", low=0.01, high=0.1, source="T177", sets="range")
    growth: float = param(0.05, unit="1/month", low=0.0, high=0.3, source="T155")
    jobs: float = param(0.08, unit="1/month", low=0.0, high=0.3, source="T138")
    salient: float = param(0.008, unit="1/month", low=0.0, high=0.03, source="T177")
    queues: float = param(0.008, unit="1/month", low=0.0, high=0.03, source="assumption")
    resent: float = param(0.006, unit="1/month", low=0.0, high=0.03, source="P44", sets="range")
    inclusive: float = param(0.006, unit="1/month", low=0.0, high=0.02, source="assumption")
    calm: float = param(0.006, unit="1/month", low=0.0, high=0.03, source="P19", sets="range")
    apart: float = param(0.006, unit="1/month", low=0.0, high=0.03, source="assumption")
    alone: float = param(0.006, unit="1/month", low=0.0, high=0.03, source="T026", sets="range")
    dialogue: float = param(0.002, unit="1/month", low=0.0, high=0.01, source="I004", sets="range")
    cold: float = param(0.006, unit="1/month", low=0.0, high=0.03, source="P18", sets="range")
    overestimate: float = param(2.2, unit="1", low=1.0, high=3.5, source="T242")
    normal_unemployment: float = param(
        0.07,
        unit="share",
        low=0.03,
        high=0.15,
        source="convention",
        meaning="reference point: the rate at which jobs are no reason for threat",
    )
    normal_threat: float = param(
        0.42,
        unit="share",
        low=0.2,
        high=0.6,
        source="convention",
        meaning="reference point: the mean threat of hosts at the start",
    )

    name: ClassVar = "threat"
    writes: ClassVar = frozenset({"people.threat_economic", "people.threat_cultural", "people.warmth"})
    terms: ClassVar = (
        ("threat_economic", "disposition"),
        ("threat_economic", "growth"),
        ("threat_economic", "unemployment"),
        ("threat_economic", "salience"),
        ("threat_economic", "queues"),
        ("threat_economic", "resentment"),
        ("threat_economic", "inclusive rights"),
        ("threat_economic", "contact"),
        ("threat_cultural", "disposition"),
        ("threat_cultural", "growth"),
        ("threat_cultural", "salience"),
        ("threat_cultural", "visible separation"),
        ("threat_cultural", "exposure without ties"),
        ("threat_cultural", "contact"),
        ("threat_cultural", "dialogue"),
        ("warmth", "threat"),
    )

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Move the threat that hosts feel."""
        people, places, country, local = world.people, world.places, levers.country, levers.local
        inclusive = -self.inclusive * (0.5 * (country.labour + country.participation) - 0.5)
        self.sweep(
            world, book, fear_all, people.active, people.group, people.place, people.threat_economic,
            people.threat_cultural, people.threat_economic_setpoint, people.threat_cultural_setpoint, people.warmth,
            people.contact, people.encounters, people.bridging_ties, places.share_growth, places.migrant_share,
            local.congestion, local.resentment, local.dialogue,
            self.jobs * (country.unemployment - self.normal_unemployment), self.salient * country.salience, inclusive,
            self.apart * (1.0 - country.mixing), self.sealed(),
        )  # fmt: skip


@rule
def calmed(contact: float, encounters: int, p: Threat) -> float:
    """Return what a month's contact does to threat: less if it went well."""
    return -p.calm * contact * encounters / (encounters + 2.0)


@loop
def fear_all(
    lo: int, hi: int, sums: Sums, active: Flags, group: Codes, place: Rows, economic: Floats, cultural: Floats,
    economic_setpoint: Bytes, cultural_setpoint: Bytes, warmth: Floats, contact: Floats, encounters: Bytes,
    bridging: Bytes, share_growth: Doubles, migrant_share: Doubles, congestion: Doubles, resentment: Doubles,
    dialogue: Doubles, jobs: float, salient: float, inclusive: float, apart: float, p: Threat,
) -> None:  # fmt: skip
    """Apply the rule to the hosts of rows lo … hi."""
    p = opened(p)
    near = np.empty((5, BLOCK))
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        gathered(migrant_share, place, first, last, near[0])
        gathered(share_growth, place, first, last, near[1])
        gathered(congestion, place, first, last, near[2])
        gathered(resentment, place, first, last, near[3])
        gathered(dialogue, place, first, last, near[4])
        for i in rows(first, last):
            if not active[i] or group[i] > 0:
                continue
            share = near[0, i - first]
            grown = p.growth * p.overestimate * near[1, i - first]
            e = np.float64(economic[i])
            c = np.float64(cultural[i])
            eased = calmed(np.float64(contact[i]), whole(encounters[i]), p)
            e0 = p.returning * (whole(economic_setpoint[i]) * (1.0 / 255.0) - e)
            e1 = pushed(e, grown)
            e2 = pushed(e, jobs)
            e3 = pushed(e, salient)
            e4 = pushed(e, p.queues * near[2, i - first])
            e5 = pushed(e, p.resent * near[3, i - first])
            e6 = pushed(e, inclusive)
            e7 = pushed(e, eased)
            economic[i] = clipped(e + e0 + e1 + e2 + e3 + e4 + e5 + e6 + e7, 0.0, 1.0)
            c0 = p.returning * (whole(cultural_setpoint[i]) * (1.0 / 255.0) - c)
            c1 = pushed(c, grown)
            c2 = pushed(c, salient)
            c3 = pushed(c, apart * share)
            c4 = pushed(c, p.alone * share * (1.0 if bridging[i] == 0 else 0.0))
            c5 = pushed(c, eased)
            c6 = pushed(c, -p.dialogue * near[4, i - first])
            cultural[i] = clipped(c + c0 + c1 + c2 + c3 + c4 + c5 + c6, 0.0, 1.0)
            w = np.float64(warmth[i])
            cooled = pushed(w, -p.cold * (0.5 * (e + c) - p.normal_threat))
            warmth[i] = clipped(w + cooled, 0.0, 1.0)
            noted(sums, 0, False, e0)
            noted(sums, 1, False, e1)
            noted(sums, 2, False, e2)
            noted(sums, 3, False, e3)
            noted(sums, 4, False, e4)
            noted(sums, 5, False, e5)
            noted(sums, 6, False, e6)
            noted(sums, 7, False, e7)
            noted(sums, 8, False, c0)
            noted(sums, 9, False, c1)
            noted(sums, 10, False, c2)
            noted(sums, 11, False, c3)
            noted(sums, 12, False, c4)
            noted(sums, 13, False, c5)
            noted(sums, 14, False, c6)
            noted(sums, 15, False, cooled)
