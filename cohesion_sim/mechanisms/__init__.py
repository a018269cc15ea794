"""The mechanisms: one room a process, found by name, run in the order of this list unless a scenario says otherwise."""

from __future__ import annotations

from cohesion_sim.mechanisms.language import Language
from cohesion_sim.mechanisms.mechanism import Mechanism

MECHANISMS: dict[str, type[Mechanism]] = {mechanism.name: mechanism for mechanism in (Language,)}


def register(mechanism: type[Mechanism]) -> type[Mechanism]:
    """Add a mechanism of one's own, so that scenarios can name it; usable as a decorator."""
    MECHANISMS[mechanism.name] = mechanism
    return mechanism


def defaults() -> tuple[Mechanism, ...]:
    """Return all mechanisms that run by default, with their default numbers, in order."""
    return tuple(mechanism() for mechanism in MECHANISMS.values() if mechanism.default_on)
