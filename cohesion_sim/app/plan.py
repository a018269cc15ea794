"""What a client asks for is plain data: it is read key by key, checked against declared ranges, and made a scenario.

Nothing in it names code or a file: regimes, contexts and worlds are chosen among the shipped ones, by name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import Field, dataclass
from typing import Any

from cohesion_sim.app import limits
from cohesion_sim.app.refusing import no_such, refused
from cohesion_sim.app.settings import shipped_settings
from cohesion_sim.config.events import LIVE
from cohesion_sim.config.keys import merged, with_value
from cohesion_sim.config.library import complete, entry, names
from cohesion_sim.config.making import scenario_of, seed_of
from cohesion_sim.context import Context
from cohesion_sim.errors import UserError
from cohesion_sim.parameters import check_number, declarations
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.regime import SECTIONS, Dimensions
from cohesion_sim.policy.timeline import SHOCKS
from cohesion_sim.scenario import Scenario

EUROS = "eur_per_migrant_year"


@dataclass(frozen=True)
class Place:
    """What all scenarios of a comparison share: the town, its size, how long, and whose luck.

    A client may give a word, such as ``"blue-heron"``, for the seed.
    """

    context: str = "european_city"
    persons: int = 2_000
    months: int = 120
    seed: int = 1


@dataclass(frozen=True)
class Policy:
    """One scenario: a named regime with levers moved, euros, and what happens when.

    Attributes
    ----------
    label
        What the client calls it; shown back, never run.
    levers
        Values by dotted key below ``regime``, such as ``"delivery.targeted_share"``.
    euros
        Funding, euro per migrant and year.
    events
        Entries of a timeline, as in a scenario file.
    setting
        The shipped scenario whose town it is, where that is more than the context; empty for the context alone.
    """

    label: str
    regime: str
    levers: Mapping[str, float]
    euros: float
    events: tuple[Mapping[str, Any], ...]
    setting: str = ""


@dataclass(frozen=True)
class Request:
    """A comparison: policies in one place, the first of them the baseline."""

    place: Place
    policies: Mapping[str, Policy]
    replicates: int

    def scenarios(self, world: str = "central") -> dict[str, Scenario]:
        """Return the scenarios by the client's name for them."""
        return {name: scenario(self.place, policy, world) for name, policy in self.policies.items()}


def read_request(given: Any) -> Request:
    """Return what a client asks for.

    Raises
    ------
    UserError
        For the first thing that is wrong, or if it is too much.
    """
    body = mapping("request", given, ("place", "policies", "replicates"))
    place = read_place(body.get("place", {}))
    policies = body.get("policies")
    if not isinstance(policies, Mapping) or not 1 <= len(policies) <= limits.MOST_SCENARIOS:
        raise refused("policies", most=limits.MOST_SCENARIOS)
    found = {word("name", name): read_policy(f"policies.{name}", each, place) for name, each in policies.items()}
    replicates = whole("replicates", body.get("replicates", limits.USUAL), 1, limits.MOST_REPLICATES)
    work = place.persons * place.months * replicates * len(found)
    if work > limits.MOST_PERSON_MONTHS:
        raise refused("too_much", work=f"{work / 1e6:.0f}", most=f"{limits.MOST_PERSON_MONTHS / 1e6:.0f}")
    return Request(place, found, replicates)


def read_place(given: Any) -> Place:
    """Return the place that a client chose."""
    body = mapping("place", given, ("context", "persons", "months", "seed"))
    usual = Place()
    return Place(
        named("context", body.get("context", usual.context)),
        whole("place.persons", body.get("persons", usual.persons), limits.LEAST_PERSONS, limits.MOST_PERSONS),
        whole("place.months", body.get("months", usual.months), limits.LEAST_MONTHS, limits.MOST_MONTHS),
        seed(body.get("seed", usual.seed)),
    )


def seed(given: Any) -> int:
    """Return the seed that a number or a word stands for, with room for the replicates that are counted on from it."""
    try:
        found = seed_of(given)
    except UserError as error:
        raise refused("seed", given=str(given)[:40]) from error
    return whole("place.seed", found, 0, 2**32 - 1 - limits.MOST_REPLICATES)


def read_policy(where: str, given: Any, place: Place) -> Policy:
    """Return one scenario that a client describes."""
    body = mapping(where, given, ("label", "regime", "levers", "euros", "events", "setting"))
    events = body.get("events", [])
    if not isinstance(events, list) or len(events) > limits.MOST_EVENTS:
        raise refused("events", where=where, most=limits.MOST_EVENTS)
    return Policy(
        label=word(f"{where}.label", body.get("label", "")),
        regime=named("regime", body.get("regime", "laissez_faire")),
        levers=numbers(f"{where}.levers", body.get("levers", {}), LEVERS),
        euros=number(f"{where}.euros", body.get("euros", Funding.eur_per_migrant_year), FUNDING),
        events=tuple(event(f"{where}.events[{number}]", each, place) for number, each in enumerate(events)),
        setting=among("setting", body.get("setting", ""), ("", *shipped_settings())),
    )


