"""What can be chosen on the page is read from the shipped files and the declarations of the levers themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from cohesion_sim.app import limits
from cohesion_sim.app.picture import SHOWN, TOLD
from cohesion_sim.app.plan import EUROS, FUNDING, LEVERS
from cohesion_sim.app.roles import ROLES
from cohesion_sim.app.rooms import ASKED
from cohesion_sim.config.catalogue import parameters
from cohesion_sim.config.events import flattened
from cohesion_sim.config.library import complete, entry, names
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.plots.meaning import percent
from cohesion_sim.policy.instruments import INSTRUMENTS
from cohesion_sim.policy.regime import SECTIONS
from cohesion_sim.policy.timeline import SHOCKS
from cohesion_sim.runs.provenance import model_version
from cohesion_sim.strings import LANGUAGES

ON_THE_PAGE = frozenset({
    "name", "title", "about", "story", "sources", "assumed", "baseline", "timeline", "months", "regime", "funding",
})  # fmt: skip
"""Keys of a scenario file that the page can show; a file with others is for the command line."""


@cache
def library() -> dict[str, Any]:
    """Return everything that the page offers, as plain values."""
    return {
        "version": model_version(),
        "languages": LANGUAGES,
        "regimes": {name: regime(name) for name in names("regime")},
        "funding": {name: complete("funding", entry("funding", name))[EUROS] for name in names("funding")},
        "contexts": {name: context(name) for name in names("context")},
        "scenarios": {name: found for name in names("scenario") if (found := scenario(name))},
        "levers": {key: lever(each.metadata) | {"default": each.default} for key, each in LEVERS.items()}
        | {f"funding.{EUROS}": lever(FUNDING.metadata) | {"default": FUNDING.default}},
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


def scenario(name: str) -> dict[str, Any]:
    """Return a shipped scenario and its baseline as the page can open them; empty if they need more than it has."""
    found = entry("scenario", name)
    given = found.values
    if set(given) - ON_THE_PAGE or set(found.choices) - {"regime", "funding", "context"}:
        return {}
    own = policy(found.choices, dict(flattened({key: given[key] for key in ("regime", "funding") if key in given})))
    events = [event(each) for each in given.get("timeline", [])]
    baseline = baseline_of(given.get("baseline", ""), own, events)
    if own is None or baseline is None or None in events:
        return {}
    return {
        "title": given.get("title", {}),
        "story": given.get("story", {}),
        "context": found.choices.get("context", "european_city"),
        "months": given.get("months", 120),
        "policies": [baseline, own | {"events": events}],
    }


def policy(choices: Mapping[str, str], changes: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a policy as the page has it, from chosen groups and dotted changes; None if it has more."""
    funding = complete("funding", entry("funding", choices.get("funding", "medium")))[EUROS]
    euros = changes.get(f"funding.{EUROS}", funding)
    levers = {key.removeprefix("regime."): value for key, value in changes.items() if key.startswith("regime.")}
    others = set(changes) - {f"regime.{key}" for key in levers} - {f"funding.{EUROS}"}
    if others or set(levers) - set(LEVERS):
        return None
    return {"regime": choices.get("regime", "mainstreamed"), "levers": levers, "euros": euros, "events": []}


def baseline_of(given: Any, own: dict[str, Any] | None, events: list[Any]) -> dict[str, Any] | None:
    """Return the policy of a baseline: that of another scenario, or the scenario's own with changes."""
    if isinstance(given, Mapping):
        changes = dict(flattened(given["set"]))
        kept = [] if changes.pop("timeline", None) == [] else events
        chosen = {key: changes.pop(key) for key in ("regime", "funding") if isinstance(changes.get(key), str)}
        changed = policy(chosen, changes)
        if changed is None or own is None:
            return None
        regime = (
            {} if "regime" in chosen else {"regime": own["regime"], "levers": {**own["levers"], **changed["levers"]}}
        )
        paid = "funding" in chosen or f"funding.{EUROS}" in changes
        return {**changed, **regime, "euros": changed["euros"] if paid else own["euros"], "events": kept}
    other = entry("scenario", given or "laissez_faire")
    if set(other.values) - ON_THE_PAGE or "timeline" in other.values:
        return None
    return policy(other.choices, {})


def event(given: Any) -> dict[str, Any] | None:
    """Return an entry of a timeline as the page has it; None if it changes more than the page can."""
    if "shock" in given:
        return dict(given)
    changes = dict(given["set"])
    found: dict[str, Any] = {"month": given["month"]}
    if isinstance(changes.get("regime"), str):
        found["regime"] = changes.pop("regime")
    if isinstance(changes.get("funding"), str):
        found["euros"] = complete("funding", entry("funding", changes.pop("funding")))[EUROS]
    if f"funding.{EUROS}" in changes:
        found["euros"] = changes.pop(f"funding.{EUROS}")
    return None if changes else found


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
