"""Verbs that take no scenario read their few settings themselves, each as the kind of value that its default has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cohesion_sim.errors import UserError, unknown


def settings(verb: str, arguments: Sequence[str], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a verb, those given in place of the defaults.

    Raises
    ------
    UserError
        For a key that the verb does not have, or a value of the wrong kind.
    """
    found = dict(defaults)
    for argument in arguments:
        key, sign, value = argument.partition("=")
        if key not in defaults:
            raise unknown(f"key of {verb}", key, defaults)
        if not sign:
            raise UserError(f"{argument}: a setting is written key=value")
        found[key] = read(key, value, defaults[key])
    return found


def read(key: str, value: str, default: Any) -> Any:
    """Return a value of the kind that its default has: true or false, whole numbers, or words."""
    if isinstance(default, bool):
        if value not in ("true", "false"):
            raise UserError(f"{key} is {value!r}; it must be true or false")
        return value == "true"
    if default is None or isinstance(default, str):
        return value or None
    try:
        if isinstance(default, list):
            return [int(each) for each in value.strip("[]").split(",")]
        return int(value)
    except ValueError as error:
        raise UserError(f"{key} is {value!r}; it must be a whole number") from error
