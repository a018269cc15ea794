"""What holds in one world may not hold in another: a scenario is put into each, and its own numbers go with it.

A number is a scenario's own if it is not what its world, or the declaration, gives. So are those in which the
scenarios differ: they are what is compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from cohesion_sim.comparisons.priors import compared
from cohesion_sim.config.defaults import RECORDS
from cohesion_sim.config.library import complete, entry, names
from cohesion_sim.parameters import Parameters, check_number, declarations
from cohesion_sim.scenario import Scenario

USUAL = "central"
"""The world of a scenario that chooses none."""


def in_turn(scenarios: Mapping[str, Scenario], worlds: Sequence[str] | None = None) -> list[Mapping[str, Scenario]]:
    """Return the scenarios in each world.

    Parameters
    ----------
    scenarios
        By name.
    worlds
        By name; by default all that are shipped, or only their own if one chose a world.

    Raises
    ------
    UserError
        If there is no such world.
    """
    own = {scenario.world for scenario in scenarios.values()}
    if worlds is None:
        worlds = [*names("world")] if own == {USUAL} else []
    fixed = compared(scenarios)
    turns = [
        scenarios if own == {world} else {name: in_world(each, world, fixed) for name, each in scenarios.items()}
        for world in worlds
    ]
    return turns or [scenarios]


def in_world(scenario: Scenario, world: str, fixed: AbstractSet[tuple[str, str]] = frozenset()) -> Scenario:
    """Return a scenario in another world; ``fixed`` are the (mechanism, number) that stay in any case."""
    before, after = said(scenario.world), said(world)

    def moved(group: str, record: Parameters) -> Any:
        old, new = before.get(group, {}), after.get(group, {})
        changes = {
            each.name: check_number(f"{group}.{each.name}", new.get(each.name, each.default), each)
            for each in declarations(type(record))
            if (each.name in old or each.name in new)
            and (group, each.name) not in fixed
            and getattr(record, each.name) == old.get(each.name, each.default)
        }
        return replace(record, **changes) if changes else record  # type: ignore[type-var]  # all are dataclasses

    records: dict[str, Any] = {name: moved(name, getattr(scenario, name)) for name in RECORDS}
    mechanisms = tuple(moved(mechanism.name, mechanism) for mechanism in scenario.mechanisms)
    return replace(scenario, world=world, mechanisms=mechanisms, **records)


def said(world: str) -> dict[str, Any]:
    """Return the numbers that a world sets, by mechanism or record."""
    values = complete("world", entry("world", world))
    return {**values.pop("mechanisms", {}), **values}
