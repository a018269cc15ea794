"""A baseline is another scenario's policy in the same place, or the scenario itself with a few changes.

baseline: laissez_faire
baseline: {name: no_network, set: {regime.governance.coordination: 0.1, timeline: []}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cohesion_sim.config.defaults import tree
from cohesion_sim.config.events import GROUPS, LIVE, flattened
from cohesion_sim.config.keys import check_path, with_value
from cohesion_sim.config.library import complete, entry, word
from cohesion_sim.config.making import scenario_of
from cohesion_sim.errors import UserError
from cohesion_sim.scenario import Scenario

SHARED = (
    "months", "seed", "network", "mixing", "baseline", "compare", "name", "title", "about", "story",
    "sources", "assumed",
)  # fmt: skip
"""What a scenario and its baseline have in common: length, chance and ties; and what is said of them, not run."""
OF_CONTEXT = (*LIVE, "origins")
"""What of a context may differ: the same persons must start in both."""


def changed_scenario(given: Mapping[str, Any]) -> Scenario:
    """Return the baseline that a configuration describes by changes to itself.

    Raises
    ------
    UserError
        For the first change that is wrong.
    """
    baseline = given["baseline"]
    result = dict(given)
    for key, value in settings(baseline):
        result = with_change(result, key, value)
    said = {
        "name": name_of(baseline),
        "title": baseline.get("title", {}),
        "about": {},
        "story": {},
        "baseline": "",
        "compare": {},
    }
    try:
        return scenario_of({**result, **said})
    except UserError as error:
        raise UserError(f"baseline.set: {error}") from error


def name_of(baseline: Any) -> str:
    """Return what a baseline is called: the scenario that it names, or the name that its changes are given."""
    if isinstance(baseline, Mapping):
        return str(baseline.get("name", "baseline"))
    return str(baseline or "")


def settings(baseline: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the changes of a baseline by dotted key, choices of files before single values."""
    return sorted(flattened(baseline["set"]), key=lambda pair: "." in pair[0])


def with_change(given: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """Return a configuration in which one thing is as in the baseline."""
    group, _, name = key.partition(".")
    if group in SHARED:
        raise UserError(f"baseline.set: {key} is the same in a scenario and its baseline; change what is done instead")
    if group == "context" and name.split(".")[0] not in OF_CONTEXT:
        raise UserError(
            f"baseline.set: {key} is the same in a scenario and its baseline, which start with the same persons; "
            f"of a context only {', '.join(OF_CONTEXT)} can differ"
        )
    if key in GROUPS:
        return {**given, key: complete(key, entry(key, word(value, f"baseline.set.{key}")))}
    try:
        check_path(key, tree())
    except UserError as error:
        raise UserError(f"baseline.set: {error}") from error
    return with_value(given, key, value)


def wrong_changes(baseline: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[UserError]:
    """Yield an error for each change of a baseline that is wrong, tried one at a time on a known configuration."""
    for key, value in settings(baseline):
        try:
            changed = with_change(known, key, value)
            if key != "timeline":
                scenario_of(changed)
        except UserError as error:
            yield error if str(error).startswith("baseline.set") else UserError(f"baseline.set: {error}")
