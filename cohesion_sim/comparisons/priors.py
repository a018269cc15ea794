"""What the priors leave open: each declared number of a mechanism is drawn in its range, the same for all scenarios.

    value = triangular(low, mode, high),   mode = what the scenario has,   by inversion of one keyed uniform draw

A number in which the scenarios differ is what is being compared, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cohesion_sim.chance import Key, draws, stream
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.parameters import declarations, triangular
from cohesion_sim.scenario import Scenario


def compared(scenarios: Mapping[str, Scenario]) -> set[tuple[str, str]]:
    """Return the (mechanism, number) in which scenarios differ."""
    seen: dict[tuple[str, str], Any] = {}
    different = set()
    for scenario in scenarios.values():
        for mechanism in scenario.mechanisms:
            for declared in declarations(type(mechanism)):
                where, value = (mechanism.name, declared.name), getattr(mechanism, declared.name)
                if seen.setdefault(where, value) != value:
                    different.add(where)
    return different


def drawn(mechanism: Mechanism, seed: int, draw: int, fixed: set[tuple[str, str]]) -> Mechanism:
    """Return a mechanism with its numbers drawn; whole numbers and switches stay, being choices of form."""
    new = {}
    for declared in declarations(type(mechanism)):
        value = getattr(mechanism, declared.name)
        if isinstance(value, float) and (mechanism.name, declared.name) not in fixed:
            key = Key(seed, stream("priors"), draw)
            u = float(draws(key, stream(f"{mechanism.name}.{declared.name}"), 0)[0])
            low, high = declared.metadata["low"], declared.metadata["high"]
            new[declared.name] = min(max(triangular(low, value, high, u), low), high)
    remade: Mechanism = replace(mechanism, **new)  # type: ignore[type-var]  # every mechanism is a dataclass
    return remade


def with_draw(scenario: Scenario, seed: int, draw: int, fixed: set[tuple[str, str]]) -> Scenario:
    """Return a scenario with the numbers of all its mechanisms drawn."""
    return replace(scenario, mechanisms=tuple(drawn(mechanism, seed, draw, fixed) for mechanism in scenario.mechanisms))
