"""Well-being: work, decent housing, health care and company lift it; discrimination and insecurity wear it down.

Equation
    V' = V + r·(v₀ − V) + push(work·(e − ½) + home·(Z − ½) + company·(k/(k+4) − ½) − hurt·D − abused·x
                               + cared·J + taught·Y)
    Z' = Z + r·(z₀ − Z) + push(settle·(e + L − 1) + care_home·H − unfair·D − crowded·Q)
    A' = A + r·(a₀ − A) + push(entitled·(R_h·(½ + ½·G) − a_n) + care_health·J)

    V, Z, A  well-being, housing, access to health        people.wellbeing, people.housing, people.health_access
    e, x     in work, exploited                           people.employed, people.exploited
    k        ties                                         ties.degree
    D        perceived discrimination                     people.discrimination
    L        secure stay                                  people.status
    J        health and psychological support             people.care
    Y        sport and tutoring                           people.tutoring
    H        help with housing                            people.housing_support
    R_h, G   right to health, responsive services         levers.country.health, levers.local.responsiveness
    Q        congestion, shared with hosts                levers.local.congestion
       returning, base, base_housing, base_health, work, home, company, hurt, abused, settle, care_home, unfair,
       crowded, entitled, care_health, cared, taught

Assumes
    Hosts have full entitlements; their general services work for them.

Sources
    A30–A32 (discrimination and well-being) are kept for validation; A34 gives the sign. I013 (interpreters remove most
    of the penalty in care), A79 (mentoring and housing), I051 (tutoring: well-being up by a quarter), P08
    (life satisfaction 7.1 of 10). Signs: P20 (work), P26 (better housing), P27 (company), P40 (care of refugees),
    P52 (exploitation), I065 (a quarter of landlords' agents turn minorities away), P53 (people adapt to most events).
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
from cohesion_sim.state.people import PERMANENT
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Wellbeing(Mechanism):
    """Well-being, housing and access to health care."""

    returning: float = param(0.05, unit="1/month", low=0.01, high=0.2, source="P53", sets="range")
    base: float = param(0.62, unit="share", low=0.4, high=0.8, source="P08", sets="range")
    base_housing: float = param(0.62, unit="share", low=0.4, high=0.8, source="assumption")
    base_health: float = param(0.68, unit="share", low=0.4, high=0.9, source="assumption")
    work: float = param(0.02, unit="1/month", low=0.0, high=0.06, source="P20", sets="range")
    home: float = param(0.015, unit="1/month", low=0.0, high=0.06, source="P26", sets="range")
    company: float = param(0.015, unit="1/month", low=0.0, high=0.06, source="P27", sets="range")
    hurt: float = param(0.05, unit="1/month", low=0.0, high=0.12, source="A34", sets="range")
    abused: float = param(0.03, unit="1/month", low=0.0, high=0.1, source="P52", sets="range")
    settle: float = param(0.015, unit="1/month", low=0.0, high=0.05, source="assumption")
    care_home: float = param(0.03, unit="1/month", low=0.0, high=0.1, source="A79")
    unfair: float = param(0.03, unit="1/month", low=0.0, high=0.1, source="I065", sets="range")
    crowded: float = param(0.02, unit="1/month", low=0.0, high=0.06, source="assumption")
    entitled: float = param(0.04, unit="1/month", low=0.0, high=0.1, source="I013")
    care_health: float = param(0.03, unit="1/month", low=0.0, high=0.1, source="I072", sets="range")
    cared: float = param(0.02, unit="1/month", low=0.0, high=0.06, source="P40", sets="range")
    taught: float = param(0.02, unit="1/month", low=0.0, high=0.06, source="I051", sets="range")

    name: ClassVar = "wellbeing"
    writes: ClassVar = frozenset({"people.wellbeing", "people.housing", "people.health_access"})
    terms: ClassVar = (
        ("wellbeing", "adaptation"),
        ("wellbeing", "work"),
        ("wellbeing", "housing"),
        ("wellbeing", "company"),
        ("wellbeing", "discrimination"),
        ("wellbeing", "exploitation"),
        ("wellbeing", "support"),
    )

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Move everybody's living conditions."""
        people = world.people
        self.sweep(
            world, book, fare_all, people.active, people.group, people.place, people.status, people.employed,
            people.exploited, world.ties.degree, people.discrimination, people.care,
            people.housing_support, people.tutoring, people.wellbeing, people.housing,
            people.health_access, levers.local.responsiveness, levers.local.congestion, levers.country.health,
            self.sealed(),
        )  # fmt: skip


@rule
def faring(
    level: float, employed: bool, housing: float, ties: int, hurt: float, exploited: bool, cared: float,
    taught: float, p: Wellbeing,
) -> tuple[float, float, float, float, float, float, float]:  # fmt: skip
    """Return what a month adds to well-being, by term."""
    return (
        p.returning * (p.base - level),
        pushed(level, p.work * (int(employed) - 0.5)),
        pushed(level, p.home * (housing - 0.5)),
        pushed(level, p.company * (ties / (ties + 4.0) - 0.5)),
        pushed(level, -p.hurt * hurt),
        pushed(level, -p.abused * int(exploited)),
        pushed(level, p.cared * cared + p.taught * taught),
    )


@loop
def fare_all(
    lo: int, hi: int, sums: Sums, active: Flags, group: Codes, place: Rows, status: Codes, employed: Flags,
    exploited: Flags, degree: Bytes, discrimination: Floats, care: Bytes,
    housing_support: Bytes, tutoring: Bytes, wellbeing: Floats, housing: Floats,
    health_access: Floats, responsiveness: Doubles, congestion: Doubles, health: float, p: Wellbeing,
) -> None:  # fmt: skip
    """Apply the rules to rows lo … hi."""
    p = opened(p)
    near = np.empty((2, BLOCK))
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        gathered(congestion, place, first, last, near[0])
        gathered(responsiveness, place, first, last, near[1])
        for i in rows(first, last):
            if not active[i]:
                continue
            migrant = group[i] > 0
            hurt = np.float64(discrimination[i]) if migrant else 0.0
            cared = whole(care[i]) * (1.0 / 255.0)
            helped = whole(housing_support[i]) * (1.0 / 255.0)
            v = np.float64(wellbeing[i])
            z = np.float64(housing[i])
            a = np.float64(health_access[i])
            taught = whole(tutoring[i]) * (1.0 / 255.0)
            v0, v1, v2, v3, v4, v5, v6 = faring(
                v, employed[i], z, whole(degree[i]), hurt, exploited[i], cared, taught, p
            )
            wellbeing[i] = clipped(v + v0 + v1 + v2 + v3 + v4 + v5 + v6, 0.0, 1.0)
            settled = p.settle * (int(employed[i]) + int(status[i] >= PERMANENT) - 1.0)
            lodged = pushed(z, settled + p.care_home * helped - p.unfair * hurt - p.crowded * near[0, i - first])
            housing[i] = clipped(z + p.returning * (p.base_housing - z) + lodged, 0.0, 1.0)
            entitled = health * (0.5 + 0.5 * near[1, i - first]) if migrant else 0.9
            treated = pushed(a, p.entitled * (entitled - 0.5) + p.care_health * cared)
            health_access[i] = clipped(a + p.returning * (p.base_health - a) + treated, 0.0, 1.0)
            noted(sums, 0, migrant, v0)
            noted(sums, 1, migrant, v1)
            noted(sums, 2, migrant, v2)
            noted(sums, 3, migrant, v3)
            noted(sums, 4, migrant, v4)
            noted(sums, 5, migrant, v5)
            noted(sums, 6, migrant, v6)
