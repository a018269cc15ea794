"""A variant is the default scenario with one thing changed, because a study was of other people or another policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cohesion_sim.context import Origin
from cohesion_sim.parameters import declarations
from cohesion_sim.policy.rights import STRANDS, Rights
from cohesion_sim.policy.timeline import Shock
from cohesion_sim.scenario import Scenario
from cohesion_sim.validation.country_table import union_rights

PERSONS_A_PLACE = 250
LENGTH = 120
UNION_SHARE = 0.07
"""Born outside the Union, of its residents: the immigrants of the Special Eurobarometer 469 in 2017 (B04)."""


def sized(scenario: Scenario, population: int, persons: int = PERSONS_A_PLACE) -> Scenario:
    """Return a scenario with so many persons, in places of so many."""
    places = max(2, round(population / persons))
    return replace(scenario, months=LENGTH, context=replace(scenario.context, population=population, places=places))


def refugees(scenario: Scenario) -> Scenario:
    """Return the scenario with refugees as its only newcomers, enough of them to follow their first years."""
    origin = Origin(name="refugees", distance=0.6, education=0.4, vulnerability=0.3, asylum=1.0)
    return replace(scenario, context=replace(scenario.context, origins=(origin,), arrivals=0.02))


def neighbourhoods(scenario: Scenario) -> Scenario:
    """Return the scenario spread over 400 places, for statistics across areas."""
    return sized(replace(scenario, months=60), 40_000, 100)


def born_abroad(scenario: Scenario, share: float) -> Scenario:
    """Return the scenario with so large a share of its people born abroad; migrants' children come on top."""
    migrants = share / (1.0 - scenario.context.second_generation)
    return replace(scenario, context=replace(scenario.context, migrant_share=migrants))


def european(scenario: Scenario) -> Scenario:
    """Return the scenario with as many born abroad, and with such rights, as the European Union, for surveys of it."""
    made = born_abroad(scenario, UNION_SHARE)
    return replace(made, regime=replace(made.regime, rights=Rights(**union_rights())))


def with_rights(scenario: Scenario, level: float, *strands: str) -> Scenario:
    """Return the scenario with some strands of rights (all if none is named) at one level."""
    names = strands or STRANDS
    rights = replace(scenario.regime.rights, **dict.fromkeys(names, level))
    return replace(scenario, regime=replace(scenario.regime, rights=rights))


def pressing(scenario: Scenario, maintenance: float) -> Scenario:
    """Return the scenario with mixing asked for and maintenance supported so far."""
    dimensions = replace(scenario.regime.dimensions, cultural_maintenance=maintenance, social_mixing=0.8)
    return replace(scenario, regime=replace(scenario.regime, dimensions=dimensions))


def surged(scenario: Scenario) -> Scenario:
    """Return the scenario with a surge of arrivals and a populist campaign in month 60, as in 2015."""
    surge = Shock(month=60, kind="arrival_surge", strength=1.0, months=12)
    campaign = Shock(month=60, kind="populist_salience", strength=1.0, months=12)
    return replace(scenario, shocks=(*scenario.shocks, surge, campaign))


VARIANTS: dict[str, Callable[[Scenario], Scenario]] = {
    "default": lambda scenario: scenario,
    "refugees": refugees,
    "european": european,
    "neighbourhoods": neighbourhoods,
    "inclusive": lambda scenario: with_rights(scenario, 85.0),
    "restrictive": lambda scenario: with_rights(scenario, 25.0),
    "work_and_voice": lambda scenario: with_rights(scenario, 85.0, "labour", "participation"),
    "no_work_no_voice": lambda scenario: with_rights(scenario, 25.0, "labour", "participation"),
    "pressed": lambda scenario: pressing(scenario, 0.1),
    "supported": lambda scenario: pressing(scenario, 0.6),
    "surged": surged,
}
"""All variants by name."""


def switched_off(scenario: Scenario, off: Mapping[str, Mapping[str, Any] | None]) -> Scenario:
    """Return a scenario without some mechanisms, or with some of their numbers set."""
    records = {name: changes for name, changes in off.items() if name in ("mixing", "dispositions")}
    changed = replace(
        scenario, **{name: replace(getattr(scenario, name), **(changes or {})) for name, changes in records.items()}
    )
    kept = []
    for mechanism in changed.mechanisms:
        changes = off.get(mechanism.name, {})
        if changes is not None:
            numbers = {declared.name: getattr(mechanism, declared.name) for declared in declarations(type(mechanism))}
            kept.append(type(mechanism)(**{**numbers, **changes}))
    return replace(changed, mechanisms=tuple(kept))
