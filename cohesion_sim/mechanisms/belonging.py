"""Belonging: migrants belong where they take part, have rights, are accepted and know people; hosts where they live.

Equation
    migrants  B' = B + r·(s − B) + push(culture·(O − ½) + access·(R − ½) + accepted·(W − ½) + bridges·(b/(b+2) − ½)
                                        + citizen·(status) + both·(O·H − ¼) − hurt·D − wait·(asylum) + stay·t/(t+60))
    hosts     B' = B + r·(s − B) + push(local·(k/(k+6) − ½) + trusting·(T − ½) − alien·(C − c₀))

    B     belonging, 0..1                                 people.belonging
    s     set point                                       people.belonging_setpoint
    O, H  host orientation, heritage                      people.host_orientation, people.heritage
    R     access to domains                               levers.country.labour, levers.country.education,
                                                          levers.country.health, levers.country.participation,
                                                          levers.country.family, people.employed
    W     acceptance by the hosts of the place            places.host_warmth
    b     bridging ties, k all ties                       people.bridging_ties
    D     perceived discrimination                        people.discrimination
    T, C  trust, cultural threat                          people.trust, people.threat_cultural
    t     months since arrival                            people.months_since_arrival
       returning, culture, access, accepted, bridges, citizen, both, hurt, wait, stay, local, trusting, alien,
       normal_threat

Assumes
    The bonus of two identities is small by default and may be nil.

Sources
    A83 (citizenship), A40 against A41 (two identities), A79 (mentoring adds ties and belonging), T062 (peers who
    welcome diversity raise the belonging of minorities), I115 (an inclusive state raises it: sign of ``access``).
    T014–T017, T066–T076,
    T212–T219 are kept for validation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import clipped, pushed, whole
from cohesion_sim.arrays import Bytes, Codes, Doubles, Flags, Floats, Months, Rows
from cohesion_sim.chance import Key
from cohesion_sim.compiled import BLOCK, block, gathered, loop, rows, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism, Sums, noted
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import ASYLUM_SEEKER, CITIZEN
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Belonging(Mechanism):
    """Sense of belonging to this society."""

    returning: float = param(0.04, unit="1/month", low=0.01, high=0.08, source="assumption")
    culture: float = param(0.014, unit="1/month", low=0.0, high=0.04, source="assumption")
    access: float = param(0.014, unit="1/month", low=0.0, high=0.04, source="I115", sets="range")
    accepted: float = param(0.020, unit="1/month", low=0.0, high=0.06, source="T062")
    bridges: float = param(0.008, unit="1/month", low=0.0, high=0.03, source="A79")
    citizen: float = param(0.006, unit="1/month", low=0.0, high=0.02, source="A83")
    both: float = param(0.004, unit="1/month", low=0.0, high=0.02, source="A41", opposed="A40")
    hurt: float = param(0.030, unit="1/month", low=0.0, high=0.08, source="A34", sets="range")
    wait: float = param(0.008, unit="1/month", low=0.0, high=0.03, source="assumption")
    stay: float = param(0.006, unit="1/month", low=0.0, high=0.02, source="assumption")
    local: float = param(0.004, unit="1/month", low=0.0, high=0.02, source="assumption")
    trusting: float = param(0.004, unit="1/month", low=0.0, high=0.02, source="assumption")
    alien: float = param(0.006, unit="1/month", low=0.0, high=0.02, source="assumption")
    normal_threat: float = param(
        0.42,
        unit="share",
        low=0.2,
        high=0.6,
        source="convention",
        meaning="reference point: the mean threat of hosts at the start",
    )

    name: ClassVar = "belonging"
    writes: ClassVar = frozenset({"people.belonging"})
    terms: ClassVar = (
        ("belonging", "disposition"),
        ("belonging", "taking part in the culture"),
        ("belonging", "access and rights"),
        ("belonging", "acceptance"),
        ("belonging", "bridging ties"),
        ("belonging", "citizenship"),
        ("belonging", "two identities"),
        ("belonging", "discrimination"),
        ("belonging", "waiting"),
        ("belonging", "length of stay"),
        ("belonging", "local ties"),
        ("belonging", "trust"),
        ("belonging", "cultural threat"),
    )

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Move everybody's belonging."""
        people, country = world.people, levers.country
        strands = (country.labour, country.education, country.health, country.participation, country.family)
        rights = sum(strands) / len(strands)
        self.sweep(
            world, book, belong_all, people.active, people.group, people.place, people.status,
            people.months_since_arrival, people.employed, people.bridging_ties, world.ties.degree,
            people.host_orientation, people.heritage, people.discrimination, people.trust, people.threat_cultural,
            people.belonging, people.belonging_setpoint, world.places.host_warmth, rights, self.sealed(),
        )  # fmt: skip


