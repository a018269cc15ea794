"""Politics: at elections hosts' solidarity and threat move rights and funding, off unless a scenario asks for it.

Equation
    every term:  mood = clip(answer·(S − ½) − scare·(E − e₀), −1, 1)
    rights · (1 + 0.3·mood) and funding · (1 + 0.5·mood) until the next election

    S  mean solidarity of adult hosts                     people.solidarity
    E  mean economic and cultural threat                  people.threat_economic, people.threat_cultural
       term, answer, scare, normal_threat

Assumes
    Everybody votes alike; no party system.

Sources
    T177 (salience and threat move votes), A112 (mass arrivals gave the far right two points); sizes are guesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arrays import Codes, Counts, Flags, Floats, Months
from cohesion_sim.chance import Key
from cohesion_sim.compiled import SCALE, loop
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Levers
from cohesion_sim.state.people import ADULT
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Politics(Mechanism):
    """Elections."""

    term: int = param(
        48,
        unit="months",
        low=12,
        high=96,
        source="convention",
        meaning="calendar: most parliaments are elected for four or five years",
    )
    answer: float = param(2.0, unit="1", low=0.0, high=6.0, source="T177")
    scare: float = param(3.0, unit="1", low=0.0, high=8.0, source="A112", sets="range")
    normal_threat: float = param(
        0.42,
        unit="share",
        low=0.2,
        high=0.6,
        source="convention",
        meaning="reference point: the mean threat of hosts at the start",
    )

    name: ClassVar = "politics"
    writes: ClassVar = frozenset({"mood"})
    default_on: ClassVar = False

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Hold an election if it is time."""
        if (key.month + 1) % self.term:
            return
        people = world.people
        count, solidarity, threat = world.workers.total(
            vote_all, len(people), (3,), people.active, people.group, people.age, people.solidarity,
            people.threat_economic, people.threat_cultural,
        ).tolist()  # fmt: skip
        if count:
            shared, afraid = solidarity / SCALE / count, threat / SCALE / count
            mood = self.answer * (shared - 0.5) - self.scare * (afraid - self.normal_threat)
            world.mood = min(1.0, max(-1.0, mood))


@loop
def vote_all(
    lo: int, hi: int, votes: Counts, active: Flags, group: Codes, age: Months, solidarity: Floats, economic: Floats,
    cultural: Floats,
) -> None:  # fmt: skip
    """Add up adult hosts, their solidarity and their threat."""
    for i in range(lo, hi):
        if active[i] and group[i] == 0 and age[i] >= ADULT:
            votes[0] += 1
            votes[1] += int(np.float64(solidarity[i]) * SCALE)
            votes[2] += int(0.5 * (np.float64(economic[i]) + np.float64(cultural[i])) * SCALE)
