"""The few settings that belong to a verb and not to a scenario, each checked before anything runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohesion_sim.errors import UserError


def yes_or_no(own: Mapping[str, Any], key: str) -> bool:
    """Return a setting that is true or false."""
    value = own[key]
    if not isinstance(value, bool):
        raise UserError(f"{key} is {value!r}; it must be true or false")
    return value


def count(own: Mapping[str, Any], key: str, low: int, high: int) -> int:
    """Return a setting that is a whole number within a range."""
    value = own[key]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise UserError(f"{key} is {value!r}; it must be a whole number from {low} to {high}")
    return value


def count_or_none(own: Mapping[str, Any], key: str, low: int, high: int) -> int | None:
    """Return a setting that is a whole number or left open."""
    return None if own[key] is None else count(own, key, low, high)
