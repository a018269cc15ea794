"""A regime, funding, context, world, network or scenario is found by name among the shipped files, or by path.

A file may start from another of its kind with ``base: name``. What it names by path must lie in its own folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cohesion_sim.config.defaults import GROUPS, RECORDS, blank, tree
from cohesion_sim.config.keys import check_keys, merged, with_value
from cohesion_sim.config.reading import read_yaml
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.resources import shipped_files

MOST_BASES = 8


@dataclass(frozen=True)
class Entry:
    """A file of a group as it was understood: its name, the groups it chooses, and the values it sets."""

    name: str
    choices: Mapping[str, str]
    values: Mapping[str, Any]
    path: Path


@cache
def names(group: str) -> dict[str, Path]:
    """Return the shipped files of a group (or ``"scenario"``) by name."""
    return shipped_files("scenarios" if group == "scenario" else f"configs/{group}")


def is_path(reference: str) -> bool:
    """Return whether a reference is a path and not a name."""
    return "/" in reference or "\\" in reference or reference.endswith((".yaml", ".yml"))


def located(group: str, reference: str, beside: Path | None = None) -> Path:
    """Return the file of a name or path; ``beside`` is the folder of the file that names it, if a file does.

    Raises
    ------
    UserError
        If there is no such file, or a file names one outside its own folder.
    """
    if not is_path(reference):
        known = names(group)
        if reference not in known:
            raise UserError(f"{group}={unknown(group, reference, known)}")
        return known[reference]
    path = Path(reference).expanduser()
    if beside is not None:
        path = beside / path
        if not path.resolve().is_relative_to(beside.resolve()):
            raise UserError(f"{group}={reference}: a file can only name files in its own folder")
    if not path.is_file():
        raise UserError(f"{group}={reference}: there is no such file")
    return path


def entry(group: str, reference: str, beside: Path | None = None, bases: int = 0) -> Entry:
    """Return a file of a group, read, checked for unknown keys and laid over its base."""
    path = located(group, reference, beside)
    if bases > MOST_BASES:
        raise UserError(f"{path}: its bases lead in a circle")
    raw = read_yaml(path, shipped=not is_path(reference))
    base = raw.pop("base", None)
    values, choices = separated(group, raw, str(path))
    if group == "scenario":
        values = {"name": path.stem, **values}
        choices = {name: absolute(name, choice, path.parent) for name, choice in choices.items()}
        if "network" in values and "path" in values["network"]:
            located_network(values["network"], path.parent)
        if "baseline" in values:
            values["baseline"] = located_baseline(values["baseline"], path.parent)
        if "timeline" in values:
            values["timeline"] = [located_event(each, path.parent) for each in listing(values["timeline"], path)]
    else:
        values = {**({"name": path.stem} if group != "network" else {}), **values}
    try:
        check_keys(
            values, tree() if group == "scenario" else blank(group), "" if group in ("scenario", "world") else group
        )
    except UserError as error:
        raise UserError(f"{path}: {error}") from error
    if base is not None:
        below = entry(group, word(base, f"{path}: base"), path.parent, bases + 1)
        values, choices = merged(below.values, values), {**below.choices, **choices}
    return Entry(str(values.get("name", path.stem)), choices, values, path)


def separated(group: str, raw: Mapping[str, Any], where: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a file's values, dotted keys spread out, and the groups that a scenario chooses."""
    values: dict[str, Any] = {}
    choices: dict[str, str] = {}
    for key, value in raw.items():
        if group == "scenario" and key in GROUPS:
            if isinstance(value, Mapping):
                value = dict(value)
                if "base" in value:
                    choices[key] = word(value.pop("base"), f"{where}: {key}.base")
                values[key] = merged(values.get(key, {}), value)
            else:
                choices[key] = chosen(key, value, where)
        elif "." in key:
            values = with_value(values, key, value)
        elif isinstance(values.get(key), Mapping) and isinstance(value, Mapping):
            values[key] = merged(values[key], value)
        else:
            values[key] = value
    return values, choices


def chosen(group: str, value: Any, where: str) -> str:
    """Return a value that must choose a file of a group."""
    if not isinstance(value, str):
        raise UserError(f"{where}: {group} is {value!r}; it must be a name, a file or a group of keys")
    return value


def word(value: Any, where: str) -> str:
    """Return a value that must be a name."""
    if not isinstance(value, str):
        raise UserError(f"{where} is {value!r}; it must be a name or a file")
    return value


def absolute(group: str, reference: str, beside: Path) -> str:
    """Return a reference that means the same from any folder."""
    return str(located(group, reference, beside).resolve()) if is_path(reference) else reference


def located_network(network: dict[str, Any], beside: Path) -> None:
    """Make the path of a network file mean the same from any folder."""
    path = word(network["path"], "network.path")
    if not (beside / path).resolve().is_relative_to(beside.resolve()):
        raise UserError(f"network.path is {path}: a scenario file can only name files in its own folder")
    network["path"] = str((beside / path).resolve())


def listing(given: Any, path: Path) -> list[Any]:
    """Return the entries of a timeline."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise UserError(f"{path}: timeline is {given!r}; it must be a list of entries, each with a month")
    return given


def located_baseline(baseline: Any, beside: Path) -> Any:
    """Return a baseline in which files mean the same from any folder."""
    if isinstance(baseline, str):
        return absolute("scenario", baseline, beside) if is_path(baseline) else baseline
    return located_event(baseline, beside)


def located_event(event: Any, beside: Path) -> Any:
    """Return an entry of a timeline, or a baseline, in which files mean the same from any folder."""
    if not isinstance(event, Mapping) or not isinstance(event.get("set"), Mapping):
        return event
    changes = {
        key: absolute(key, value, beside) if key in GROUPS and isinstance(value, str) else value
        for key, value in event["set"].items()
    }
    return {**event, "set": changes}


def complete(group: str, found: Entry) -> dict[str, Any]:
    """Return what a file of a group means: what it says over the neutral defaults.

    A regime that says which instruments it uses has no others.
    """
    if group == "world":
        said = {key: value for key, value in found.values.items() if key in ("mechanisms", *RECORDS)}
        return {"world": {"name": found.name, "title": str(found.values.get("title", ""))}, **said}
    start = blank(group)
    if group == "regime" and "instruments" in found.values:
        start["instruments"] = dict.fromkeys(start["instruments"], 0.0)
    return merged(start, found.values)
