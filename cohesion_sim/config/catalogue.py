"""Tables of what can be chosen and set, read from the files and declarations themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cohesion_sim.config.baselines import name_of
from cohesion_sim.config.defaults import RECORDS
from cohesion_sim.config.library import complete, entry, names
from cohesion_sim.context import Context, Origin
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.parameters import declarations
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.regime import SECTIONS, Dimensions
from cohesion_sim.policy.timeline import SHOCKS
from cohesion_sim.strings import scenario_label
from cohesion_sim.synthesis.start import Network

Row = dict[str, Any]


def regimes() -> list[Row]:
    """Return the shipped regimes with where they stand."""
    rows = []
    for name in names("regime"):
        found = complete("regime", entry("regime", name))
        rights = found["rights"]
        rows.append(
            {
                "regime": name,
                "maintenance": found["cultural_maintenance"],
                "mixing": found["social_mixing"],
                "rights, mean": round(sum(rights.values()) / len(rights)),
                "targeted": found["delivery"]["targeted_share"],
                "title": found["title"],
            }
        )
    return rows


def fundings() -> list[Row]:
    """Return the shipped levels of funding."""
    found = {name: complete("funding", entry("funding", name)) for name in names("funding")}
    ordered = sorted(found.items(), key=lambda pair: float(pair[1]["eur_per_migrant_year"]))
    return [
        {"funding": name, "EUR per migrant and year": each["eur_per_migrant_year"], "title": each["title"]}
        for name, each in ordered
    ]


def contexts() -> list[Row]:
    """Return the shipped contexts."""
    rows = []
    for name in names("context"):
        found = complete("context", entry("context", name))
        origins = ", ".join(str(origin["name"]) for origin in found["origins"])
        row = {"context": name, "persons": found["population"], "places": found["places"]}
        rows.append({**row, "migrants": found["migrant_share"], "trust": found["base_trust"], "origins": origins})
    return rows


def scenarios() -> list[Row]:
    """Return the shipped scenarios with what each is compared with."""
    rows = []
    for name in names("scenario"):
        values = entry("scenario", name).values
        rows.append(
            {
                "scenario": name,
                "title": values["title"]["en"],
                "compared with": scenario_label(name_of(values["baseline"])),
                "in one line": values["about"]["en"],
            }
        )
    return rows


def plain_names(group: str) -> list[Row]:
    """Return the shipped files of a group with their titles."""
    return [{group: name, "title": entry(group, name).values.get("title", "")} for name in names(group)]


def outcomes() -> list[Row]:
    """Return what is measured."""
    from cohesion_sim.measures.outcomes import OUTCOMES

    return [
        {
            "outcome": name,
            "of": outcome.covers,
            "unit": outcome.unit,
            "better": {1: "higher", -1: "lower"}.get(outcome.direction, ""),
            "meaning": outcome.meaning,
        }
        for name, outcome in OUTCOMES.items()
    ]


def mechanisms() -> list[Row]:
    """Return the mechanisms in the order in which they run."""
    return [
        {
            "mechanism": name,
            "on": "yes" if cls.default_on else "no",
            "numbers": len(declarations(cls)),
            "what it does": first_sentence(cls),
        }
        for name, cls in MECHANISMS.items()
    ]


def first_sentence(cls: type) -> str:
    """Return what the file of a class claims."""
    import sys

    return (sys.modules[cls.__module__].__doc__ or "").strip().splitlines()[0]


def shocks() -> list[Row]:
    """Return the shocks that a timeline can hold."""
    return [{"shock": name, "example": f"{{month: 24, shock: {name}, strength: 1, months: 12}}"} for name in SHOCKS]


def parameters() -> list[Row]:
    """Return every declared number with its default, unit, range and source."""
    return [
        {
            "key": f"{where}.{declared.name}",
            "default": declared.default,
            "unit": declared.metadata["unit"],
            "range": f"{declared.metadata['low']:g} … {declared.metadata['high']:g}",
            "source": declared.metadata["source"]
            + (f" (against: {declared.metadata['opposed']})" if declared.metadata["opposed"] else ""),
        }
        for where, cls in records()
        for declared in declarations(cls)
    ]


def records() -> Iterator[tuple[str, type]]:
    """Yield every record of numbers with the key above them."""
    yield "regime", Dimensions
    for name, section in SECTIONS.items():
        yield f"regime.{name}", section
    yield "funding", Funding
    yield "context", Context
    yield "context.origins.N", Origin
    yield "network", Network
    yield from RECORDS.items()
    for name, mechanism in MECHANISMS.items():
        yield f"mechanisms.{name}", mechanism


TABLES: dict[str, Callable[[], list[Row]]] = {
    "scenarios": scenarios,
    "regimes": regimes,
    "funding": fundings,
    "contexts": contexts,
    "worlds": lambda: plain_names("world"),
    "networks": lambda: plain_names("network"),
    "outcomes": outcomes,
    "parameters": parameters,
    "mechanisms": mechanisms,
    "shocks": shocks,
}
