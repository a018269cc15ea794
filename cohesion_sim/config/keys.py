"""A key is right or it is not, and when it is not the nearest right one is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cohesion_sim.config.defaults import OPEN
from cohesion_sim.errors import UserError, unknown


def unknown_keys(given: Mapping[str, Any], known: Mapping[str, Any], where: str = "") -> Iterator[UserError]:
    """Yield an error for each key that does not exist, or that holds one value where a group belongs."""
    for key, value in given.items():
        full = f"{where}.{key}" if where else str(key)
        if key not in known:
            yield unknown("key", full, [f"{where}.{name}" if where else name for name in known])
        elif full in OPEN:
            continue
        elif isinstance(known[key], Mapping):
            if isinstance(value, Mapping):
                yield from unknown_keys(value, known[key], full)
            else:
                yield UserError(
                    f"{full} is {value!r}; it must be a group of keys ({', '.join(list(known[key])[:4])} …)"
                )


def check_keys(given: Mapping[str, Any], known: Mapping[str, Any], where: str = "") -> None:
    """Raise the first error that :func:`unknown_keys` finds."""
    for error in unknown_keys(given, known, where):
        raise error


def check_path(key: str, known: Mapping[str, Any]) -> None:
    """Raise a :class:`UserError` unless a dotted key leads somewhere."""
    here: Any = known
    walked = ""
    for part in key.split("."):
        if walked in OPEN or isinstance(here, list):
            return
        if not isinstance(here, Mapping) or part not in here:
            choices = [f"{walked}.{name}" for name in here] if isinstance(here, Mapping) else [walked]
            raise unknown("key", f"{walked}.{part}", choices) if walked else unknown("key", part, [*known, "scenario"])
        here = here[part]
        walked = f"{walked}.{part}" if walked else part


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``under`` with the values of ``over``; groups merge, lists and values replace."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        result[key] = merged(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return result


def with_value(mapping: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """Return a copy of a mapping in which a dotted key has a value."""
    first, _, rest = key.partition(".")
    if not rest:
        return {**mapping, first: value}
    below = mapping.get(first)
    return {**mapping, first: with_value(below if isinstance(below, Mapping) else {}, rest, value)}
