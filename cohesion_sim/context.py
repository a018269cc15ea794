"""A context is a place before any policy: who lives there, how apart, at work or not, and what they think."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cohesion_sim.errors import UserError
from cohesion_sim.parameters import Parameters, param


@dataclass(frozen=True, kw_only=True)
class Origin(Parameters):
    """An origin group."""

    name: str
    share: float = param(1.0, unit="share", low=0.0, high=1.0, source="choice", meaning="share of the migrants")
    distance: float = param(
        0.5, unit="share", low=0.0, high=1.0, source="choice", meaning="cultural distance to the hosts"
    )
    language: float = param(0.05, unit="share", low=0.0, high=1.0, source="T093", meaning="mean proficiency on arrival")
    education: float = param(0.45, unit="share", low=0.0, high=1.0, source="choice", meaning="mean schooling")
    vulnerability: float = param(0.2, unit="share", low=0.0, high=1.0, source="choice", meaning="mean special needs")
    asylum: float = param(
        0.2, unit="share", low=0.0, high=1.0, source="choice", meaning="share arriving as asylum seekers"
    )
    irregular: float = param(
        0.03, unit="share", low=0.0, high=1.0, source="choice", meaning="share arriving without a permit"
    )
    disability: float = param(0.06, unit="share", low=0.0, high=1.0, source="choice", meaning="share with a disability")
    minority: float = param(
        0.08, unit="share", low=0.0, high=1.0, source="choice", meaning="share who are a minority in the minority"
    )
    since: float = param(
        0.0, unit="months", low=0.0, high=1200.0, source="choice", meaning="month from which the group arrives"
    )
    inflow: float = param(
        1.0, unit="1", low=0.0, high=1000.0, source="choice", meaning="its arrivals, against its share"
    )


@dataclass(frozen=True, kw_only=True)
class Context(Parameters):
    """Population, places, origins, labour market and attitudes at the start of a run."""

    name: str = "european_city"
    title: str = ""
    origins: tuple[Origin, ...] = (Origin(name="migrants"),)

    population: int = param(2000, unit="persons", low=1, high=20_000_000, source="choice", meaning="persons")
    places: int = param(8, unit="places", low=1, high=100_000, source="choice", meaning="municipalities")
    place_spread: float = param(0.6, unit="1", low=0.0, high=2.0, source="choice", meaning="spread of log place sizes")
    migrant_share: float = param(0.12, unit="share", low=0.0, high=0.95, source="B8", meaning="share of migrants")
    second_generation: float = param(
        0.3, unit="share", low=0.0, high=0.9, source="T225", meaning="share born here among migrants and their children"
    )
    dissimilarity: float = param(
        0.40, unit="D", low=0.0, high=0.95, source="C10", meaning="residential dissimilarity of hosts and migrants"
    )
    arrivals: float = param(0.006, unit="per person and year", low=0.0, high=0.2, source="choice", meaning="arrivals")
    established: float = param(
        90.0, unit="months", low=1.0, high=600.0, source="choice", meaning="mean stay of founders born abroad"
    )
    unemployment: float = param(0.07, unit="share", low=0.0, high=0.5, source="choice", meaning="unemployment")
    base_trust: float = param(
        0.5, unit="share", low=0.05, high=0.95, source="B3", meaning="mean generalised trust of hosts"
    )
    base_trust_institutions: float = param(
        0.5, unit="share", low=0.05, high=0.95, source="choice", meaning="mean trust of hosts in institutions"
    )
    host_attitude: float = param(
        5.6, unit="0-10", low=0.5, high=9.5, source="A120", meaning="hosts' mean view of immigration"
    )
    attitude_spread: float = param(
        2.3, unit="0-10", low=0.1, high=4.0, source="A120", meaning="standard deviation of that view"
    )
    local_capacity: float = param(
        0.9, unit="share", low=0.0, high=1.0, source="choice", meaning="share of the money that places can spend"
    )
    capacity_spread: float = param(
        0.1, unit="share", low=0.0, high=0.5, source="choice", meaning="how unevenly places can spend"
    )
    reactivity: float = param(
        1.0, unit="1", low=0.0, high=4.0, source="choice", meaning="salience of immigration in politics and media"
    )
    connectivity: float = param(
        0.0, unit="share", low=0.0, high=1.0, source="choice", meaning="ease of staying in touch with the origin"
    )
    waiting_abroad: float = param(
        0.0, unit="months", low=0.0, high=120.0, source="choice", meaning="wait in a neighbouring region on the way"
    )

    def __post_init__(self) -> None:
        """Refuse numbers out of range and origins that do not add up."""
        super().__post_init__()
        if not self.origins:
            raise UserError("context.origins is empty; it must name at least one origin group")
        if len(self.origins) > 62:
            raise UserError(f"context.origins names {len(self.origins)} groups; there can be at most 62")
        total = sum(origin.share for origin in self.origins)
        if abs(total - 1.0) > 0.011:
            raise UserError(f"the shares in context.origins add up to {total:g}; they must add up to 1")
        for origin in self.origins:
            if self.migrant_share > 0 and origin.share <= 0:
                raise UserError(
                    f"context.origins: the group '{origin.name}' is empty; give it a share above 0 or drop it"
                )
        if self.places > self.population:
            raise UserError(
                f"context.places is {self.places}, more than the {self.population} persons who would live there"
            )

    @classmethod
    def read_context(cls, given: Mapping[str, Any]) -> Context:
        """Return the context that a mapping (from a YAML file) describes."""
        values = dict(given)
        name = str(values.pop("name", "context"))
        title = str(values.pop("title", ""))
        values.pop("story", None)
        origins = read_origins(values.pop("origins", None))
        return cls.read("context", values, name=name, title=title, origins=origins)


def read_origins(given: Any) -> tuple[Origin, ...]:
    """Return the origin groups that a list of mappings describes."""
    if given is None:
        return (Origin(name="migrants"),)
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise UserError("context.origins must be a list of groups, each with a name and a share")
    origins = []
    for number, entry in enumerate(given):
        if not isinstance(entry, Mapping):
            raise UserError(f"context.origins[{number}] is {entry!r}; it must be a group with a name and a share")
        values = dict(entry)
        name = str(values.pop("name", f"group {number + 1}"))
        origins.append(Origin.read(f"context.origins[{number}]", values, name=name))
    names = [origin.name for origin in origins]
    if len(set(names)) < len(names):
        raise UserError(f"context.origins names a group twice: {', '.join(names)}")
    return tuple(origins)
