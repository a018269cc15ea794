"""A user's file is checked whole: every mistake that can be told apart is listed, not only the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cohesion_sim.config.baselines import wrong_changes
from cohesion_sim.config.defaults import GROUPS, OPEN, blank, tree
from cohesion_sim.config.events import changed, checked, shock
from cohesion_sim.config.grid import comparison
from cohesion_sim.config.keys import merged, unknown_keys, with_value
from cohesion_sim.config.library import complete, entry, separated
from cohesion_sim.config.making import baseline_named, scenario_of
from cohesion_sim.config.reading import read_yaml
from cohesion_sim.errors import UserError


def kind_of(path: Path) -> str:
    """Return what a file is: a scenario, or a regime, funding, context … of its own, by the keys it has."""
    try:
        raw = read_yaml(path)
    except UserError:
        return "scenario"
    keys = {str(key).split(".")[0] for key in raw} - {"name", "title", "base", "story"}
    known = {"scenario": set(tree()), **{group: set(blank(group)) for group in GROUPS}}
    return max(known, key=lambda group: len(keys & known[group]))


def mistakes(path: Path, overrides: Sequence[str] = ()) -> list[str]:
    """Return one sentence for each mistake in a file of a scenario, regime, context …; none if it is fine.

    Parameters
    ----------
    path
        The file.
    overrides
        Settings to try it with.
    """
    try:
        raw = read_yaml(path)
    except UserError as error:
        return [str(error)]
    kind = kind_of(path)
    try:
        comparison([f"{kind}={path.resolve()}", *overrides])
    except UserError as error:
        raw.pop("base", None)
        raw = raw if kind in ("scenario", "world") else {kind: raw}
        return list(dict.fromkeys(str(each) for each in wrong_parts(raw, path))) or [str(error)]
    return []


def wrong_parts(raw: Mapping[str, Any], path: Path) -> Iterator[UserError]:
    """Yield an error for each part of a file that is wrong by itself."""
    values: dict[str, Any] = {}
    for key, value in raw.items():
        try:
            given, choices = separated("scenario", {key: value}, str(path))
        except UserError as error:
            yield error
            continue
        values = merged(values, given)
        yield from wrong_choices(choices, path)
    yield from unknown_keys(values, tree())
    yield from wrong_values(values)


def wrong_choices(choices: Mapping[str, str], path: Path) -> Iterator[UserError]:
    """Yield an error for each group that is chosen and does not exist, or whose own file is wrong."""
    for group, reference in choices.items():
        try:
            found = complete(group, entry(group, reference, path.parent))
            if group != "world":
                scenario_of({**tree(), group: found})
        except UserError as error:
            yield error


def lenient() -> dict[str, Any]:
    """Return a configuration on which one value alone is wrong only by itself, never by a sum with the others."""
    known = tree()
    regime = known["regime"]
    regime["instruments"] = dict.fromkeys(regime["instruments"], 0.0)
    regime["governance"].update(own_revenue=0.0, borrowing=0.0, partnership=0.0)
    known["context"]["places"] = 1
    return known


def wrong_values(values: Mapping[str, Any]) -> Iterator[UserError]:
    """Yield an error for each single value that is out of range or of the wrong kind, tried one at a time."""
    known = lenient()
    months = values.get("months", known["months"])
    for key, value in leaves(values, known):
        if key == "timeline" or not present(key, known):
            continue
        try:
            scenario_of(with_value(known, key, value))
        except UserError as error:
            yield error
    if isinstance(values.get("timeline"), list):
        yield from wrong_events(values["timeline"], months if type(months) is int else known["months"])
    yield from wrong_baseline(values.get("baseline"), known)


def wrong_events(entries: Sequence[Any], months: int) -> Iterator[UserError]:
    """Yield an error for each entry of a timeline that is wrong."""
    start = {group: tree()[group] for group in GROUPS}
    for number, given in enumerate(entries):
        where = f"timeline[{number}]"
        try:
            event = checked(given, where, months)
            if "shock" in event:
                shock(event, where)
            else:
                changed(start, event["set"], where)
        except UserError as error:
            yield error


def wrong_baseline(given: Any, known: Mapping[str, Any]) -> Iterator[UserError]:
    """Yield an error for each change that is wrong in a baseline made by changes."""
    if not isinstance(given, Mapping):
        return
    try:
        baseline_named(given)
    except UserError:
        return
    yield from wrong_changes(given, known)


def leaves(values: Mapping[str, Any], known: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every single value with its dotted key; keys where there should be none are one value."""
    for key, value in values.items():
        full, inside = f"{above}.{key}" if above else key, known.get(key)
        if isinstance(value, Mapping) and isinstance(inside, Mapping) and full not in OPEN:
            yield from leaves(value, inside, full)
        else:
            yield full, value


def present(key: str, known: Any) -> bool:
    """Return whether a dotted key exists."""
    for part in key.split("."):
        if not isinstance(known, Mapping) or part not in known:
            return False
        known = known[part]
    return True
