"""A shipped scenario is opened as the plan that a client would send; what the page cannot hold is for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from cohesion_sim.app import limits
from cohesion_sim.app.plan import EUROS, LEVERS
from cohesion_sim.app.settings import OF_THE_TOWN, settings_of
from cohesion_sim.config.baselines import name_of, settings
from cohesion_sim.config.events import flattened
from cohesion_sim.config.grid import axes_of, label
from cohesion_sim.config.library import Entry, complete, entry
from cohesion_sim.errors import UserError
from cohesion_sim.strings import LANGUAGES
from cohesion_sim.strings import label as said

HELD = frozenset({
    "name", "title", "about", "story", "sources", "assumed", "baseline", "timeline", "months", "regime", "funding",
    "compare", *OF_THE_TOWN,
})  # fmt: skip
"""Keys of a scenario file that the page can hold."""
CHOSEN = ("regime", "funding", "context")
Policy = dict[str, Any]
"""A policy as a client describes it."""


def story(reference: str) -> dict[str, Any]:
    """Return a scenario as the page opens it: title, story and plan; without policies if the page cannot hold it."""
    found = entry("scenario", reference)
    told = {key: found.values.get(key, {}) for key in ("title", "story")}
    try:
        return told | plan(found)
    except UserError:
        return told | {"policies": []}


def plan(found: Entry) -> dict[str, Any]:
    """Return place and policies of a scenario, the baseline first.

    Raises
    ------
    UserError
        If it holds more than the page can.
    """
    refuse({*found.values} - HELD | {*found.choices} - {*CHOSEN}, found.name)
    where = {
        "context": found.choices.get("context", "european_city"),
        "months": found.values.get("months", 120),
    }
    if found.values.get("compare"):
        return where | grid(found)
    own, against = policy(found), found.values.get("baseline")
    titles = [against.get("title"), found.values.get("title")] if isinstance(against, Mapping) else []
    return where | {"policies": [baseline(found, own), own], "called": titles if all(titles) else []}


def refuse(more: Any, name: str) -> None:
    """Raise a :class:`UserError` if there is more than the page can hold."""
    if more:
        raise UserError(f"{name} sets {', '.join(map(str, more))}, more than the page can hold")


def policy(found: Entry, **choices: str) -> Policy:
    """Return the policy of a scenario, with other choices in place of its own if they are given."""
    chosen = {"regime": "mainstreamed", "funding": "medium", **found.choices, **choices}
    made: Policy = {
        "regime": chosen["regime"],
        "levers": {},
        "euros": euros(chosen["funding"]),
        "events": [event(each) for each in found.values.get("timeline", [])],
        "setting": found.name if found.name in dict(settings_of(found)) else "",
    }
    given = {key: found.values[key] for key in ("regime", "funding") if key in found.values}
    return with_changes(made, list(flattened(given)), found.name)


def with_changes(under: Policy, changes: Sequence[tuple[str, Any]], name: str) -> Policy:
    """Return a policy in which dotted keys have other values, choices of files first."""
    made = {**under, "levers": dict(under["levers"])}
    for key, value in changes:
        if key == "regime":
            made |= {"regime": value, "levers": {}}
        elif key == "funding":
            made["euros"] = euros(value)
        elif key == "timeline":
            made["events"] = [event(each) for each in value]
        elif key == f"funding.{EUROS}":
            made["euros"] = value
        elif key.removeprefix("regime.") in LEVERS:
            made["levers"][key.removeprefix("regime.")] = value
        else:
            refuse([key], name)
    return made


def euros(funding: str) -> float:
    """Return the euros of a shipped level of funding."""
    found: float = complete("funding", entry("funding", funding))[EUROS]
    return found


def baseline(found: Entry, own: Policy) -> Policy:
    """Return the policy that a scenario is compared with: another scenario's, or its own with changes."""
    given = found.values.get("baseline")
    if not isinstance(given, Mapping):
        return policy(entry("scenario", given or "laissez_faire")) | {"setting": own["setting"]}
    changes = [(key, value) for key, value in settings(given) if key.partition(".")[0] not in OF_THE_TOWN]
    named = f"{found.name}.{name_of(given)}"
    there = named if named in dict(settings_of(found)) else own["setting"]
    return with_changes(own, changes, found.name) | {"setting": there}


def grid(found: Entry) -> dict[str, Any]:
    """Return the policies of a comparison of many; of too many, those that share all but the first axis."""
    axes = axes_of(found.values["compare"])
    refuse(axes.keys() - {"regime", "funding"}, found.name)
    cells = [dict(zip(axes, each, strict=True)) for each in product(*axes.values())]
    named = {"_".join(label(key, value) for key, value in cell.items()): cell for cell in cells}
    first = named.get(name_of(found.values.get("baseline")), cells[0])
    held = dict(list(first.items())[1:]) if len(cells) > limits.MOST_SCENARIOS else {}
    shown = [first, *(cell for cell in cells if cell != first and held.items() <= cell.items())]
    refuse(shown[limits.MOST_SCENARIOS :], found.name)
    return {
        "policies": [policy(found, **cell) for cell in shown],
        "of": len(cells),
        "held": {
            language: ", ".join(said(key, value, language) for key, value in held.items()) for language in LANGUAGES
        },
    }


def event(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry of a timeline as a client writes it."""
    if "shock" in given:
        return dict(given)
    found: dict[str, Any] = {"month": given["month"]}
    for key, value in flattened(given["set"]):
        group, _, name = key.partition(".")
        if key == "regime":
            found["regime"] = value
        elif group == "funding" and name in ("", EUROS):
            found["euros"] = value if name else euros(value)
        elif group in ("regime", "context") and name:
            found.setdefault("levers" if group == "regime" else "context", {})[name] = value
        else:
            refuse([key], "timeline")
    return found
