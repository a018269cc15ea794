"""Why scenarios differ is read from their ledgers: one run of each, on the same luck, with every cause written down."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import Any, NamedTuple

from numpy.typing import NDArray


class Cause(NamedTuple):
    """What a mechanism, or a term of it, added to an outcome from the start of a run to its end, in its unit."""

    scenario: str
    outcome: str
    side: str
    mechanism: str
    term: str
    change: float


def causes(scenario: str, entries: Mapping[str, NDArray[Any]]) -> list[Cause]:
    """Return what moved each outcome, in the order in which it did so first, from the entries of a ledger."""
    changes: dict[tuple[str, str, str, str], list[float]] = {}
    named = zip(*(entries[part] for part in Cause._fields[1:-1]), strict=True)
    for cause, change in zip(named, entries["change"].tolist(), strict=True):
        changes.setdefault(cause, []).append(change)
    return [Cause(scenario, *cause, fsum(several)) for cause, several in changes.items()]
