"""Trust: slow, towards a base set by upbringing and place, moved by meetings with strangers and by fair institutions.

Equation
    T' = T + r·(s_T − T) + push(stranger·x·n/(n+3) + fair·(I − ½) − hurt·D)
    I' = I + q·(s_I − I) + push(served·(C − c₀) − wait·(asylum wait) − unfair·D
                                + rights·(R − ½) + told·o·(new) − reality·(new))

    T, I  generalised trust, trust in institutions, 0..1  people.trust, people.trust_institutions
    s     set points                                      people.trust_setpoint, people.trust_institutions_setpoint
    x, n  balance and number of encounters                people.contact, people.encounters
    D     perceived discrimination (migrants)             people.discrimination
    C     needs met by services                           levers.local.service
    o     orientation before departure                    people.oriented
    R     rights to health and education                  levers.country.health, levers.country.education
       congestion in general services, for hosts          levers.local.congestion
       waiting for a decision                             people.status
       new: in the first five years                       people.months_since_arrival
       returning, returning_institutions, stranger, fair, hurt, served, wait, unfair, rights, told, reality, crowded,
       normal_service

Assumes
    The regime as such moves no trust (A24 is kept for validation): only what happens to people does. Trust in known
    persons lies on ties and does not generalise by itself.

Sources
    T148 (set points: three parts host country, one part origin), T149, T024, T150, E15 (high first trust in
    institutions levels off: expectations meet reality), T255 (trust in hosts follows experience with hosts). T150 finds
    that expectations, not discrimination, explain the fall (against ``unfair``); I016 finds no effect of orientation
    before departure (against ``told``). P17: trust in institutions raises trust in people, hardly the reverse (sign of
    ``fair``). P21: discrimination goes with less trust in people, more than with less trust in politics (sign of
    ``hurt``). P22: an experiment finds the latter in some groups only (sign of ``unfair``).
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
from cohesion_sim.policy.levers import Country, Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import ASYLUM_SEEKER
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Trust(Mechanism):
    """Generalised trust and trust in institutions."""

    returning: float = param(0.02, unit="1/month", low=0.005, high=0.05, source="T149", sets="range")
    returning_institutions: float = param(0.03, unit="1/month", low=0.01, high=0.08, source="T150")
    stranger: float = param(0.004, unit="1/month", low=0.0, high=0.02, source="T255")
    fair: float = param(0.002, unit="1/month", low=0.0, high=0.01, source="P17", sets="range")
    hurt: float = param(0.008, unit="1/month", low=0.0, high=0.03, source="P21", sets="range")
    served: float = param(0.006, unit="1/month", low=0.0, high=0.02, source="assumption")
    wait: float = param(0.008, unit="1/month", low=0.0, high=0.03, source="assumption")
    unfair: float = param(0.006, unit="1/month", low=0.0, high=0.05, source="P22", sets="range", opposed="T150")
    rights: float = param(0.003, unit="1/month", low=0.0, high=0.01, source="assumption")
    told: float = param(0.002, unit="1/month", low=0.0, high=0.01, source="assumption", opposed="I016")
    reality: float = param(0.002, unit="1/month", low=0.0, high=0.01, source="T024")
    crowded: float = param(0.006, unit="1/month", low=0.0, high=0.03, source="assumption")
    normal_service: float = param(
        0.4,
        unit="share",
        low=0.0,
        high=1.0,
        source="convention",
        meaning="reference point: the service at which trust in institutions stands still",
    )

    name: ClassVar = "trust"
    writes: ClassVar = frozenset({"people.trust", "people.trust_institutions"})
    terms: ClassVar = (
        ("trust", "disposition"),
        ("trust", "strangers met"),
        ("trust", "fair institutions"),
        ("trust", "discrimination"),
        ("trust_institutions", "disposition"),
        ("trust_institutions", "services"),
        ("trust_institutions", "waiting"),
        ("trust_institutions", "discrimination"),
        ("trust_institutions", "rights"),
        ("trust_institutions", "expectations"),
    )

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Move everybody's trust."""
        people, local = world.people, levers.local
        self.sweep(
            world, book, trust_all, people.active, people.group, people.place, people.status,
            people.months_since_arrival, people.contact, people.encounters, people.discrimination, people.trust,
            people.trust_setpoint, people.trust_institutions, people.trust_institutions_setpoint, local.service,
            local.congestion, people.oriented, levers.in_force, self.sealed(),
        )  # fmt: skip


@rule
def trusting(
    level: float, setpoint: float, met: float, institutions: float, hurt: float, p: Trust
) -> tuple[float, float, float, float]:
    """Return what a month adds to generalised trust, by term."""
    return (
        p.returning * (setpoint - level),
        pushed(level, p.stranger * met),
        pushed(level, p.fair * (institutions - 0.5)),
        pushed(level, -p.hurt * hurt),
    )


@loop
def trust_all(
    lo: int, hi: int, sums: Sums, active: Flags, group: Codes, place: Rows, status: Codes, tenure: Months,
    contact: Floats, encounters: Bytes, discrimination: Floats, trust: Floats, trust_setpoint: Bytes,
    institutions: Floats, institutions_setpoint: Bytes, service: Doubles, congestion: Doubles, aware: Bytes,
    country: Country, p: Trust,
) -> None:  # fmt: skip
    """Apply the rules to rows lo … hi."""
    country, p = opened(country), opened(p)
    near = np.empty((2, BLOCK))
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        gathered(service, place, first, last, near[0])
        gathered(congestion, place, first, last, near[1])
        for i in rows(first, last):
            if not active[i]:
                continue
            migrant = group[i] > 0
            n = whole(encounters[i])
            met = np.float64(contact[i]) * (n / (n + 3.0))
            hurt = np.float64(discrimination[i]) if migrant else 0.0
            level = np.float64(trust[i])
            believed = np.float64(institutions[i])
            t0, t1, t2, t3 = trusting(level, whole(trust_setpoint[i]) * (1.0 / 255.0), met, believed, hurt, p)
            trust[i] = clipped(level + t0 + t1 + t2 + t3, 0.0, 1.0)
            i0 = p.returning_institutions * (whole(institutions_setpoint[i]) * (1.0 / 255.0) - believed)
            i1 = pushed(
                believed,
                p.served * (near[0, i - first] - p.normal_service) if migrant else -p.crowded * near[1, i - first],
            )
            i2 = pushed(believed, -p.wait if status[i] == ASYLUM_SEEKER else 0.0)
            i3 = pushed(believed, -p.unfair * hurt)
            i4 = pushed(believed, p.rights * (0.5 * (country.health + country.education) - 0.5) if migrant else 0.0)
            new = migrant and tenure[i] < 60
            i5 = pushed(believed, p.told * whole(aware[i]) * (1.0 / 255.0) - p.reality if new else 0.0)
            institutions[i] = clipped(believed + i0 + i1 + i2 + i3 + i4 + i5, 0.0, 1.0)
            noted(sums, 0, migrant, t0)
            noted(sums, 1, migrant, t1)
            noted(sums, 2, migrant, t2)
            noted(sums, 3, migrant, t3)
            noted(sums, 4, migrant, i0)
            noted(sums, 5, migrant, i1)
            noted(sums, 6, migrant, i2)
            noted(sums, 7, migrant, i3)
            noted(sums, 8, migrant, i4)
            noted(sums, 9, migrant, i5)