@rule
def migrant_belonging(
    level: float, setpoint: float, orientation: float, heritage: float, access: float, acceptance: float, bridging: int,
    citizen: bool, hurt: float, waiting: bool, tenure: int, p: Belonging,
) -> tuple[float, float, float, float, float, float, float, float, float, float]:  # fmt: skip
    """Return what a month adds to a migrant's belonging, by term."""
    return (
        p.returning * (setpoint - level),
        pushed(level, p.culture * (orientation - 0.5)),
        pushed(level, p.access * (access - 0.5)),
        pushed(level, p.accepted * (acceptance - 0.5)),
        pushed(level, p.bridges * (bridging / (bridging + 2.0) - 0.5)),
        pushed(level, p.citizen * int(citizen)),
        pushed(level, p.both * (orientation * heritage - 0.25)),
        pushed(level, -p.hurt * hurt),
        pushed(level, -p.wait * int(waiting)),
        pushed(level, p.stay * tenure / (tenure + 60.0)),
    )


@rule
def host_belonging(
    level: float, setpoint: float, ties: int, trust: float, threat: float, p: Belonging
) -> tuple[float, float, float, float]:
    """Return what a month adds to a host's belonging, by term."""
    return (
        p.returning * (setpoint - level),
        pushed(level, p.local * (ties / (ties + 6.0) - 0.5)),
        pushed(level, p.trusting * (trust - 0.5)),
        pushed(level, -p.alien * (threat - p.normal_threat)),
    )


@loop
def belong_all(
    lo: int, hi: int, sums: Sums, active: Flags, group: Codes, place: Rows, status: Codes, tenure: Months,
    employed: Flags, bridging: Bytes, degree: Bytes, host_orientation: Floats, heritage: Floats, discrimination: Floats,
    trust: Floats, threat_cultural: Floats, belonging: Floats, belonging_setpoint: Bytes, host_warmth: Doubles,
    rights: float, p: Belonging,
) -> None:  # fmt: skip
    """Apply the rules to rows lo … hi."""
    p = opened(p)
    near = np.empty((1, BLOCK))
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        gathered(host_warmth, place, first, last, near[0])
        for i in rows(first, last):
            if not active[i]:
                continue
            b = np.float64(belonging[i])
            s = whole(belonging_setpoint[i]) * (1.0 / 255.0)
            if group[i] == 0:
                b0, b1, b2, b3 = host_belonging(
                    b, s, whole(degree[i]), np.float64(trust[i]), np.float64(threat_cultural[i]), p
                )
                belonging[i] = clipped(b + b0 + b1 + b2 + b3, 0.0, 1.0)
                noted(sums, 0, False, b0)
                noted(sums, 10, False, b1)
                noted(sums, 11, False, b2)
                noted(sums, 12, False, b3)
                continue
            access = 0.7 * rights + 0.3 * int(employed[i])
            m0, m1, m2, m3, m4, m5, m6, m7, m8, m9 = migrant_belonging(
                b, s, np.float64(host_orientation[i]), np.float64(heritage[i]), access, near[0, i - first],
                whole(bridging[i]), status[i] == CITIZEN, np.float64(discrimination[i]),
                status[i] == ASYLUM_SEEKER, int(tenure[i]), p,
            )  # fmt: skip
            belonging[i] = clipped(b + m0 + m1 + m2 + m3 + m4 + m5 + m6 + m7 + m8 + m9, 0.0, 1.0)
            noted(sums, 0, True, m0)
            noted(sums, 1, True, m1)
            noted(sums, 2, True, m2)
            noted(sums, 3, True, m3)
            noted(sums, 4, True, m4)
            noted(sums, 5, True, m5)
            noted(sums, 6, True, m6)
            noted(sums, 7, True, m7)
            noted(sums, 8, True, m8)
            noted(sums, 9, True, m9)
