"""A user's file is checked whole: every mistake that can be told apart is listed, not only the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cohesion_sim.config.composition import composed
from cohesion_sim.config.defaults import GROUPS, OPEN, tree
from cohesion_sim.config.events import changed, checked, shock
from cohesion_sim.config.keys import unknown_keys, with_value
from cohesion_sim.config.library import located, separated
from cohesion_sim.config.making import scenario_of
from cohesion_sim.config.overrides import prepared
from cohesion_sim.config.reading import read_yaml
from cohesion_sim.errors import UserError


def mistakes(path: Path, overrides: Sequence[str] = ()) -> list[str]:
    """Return one sentence for each mistake in a scenario file; none if it is fine.

    Parameters
    ----------
    path
        The file.
    overrides
        Settings to try it with.
    """
    try:
        raw = read_yaml(path)
        raw.pop("base", None)
        values, choices = separated("scenario", raw, str(path))
    except UserError as error:
        return [str(error)]
    found = [
        str(error) for error in (*wrong_choices(choices, path), *unknown_keys(values, tree()), *wrong_values(values))
    ]
    if not found:
        try:
            scenario_of(composed(prepared([f"scenario={path.resolve()}", *overrides], tree())))
        except UserError as error:
            found.append(str(error))
    return found


def wrong_choices(choices: Mapping[str, str], path: Path) -> Iterator[UserError]:
    """Yield an error for each group that is chosen and does not exist."""
    for group, reference in choices.items():
        try:
            located(group, reference, path.parent)
        except UserError as error:
            yield error


def wrong_values(values: Mapping[str, Any]) -> Iterator[UserError]:
    """Yield an error for each single value that is out of range or of the wrong kind, tried one at a time."""
    known = tree()
    months = values.get("months", known["months"])
    for key, value in leaves(values):
        if key == "timeline" or not present(key, known):
            continue
        try:
            scenario_of(with_value(known, key, value))
        except UserError as error:
            yield error
    if isinstance(values.get("timeline"), list):
        yield from wrong_events(values["timeline"], months if isinstance(months, int) else known["months"])


def wrong_events(entries: Sequence[Any], months: int) -> Iterator[UserError]:
    """Yield an error for each entry of a timeline that is wrong."""
    start = {group: tree()[group] for group in GROUPS}
    for number, given in enumerate(entries):
        where = f"timeline[{number}]"
        try:
            entry = checked(given, where, months)
            if "shock" in entry:
                shock(entry, where)
            else:
                changed(start, entry["set"], where)
        except UserError as error:
            yield error


def leaves(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every single value with its dotted key."""
    for key, value in values.items():
        full = f"{above}.{key}" if above else key
        if isinstance(value, Mapping) and full not in OPEN:
            yield from leaves(value, full)
        else:
            yield full, value


def present(key: str, known: Any) -> bool:
    """Return whether a dotted key exists."""
    for part in key.split("."):
        if not isinstance(known, Mapping) or part not in known:
            return False
        known = known[part]
    return True