FUNDING = next(each for each in declarations(Funding) if each.name == EUROS)
TOWN = {each.name: each for each in declarations(Context) if each.name in LIVE}
"""What of a town can change in mid-run, with its declaration."""
LEVERS = {each.name: each for each in declarations(Dimensions)} | {
    f"{section}.{each.name}": each for section, record in SECTIONS.items() for each in declarations(record)
}
"""Every lever of a regime, by dotted key, with its declaration."""


def numbers(where: str, given: Any, known: Mapping[str, Field[Any]]) -> dict[str, float]:
    """Return numbers by dotted key, each in its declared range."""
    body = mapping(where, given, tuple(known))
    return {key: number(f"{where}.{key}", value, known[key]) for key, value in body.items()}


def number(where: str, value: Any, declared: Field[Any]) -> float:
    """Return a number in its declared range."""
    try:
        return float(check_number(where, value, declared))
    except UserError as error:
        low, high = declared.metadata["low"], declared.metadata["high"]
        raise refused("number", where=where, given=str(value)[:40], low=f"{low:g}", high=f"{high:g}") from error


def event(where: str, given: Any, place: Place) -> dict[str, Any]:
    """Return a reform or a shock as an entry of a timeline."""
    reform = ("regime", "euros", "levers", "context")
    body = mapping(where, given, ("month", "shock", "strength", "months", "half_life", *reform))
    found: dict[str, Any] = {"month": whole(f"{where}.month", body.get("month"), 0, place.months - 1)}
    if "shock" in body:
        if body["shock"] not in SHOCKS:
            raise no_such("shock", str(body["shock"])[:80], SHOCKS)
        return found | {key: body[key] for key in ("shock", "strength", "months", "half_life") if key in body}
    changes: dict[str, Any] = {}
    if "regime" in body:
        changes["regime"] = named("regime", body["regime"])
    if "euros" in body:
        changes[f"funding.{EUROS}"] = number(f"{where}.euros", body["euros"], FUNDING)
    for group, part, known in (("regime", "levers", LEVERS), ("context", "context", TOWN)):
        moved = numbers(f"{where}.{part}", body.get(part, {}), known)
        changes |= {f"{group}.{key}": value for key, value in moved.items()}
    if not changes:
        raise refused("event", where=where, reform=", ".join(reform))
    return found | {"set": changes}


def scenario(place: Place, policy: Policy, world: str = "central") -> Scenario:
    """Return the scenario of a policy in a place.

    Raises
    ------
    UserError
        If its parts do not fit, such as instruments that add up to more than the budget.
    """
    regime = complete("regime", entry("regime", policy.regime))
    for key, value in policy.levers.items():
        regime = with_value(regime, key, value)
    town = shipped_settings().get(policy.setting, {})
    context = merged(complete("context", entry("context", place.context)), town.get("context", {}))
    values = merged(
        complete("world", entry("world", named("world", world))),
        {
            **town,
            "regime": regime,
            "funding": merged(complete("funding", entry("funding", "medium")), {EUROS: policy.euros}),
            "context": {**context, "population": place.persons, "places": min(context["places"], place.persons // 50)},
            "months": place.months,
            "seed": place.seed,
            "timeline": [dict(each) for each in policy.events],
        },
    )
    return scenario_of(values)


def mapping(where: str, given: Any, known: tuple[str, ...]) -> Mapping[str, Any]:
    """Return a group of keys, all of them known."""
    if not isinstance(given, Mapping):
        raise refused("group", where=where)
    for key in given:
        if key not in known:
            raise no_such("key", str(key)[:80], known, where)
    return given


def named(group: str, given: Any) -> str:
    """Return the name of a shipped file."""
    return among(group, given, tuple(names(group)))


def among(what: str, given: Any, known: Collection[str]) -> str:
    """Return a name that is among those that are known."""
    if not isinstance(given, str) or given not in known:
        raise no_such(what, str(given)[:80], known)
    return given


def whole(where: str, given: Any, low: int, high: int) -> int:
    """Return a whole number in a range."""
    if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
        raise refused("whole", where=where, given=str(given)[:40], low=low, high=high)
    return given


def word(where: str, given: Any) -> str:
    """Return a short text without signs that steer anything."""
    if not isinstance(given, str) or len(given) > limits.MOST_LABEL or not given.isprintable():
        raise refused("word", where=where, most=limits.MOST_LABEL)
    return given
