"""What a user writes as ``key=value`` is checked before Hydra sees it, so that a typo gets the nearest right key."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cohesion_sim.config.composition import is_registered, registered
from cohesion_sim.config.defaults import GROUPS
from cohesion_sim.config.keys import check_path
from cohesion_sim.config.library import is_path, names
from cohesion_sim.errors import UserError

CHOICES = ("scenario", *GROUPS)
SWEEP = re.compile(r"(choice|range|interval|glob|shuffle|sort)\(")


def prepared(overrides: Sequence[str], known: Mapping[str, Any]) -> list[str]:
    """Return overrides that Hydra can take: files registered under a name, keys and names checked.

    Parameters
    ----------
    overrides
        ``key=value`` as a user wrote them.
    known
        All keys there are, nested.

    Raises
    ------
    UserError
        For an unknown key or name, a file that does not exist, or something that is no ``key=value``.
    """
    return [one(override, known) for override in overrides]


def one(override: str, known: Mapping[str, Any]) -> str:
    """Return one override, checked."""
    sign, key, value = parts(override)
    if key.split(".")[0].split("/")[0] in ("hydra", "+hydra"):
        return override
    if "${" in value:
        raise UserError(f"{override}: a value cannot refer to something else; write it out")
    if key in CHOICES:
        return f"{key}={','.join(chosen(key, each) for each in listed(value))}"
    if "/" in key or "@" in key:
        raise UserError(f"{override}: a key is made of names and dots, such as regime.rights.labour")
    check_path(key, known)
    return (
        f"++{key}={value}"
        if key.startswith("compare.")
        else f"{sign.replace('+', '')}{key}{'=' if value or '=' in override else ''}{value}"
    )


def parts(override: str) -> tuple[str, str, str]:
    """Return sign (``+``, ``++``, ``~`` or nothing), key and value of an override."""
    match = re.match(r"(\+{0,2}|~)([^=+~]+)(=(.*))?\Z", override, re.DOTALL)
    if match is None or (match[3] is None and match[1] != "~"):
        for group in CHOICES:
            if override in names(group):
                raise UserError(f"{override}: a setting is written key=value; did you mean '{group}={override}'?")
        raise UserError(f"{override}: a setting is written key=value, such as regime=targeted or months=60")
    return match[1], match[2].strip(), match[4] or ""


def listed(value: str) -> list[str]:
    """Return the alternatives of a choice, ``a,b`` or one."""
    return [value] if SWEEP.match(value) else [each.strip().strip("'\"") for each in value.strip("[]").split(",")]


def chosen(group: str, reference: str) -> str:
    """Return the name under which a choice is registered, after checking that it exists."""
    if SWEEP.match(reference) or (group == "scenario" and reference == "null"):
        return reference
    if reference in ("", "null"):
        raise UserError(f"{group} has no value; there are {', '.join(names(group))}")
    if not is_path(reference) and (reference in names(group) or is_registered(group, reference)):
        return reference
    return registered(group, reference)
