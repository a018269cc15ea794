"""Solidarity: people share with those they like and trust, and share less when they feel economically threatened.

Equation
    S' = S + r·(s − S) + push(warm·(w − ½) + trusting·(T − ½) + fair·(I − ½) − guard·(E − e₀))

    S  solidarity, 0..1                                   people.solidarity
    s  set point                                          people.solidarity_setpoint
    w  warmth                                             people.warmth
    T  generalised trust                                  people.trust
    I  trust in institutions                              people.trust_institutions
    E  economic threat, hosts only                        people.threat_economic
       returning, warm, trusting, fair, guard, normal_threat

Assumes
    The same drives move hosts and migrants; migrants feel no economic threat from themselves.

Sources
    I116, T166 (making immigration salient lowers support for redistribution, facts do not help), P30 (who finds
    institutions fair wants more spending: sign of ``fair``), P31 (who dislikes immigration supports redistribution less
    where there is much: sign of ``warm``). T063–T064 are kept for validation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import clipped, pushed, whole
from cohesion_sim.arrays import Bytes, Codes, Flags, Floats
from cohesion_sim.chance import Key
from cohesion_sim.compiled import loop, rows, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism, Sums, noted
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Solidarity(Mechanism):
    """Readiness to share and to fund."""

    returning: float = param(0.025, unit="1/month", low=0.01, high=0.08, source="assumption")
    warm: float = param(0.006, unit="1/month", low=0.0, high=0.02, source="P31", sets="range")
    trusting: float = param(0.004, unit="1/month", low=0.0, high=0.02, source="assumption")
    fair: float = param(0.003, unit="1/month", low=0.0, high=0.02, source="P30", sets="range")
    guard: float = param(0.006, unit="1/month", low=0.0, high=0.02, source="T166")
    normal_threat: float = param(
        0.42,
        unit="share",
        low=0.2,
        high=0.6,
        source="convention",
        meaning="reference point: the mean threat of hosts at the start",
    )

    name: ClassVar = "solidarity"
    writes: ClassVar = frozenset({"people.solidarity"})
    terms: ClassVar = (
        ("solidarity", "disposition"),
        ("solidarity", "warmth"),
        ("solidarity", "trust"),
        ("solidarity", "fair institutions"),
        ("solidarity", "economic threat"),
    )

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Move everybody's solidarity."""
        people = world.people
        self.sweep(
            world, book, share_all, people.active, people.group, people.warmth, people.trust,
            people.trust_institutions, people.threat_economic, people.solidarity, people.solidarity_setpoint,
            self.sealed(),
        )  # fmt: skip


@rule
def sharing(
    level: float, setpoint: float, warmth: float, trust: float, institutions: float, threat: float, p: Solidarity
) -> tuple[float, float, float, float, float]:
    """Return what a month adds to solidarity, by term; ``threat`` is centred."""
    return (
        p.returning * (setpoint - level),
        pushed(level, p.warm * (warmth - 0.5)),
        pushed(level, p.trusting * (trust - 0.5)),
        pushed(level, p.fair * (institutions - 0.5)),
        pushed(level, -p.guard * threat),
    )


@loop
def share_all(
    lo: int, hi: int, sums: Sums, active: Flags, group: Codes, warmth: Floats, trust: Floats, institutions: Floats,
    threat_economic: Floats, solidarity: Floats, solidarity_setpoint: Bytes, p: Solidarity,
) -> None:  # fmt: skip
    """Apply the rule to rows lo … hi."""
    p = opened(p)
    for i in rows(lo, hi):
        if not active[i]:
            continue
        migrant = group[i] > 0
        s = np.float64(solidarity[i])
        threat = 0.0 if migrant else np.float64(threat_economic[i]) - p.normal_threat
        s0, s1, s2, s3, s4 = sharing(
            s, whole(solidarity_setpoint[i]) * (1.0 / 255.0), np.float64(warmth[i]), np.float64(trust[i]),
            np.float64(institutions[i]), threat, p,
        )  # fmt: skip
        solidarity[i] = clipped(s + s0 + s1 + s2 + s3 + s4, 0.0, 1.0)
        noted(sums, 0, migrant, s0)
        noted(sums, 1, migrant, s1)
        noted(sums, 2, migrant, s2)
        noted(sums, 3, migrant, s3)
        noted(sums, 4, migrant, s4)
