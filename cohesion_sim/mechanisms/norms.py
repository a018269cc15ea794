"""Norms: people return to their own disposition, drift to the warmth of their peers, and feel what the regime endorses.

Equation
    w' = w + r·(s − w) + a·φ(q − w) + push(n·(multicultural − pressure·asymmetry))
    φ(x) = x  assimilative (kernel 0);  x if |x| < ε else 0  bounded (1);  x if |x| < ε else −repulsion·x  repulsive (2)

    w  warmth, 0..1                                        people.warmth
    s  set point                                           people.warmth_setpoint
    q  mean warmth of the own side among one's ties        people.peer_warmth
       endorsed norms                                      levers.country.multicultural, levers.country.pressure
       returning, peers, endorsed, asymmetry, kernel, confidence, repulsion

Assumes
    A regime endorses multiculturalism as far as it supports both dimensions (M·X), assimilation as far as it asks for
    mixing without maintenance ((1 − M)·X); colour-blindness does nothing.

Sources
    A100–A102 give the signs only (they are kept for validation, as are T157 and T158); T062 (peers' norms), T177
    (preferences are stable), T210 against T209 (leaders persuade; leaders change what is said, not what is thought).
    Published models disagree on the kernel: it is a parameter. P34 against P35 (whether opposed views repel).
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
class Norms(Mechanism):
    """What peers and the regime do to warmth."""

    returning: float = param(0.05, unit="1/month", low=0.01, high=0.1, source="T177", sets="range")
    peers: float = param(0.006, unit="1/month", low=0.0, high=0.05, source="T062")
    endorsed: float = param(0.002, unit="1/month", low=0.0, high=0.01, source="T210", opposed="T209")
    asymmetry: float = param(1.0, unit="1", low=0.0, high=3.0, source="assumption")
    kernel: int = param(
        0,
        unit="code",
        low=0,
        high=2,
        source="convention",
        meaning="choice of form: 0 assimilative, 1 bounded, 2 repulsive",
    )
    confidence: float = param(0.3, unit="share", low=0.05, high=1.0, source="assumption")
    repulsion: float = param(0.5, unit="1", low=0.0, high=1.0, source="P34", sets="range", opposed="P35")

    name: ClassVar = "norms"
    writes: ClassVar = frozenset({"people.warmth"})
    terms: ClassVar = (("warmth", "disposition"), ("warmth", "peers"), ("warmth", "endorsed norm"))

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Move everybody's warmth."""
        people = world.people
        norm = self.endorsed * (levers.country.multicultural - self.asymmetry * levers.country.pressure)
        self.sweep(
            world, book, conform_all, people.active, people.group, people.warmth, people.warmth_setpoint,
            people.peer_warmth, norm, self.sealed(),
        )  # fmt: skip


@rule
def influence(gap: float, p: Norms) -> float:
    """Return how a gap to one's peers pulls, by the kernel."""
    if p.kernel == 0 or abs(gap) < p.confidence:
        return gap
    return 0.0 if p.kernel == 1 else -p.repulsion * gap


@rule
def conformed(warmth: float, setpoint: float, peers: float, norm: float, p: Norms) -> tuple[float, float, float]:
    """Return what disposition, peers and the endorsed norm add to warmth."""
    return p.returning * (setpoint - warmth), p.peers * influence(peers - warmth, p), pushed(warmth, norm)


@loop
def conform_all(
    lo: int, hi: int, sums: Sums, active: Flags, group: Codes, warmth: Floats, setpoint: Bytes, peer_warmth: Bytes,
    norm: float, p: Norms,
) -> None:  # fmt: skip
    """Apply the rule to rows lo … hi."""
    p = opened(p)
    for i in rows(lo, hi):
        if not active[i]:
            continue
        w = np.float64(warmth[i])
        back, drawn, felt = conformed(
            w, whole(setpoint[i]) * (1.0 / 255.0), whole(peer_warmth[i]) * (1.0 / 255.0), norm, p
        )
        warmth[i] = clipped(w + back + drawn + felt, 0.0, 1.0)
        migrant = group[i] > 0
        noted(sums, 0, migrant, back)
        noted(sums, 1, migrant, drawn)
        noted(sums, 2, migrant, felt)
