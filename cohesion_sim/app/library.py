"""What can be chosen on the page is read from the shipped files and the declarations of the levers themselves."""

from __future__ import annotations

from functools import cache
from typing import Any

from cohesion_sim.app import limits
from cohesion_sim.app.picture import SHOWN, TOLD
from cohesion_sim.app.plan import EUROS, FUNDING, LEVERS, TOWN
from cohesion_sim.app.roles import ROLES
from cohesion_sim.app.rooms import ASKED
from cohesion_sim.app.settings import shipped_settings, told
from cohesion_sim.app.stories import story
from cohesion_sim.config.catalogue import parameters
from cohesion_sim.config.library import complete, entry, names
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.plots.meaning import percent
from cohesion_sim.policy.instruments import INSTRUMENTS
from cohesion_sim.policy.regime import SECTIONS
from cohesion_sim.policy.timeline import SHOCKS
from cohesion_sim.runs.provenance import model_version
from cohesion_sim.strings import LANGUAGES


@cache
def library() -> dict[str, Any]:
    """Return everything that the page offers, as plain values."""
    return {
        "version": model_version(),
        "languages": LANGUAGES,
        "regimes": {name: regime(name) for name in names("regime")},
        "funding": {name: complete("funding", entry("funding", name))[EUROS] for name in names("funding")},
        "contexts": {name: context(name) for name in names("context")},
        "scenarios": {name: story(name) for name in names("scenario")},
        "settings": {name: {each: told(name, each) for each in LANGUAGES} for name in shipped_settings()},
        "levers": {key: lever(each.metadata) | {"default": each.default} for key, each in LEVERS.items()}
        | {f"funding.{EUROS}": lever(FUNDING.metadata) | {"default": FUNDING.default}},
        "town": {key: lever(each.metadata) for key, each in TOWN.items()},
        "instruments": INSTRUMENTS,
        "shocks": SHOCKS,
        "outcomes": {name: outcome(name) for name in TOLD},
        "watched": {each.outcome: outcome(each.outcome) for those in ROLES.values() for each in those},
        "shown": SHOWN,
        "asked": ASKED,
        "roles": tuple(ROLES),
        "limits": {
            "first": limits.FIRST,
            "replicates": limits.USUAL,
            "scenarios": limits.MOST_SCENARIOS,
            "events": limits.MOST_EVENTS,
            "persons": [limits.LEAST_PERSONS, limits.MOST_PERSONS],
            "months": [limits.LEAST_MONTHS, limits.MOST_MONTHS],
        },
    }


@cache
def assumptions() -> list[dict[str, Any]]:
    """Return every number of the model with unit, range and source."""
    return [{name: str(value) for name, value in row.items()} for row in parameters()]


def regime(name: str) -> dict[str, Any]:
    """Return the levers of a regime by dotted key."""
    found = complete("regime", entry("regime", name))
    levers = {key: found[key] for key in ("cultural_maintenance", "social_mixing")}
    return levers | {f"{section}.{key}": value for section in SECTIONS for key, value in found[section].items()}


def context(name: str) -> dict[str, Any]:
    """Return what a place is like."""
    found = complete("context", entry("context", name))
    return {key: found[key] for key in ("title", "population", "places", "migrant_share", "unemployment", "base_trust")}


def lever(declared: Any) -> dict[str, Any]:
    """Return what a declaration says of a lever."""
    return {key: declared[key] for key in ("unit", "low", "high", "source", "opposed")}


def outcome(name: str) -> dict[str, Any]:
    """Return what the page must know of an outcome."""
    found = OUTCOMES[name]
    return {
        "unit": found.unit,
        "percent": percent(name),
        "better": found.direction,
        "sides": [side for side in ("hosts", "migrants") if side in found.columns],
    }
