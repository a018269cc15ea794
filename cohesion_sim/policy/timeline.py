"""A timeline holds dated changes of regime, funding or context, and shocks that come and fade.

A shock's strength falls by half every ``half_life`` months after it began; during its first ``months`` it is full.

Sources
    T138: unemployment raises economic, not cultural, concern. T160: the pandemic had little systematic effect on
    attitudes, contact fell (T204). T177: salience, not attitude, moves behaviour. Sizes are assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from cohesion_sim.arithmetic import decaying
from cohesion_sim.context import Context
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.regime import Regime

SHOCKS = ("populist_salience", "pandemic", "recession", "arrival_surge")


@dataclass(frozen=True, kw_only=True)
class Shock:
    """Something that happens to the country and fades.

    Attributes
    ----------
    month
        Month in which it begins, counted from 0.
    kind
        One of :data:`SHOCKS`.
    strength
        0 none, 1 as strong as the last one of its kind in Europe.
    months
        How long it lasts at full strength.
    half_life
        Months after that in which half of it fades.
    """

    month: int
    kind: str
    strength: float = 1.0
    months: int = 6
    half_life: float = 6.0

    def at(self, month: int) -> float:
        """Return its strength in a month."""
        if month < self.month:
            return 0.0
        faded = max(0, month - self.month - self.months)
        return self.strength * float(decaying(0.6931471805599453 * faded / self.half_life))


@dataclass(frozen=True, kw_only=True)
class Phase:
    """What is in force from a month on."""

    month: int
    regime: Regime
    funding: Funding
    context: Context


class Force(NamedTuple):
    """What is in force in a month: a phase, the strength of each kind of shock, and the political mood, -1 to 1."""

    phase: Phase
    pandemic: float
    recession: float
    salience: float
    surge: float
    mood: float


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """All phases, in order of time, and all shocks."""

    phases: tuple[Phase, ...]
    shocks: tuple[Shock, ...] = field(default=())

    def force(self, month: int, mood: float = 0.0) -> Force:
        """Return what is in force in a month, in a political mood."""
        return Force(
            self.phase(month),
            self.strength("pandemic", month),
            self.strength("recession", month),
            self.strength("populist_salience", month),
            self.strength("arrival_surge", month),
            mood,
        )

    def phase(self, month: int) -> Phase:
        """Return the phase of a month."""
        current = self.phases[0]
        for phase in self.phases:
            if phase.month <= month:
                current = phase
        return current

    def strength(self, kind: str, month: int) -> float:
        """Return the summed strength of one kind of shock in a month."""
        return sum(shock.at(month) for shock in self.shocks if shock.kind == kind)
