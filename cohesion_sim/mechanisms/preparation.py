"""Preparation: what happened before departure and on the way arrives with a person.

Equation, once, in the month of arrival
    aware   = orientation, of those reached                       reached with chance P
    l'      = l + lessons·A·e·(1 − l),  e = ½ + ½·education        those reached
    recognised with chance profiled·S                              those reached who are skilled
    R'      = R·e^(−scar·W·(1 − B)),   V' = V − worn·W/24·(1 − B)  everybody who waited in a neighbouring region

    P       share of arrivals reached before departure            levers.abroad.reached
    A, S    lessons and skills profiling before departure         levers.abroad.language, levers.abroad.profiling
       information that makes expectations right                  levers.abroad.orientation, people.oriented
    W, B    months of waiting on the way, and support there       levers.abroad.waiting, levers.abroad.protection
    l, R, V language, employability, well-being                   people.language, people.employability,
                                                                  people.wellbeing
       lessons, profiled, scar, worn

Assumes
    Orientation as such moves neither jobs nor well-being: it only makes expectations right.

Sources
    I016 (an extended seminar had no effect on employment, settlement or well-being), I104 (15 hours of orientation),
    A70
    (waiting scars; here on the way), against P43 (no lasting effect on employment), I087 (a right to a procedure raises
    recognition by 15 %), P48 (long waiting wears people down: sign of ``worn``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import clipped, decaying
from cohesion_sim.arrays import Bytes, Codes, Flags, Floats, Keys, Months
from cohesion_sim.chance import Key, draws
from cohesion_sim.compiled import loop, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Abroad, Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Preparation(Mechanism):
    """What people bring from before departure and from the way."""

    lessons: float = param(0.12, unit="share", low=0.0, high=0.3, source="assumption")
    profiled: float = param(0.15, unit="share", low=0.0, high=0.4, source="I087")
    scar: float = param(0.017, unit="1/month", low=0.005, high=0.03, source="A70", opposed="P43")
    worn: float = param(0.1, unit="1", low=0.0, high=0.3, source="P48", sets="range")

    name: ClassVar = "preparation"
    vital: ClassVar = True
    writes: ClassVar = frozenset(
        {"people.oriented", "people.language", "people.recognised", "people.employability", "people.wellbeing"}
    )

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Prepare those who have just arrived."""
        people = world.people
        world.workers.spread(
            prepare_all, len(people), people.active, people.months_since_arrival, people.generation, people.key,
            people.education, people.oriented, people.language, people.recognised, people.employability,
            people.wellbeing, levers.abroad, self.sealed(), key,
        )  # fmt: skip
        if book is not None:
            book.mark(self.name, "before departure")


@rule
def taught(language: float, education: float, lessons: float) -> float:
    """Return proficiency after lessons before departure."""
    return language + lessons * (0.5 + 0.5 * education) * (1.0 - language)


@loop
def prepare_all(
    lo: int, hi: int, active: Flags, tenure: Months, generation: Codes, people_key: Keys, education: Floats,
    oriented: Bytes, language: Floats, recognised: Flags, employability: Floats,
    wellbeing: Floats, abroad: Abroad, p: Preparation, key: Key,
) -> None:  # fmt: skip
    """Apply the rules to those who have just arrived from abroad."""
    p = opened(p)
    exposed = abroad.waiting * (1.0 - abroad.protection)
    for i in range(lo, hi):
        if tenure[i] != 0 or generation[i] != 1 or not active[i]:
            continue
        u, v, _, _ = draws(key, int(people_key[i]), 0)
        employability[i] = np.float64(employability[i]) * decaying(p.scar * exposed)
        wellbeing[i] = clipped(np.float64(wellbeing[i]) - p.worn * exposed / 24.0, 0.0, 1.0)
        if u < abroad.reached:
            schooling = np.float64(education[i])
            oriented[i] = int(abroad.orientation * 255.0 + 0.5)
            language[i] = taught(np.float64(language[i]), schooling, p.lessons * abroad.language)
            recognised[i] = schooling > 0.5 and v < p.profiled * abroad.profiling
