"""Every declared number is found by its key, alone or by a pattern, with the range that its declaration gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import Field
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from cohesion_sim.config.catalogue import records
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.parameters import declarations


@cache
def declared() -> dict[str, Field[Any]]:
    """Return the declaration of every number by its key; entries of a list have the number ``N``."""
    return {f"{where}.{each.name}": each for where, cls in records() for each in declarations(cls)}


def declaration(key: str) -> Field[Any] | None:
    """Return the declaration of the number that a key leads to, or None if it leads to none."""
    return declared().get(re.sub(r"\.\d+(?=\.|$)", ".N", key))


def keys_like(pattern: str, configuration: Mapping[str, Any]) -> list[str]:
    """Return the keys of declared numbers that a pattern such as ``mechanisms.*`` fits, no switches or whole numbers.

    Numbers of mechanisms that are switched off in a configuration are left out: they change nothing.

    Raises
    ------
    UserError
        If it fits none.
    """
    running = {name for name, values in configuration["mechanisms"].items() if values.get("on", True)}
    found = [
        key
        for key, field in declared().items()
        if fnmatchcase(key, pattern) and type(field.default) is float and ".N." not in key
        and (not key.startswith("mechanisms.") or key.split(".")[1] in running)
    ]  # fmt: skip
    if not found:
        raise UserError(f"{pattern}: no number has a key like this; see 'cohesion-sim list parameters'")
    return found


def prior_range(key: str) -> tuple[float, float, bool]:
    """Return the declared range of a number and whether it is a whole one.

    Raises
    ------
    UserError
        If the key leads to no declared number.
    """
    field = declaration(key)
    if field is None or isinstance(field.default, bool):
        raise unknown("declared number", key, declared())
    return float(field.metadata["low"]), float(field.metadata["high"]), isinstance(field.default, int)
