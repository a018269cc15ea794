"""Every key that a configuration can have follows from the records that declare the numbers; none is listed twice."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any

from cohesion_sim.context import Context, Origin
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.parameters import declarations
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.regime import SECTIONS, Dimensions
from cohesion_sim.policy.services import Services
from cohesion_sim.scenario import Measures, Scenario
from cohesion_sim.state.endowment import Dispositions
from cohesion_sim.synthesis.network import Mixing
from cohesion_sim.synthesis.start import Network

GROUPS = ("regime", "funding", "context", "world", "network")
RECORDS: dict[str, type] = {
    "services": Services,
    "programmes": Programmes,
    "dispositions": Dispositions,
    "mixing": Mixing,
    "measures": Measures,
}
OPEN = (
    "title", "about", "story", "sources", "assumed", "baseline", "compare", "timeline", "order", "regime.box",
    "context.origins", "context.story",
)  # fmt: skip
"""Keys whose contents are not numbers of a record; whoever reads them checks them."""


def record(cls: type) -> dict[str, Any]:
    """Return all plain fields of a record of parameters with their defaults."""
    return dict(_record(cls))


@cache
def _record(cls: type) -> dict[str, Any]:
    return {each.name: each.default for each in fields(cls) if plain(each)}


def plain(each: Field[Any]) -> bool:
    """Return whether a field holds a number or a word."""
    return each.default is not MISSING and isinstance(each.default, bool | int | float | str)


def neutral_regime() -> dict[str, Any]:
    """Return the regime that is neutral in everything."""
    sections = {name: record(cls) for name, cls in SECTIONS.items()}
    return {"name": "neutral", "title": "", **record(Dimensions), **sections, "box": {}}


def plain_context() -> dict[str, Any]:
    """Return the context of a file that says nothing."""
    migrants = {"name": "migrants", **{each.name: each.default for each in declarations(Origin)}}
    return {**record(Context), "origins": [migrants]}


def all_mechanisms() -> dict[str, dict[str, Any]]:
    """Return each mechanism's switch and numbers."""
    return {name: {"on": cls.default_on, **record(cls)} for name, cls in MECHANISMS.items()}


def blank(group: str) -> dict[str, Any]:
    """Return what a file of a group starts from."""
    starts: dict[str, dict[str, Any]] = {
        "regime": neutral_regime(),
        "funding": record(Funding),
        "context": plain_context(),
        "network": record(Network),
        "world": {"name": "central", "title": "", "mechanisms": all_mechanisms()}
        | {key: record(cls) for key, cls in RECORDS.items()},
    }
    return starts[group]


def tree() -> dict[str, Any]:
    """Return every key of a scenario, with its default."""
    return {
        "name": "",
        "title": {},
        "about": {},
        "story": {},
        "sources": [],
        "assumed": {},
        "baseline": "",
        "compare": {},
        "months": Scenario.months,
        "seed": Scenario.seed,
        "timeline": [],
        "order": None,
        "regime": neutral_regime(),
        "funding": record(Funding),
        "context": plain_context(),
        "network": record(Network),
        "world": {"name": "central", "title": ""},
        "mechanisms": all_mechanisms(),
        **{key: record(cls) for key, cls in RECORDS.items()},
    }
