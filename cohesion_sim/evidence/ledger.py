"""The ledger says of every declared number what it rests on; the share that rests on nothing is a reported figure.

Grounds
    number       a published number sets it, by a conversion that the docstring of its rule states
    range        evidence gives its sign, an order of size or the range; the value within is a guess
    assumption   nobody has measured it, or the evidence does not hold it
    choice       a scenario sets it: policy, place, network; it claims nothing about the world
    convention   a scale, a cut-off, a reference point, the form of a rule
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass
from typing import Any, cast

from cohesion_sim.config.catalogue import records
from cohesion_sim.config.library import entry, names
from cohesion_sim.evidence.bibliography import Evidence, bibliography, cited
from cohesion_sim.evidence.screening import Screening, kept
from cohesion_sim.parameters import ASSUMPTION, CHOICE, CONVENTION, NO_EVIDENCE, declarations

NUMBER, RANGE = "number", "range"
GROUNDS = (NUMBER, RANGE, ASSUMPTION, CHOICE, CONVENTION)
CHOSEN = ("regime", "funding", "context", "network")
"""Sections that a scenario sets: whatever backs a default there, the number is a choice."""
WORLDLY = (NUMBER, RANGE, ASSUMPTION)
"""Grounds of numbers that claim something about the world."""
SURE = 0.9
"""A number that was read in its source and is right with at least this chance counts as sure."""


@dataclass(frozen=True)
class Defended:
    """A declared number and what it rests on.

    Attributes
    ----------
    key
        As it is set on the command line, e.g. ``"mechanisms.encounters.gain"``.
    value, low, high, unit, meaning
        Default, prior range and what they mean.
    source, ground
        Id of the evidence or one of its stand-ins, and one of :data:`GROUNDS`.
    evidence, opposed
        What backs it and what speaks against it; None if nothing does.
    worlds
        Its value in each world that sets it.
    moved
        Outcomes that hang on it most, with its rank among all numbers; None if it was not screened.
    """

    key: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    ground: str
    evidence: Evidence | None
    opposed: Evidence | None
    worlds: Mapping[str, float]
    moved: Mapping[str, int] | None

    @property
    def sure(self) -> str:
        """How sure the value is: ``"high"``, ``"medium"``, ``"low"``, ``"none"``, or ``""`` if it claims nothing."""
        if self.ground not in WORLDLY:
            return ""
        if self.evidence is None:
            return "none"
        if self.ground == RANGE:
            return "low"
        return "high" if self.evidence.verified and self.evidence.confidence >= SURE else "medium"


def defended(screening: Screening | None = None) -> list[Defended]:
    """Return every declared number with what it rests on, in the order of the configuration.

    Parameters
    ----------
    screening
        What is known of their influence; the one that is kept in the package if not given.
    """
    found = screening or kept()
    moved = {} if found is None else found.moved
    worlds = by_world()
    return [
        _entry(f"{where}.{field.name}", field, worlds, moved) for where, cls in records() for field in declarations(cls)
    ]


def _entry(
    key: str, field: Field[Any], worlds: Mapping[str, Mapping[str, float]], moved: Mapping[str, Mapping[str, int]]
) -> Defended:
    said = field.metadata
    source, opposed = said["source"], said["opposed"]
    evidence = None if source in NO_EVIDENCE else cited(source)
    default = cast(float, field.default)
    return Defended(
        key=key, value=float(default), low=float(said["low"]), high=float(said["high"]), unit=said["unit"],
        meaning=said["meaning"], source=source, ground=ground(key, source, said["sets"]), evidence=evidence,
        opposed=cited(opposed) if opposed else None, worlds=worlds.get(key, {}), moved=moved.get(key),
    )  # fmt: skip


def ground(key: str, source: str, sets: str) -> str:
    """Return what a number rests on, one of :data:`GROUNDS`."""
    if key.split(".")[0] in CHOSEN:
        return CHOICE
    if source in NO_EVIDENCE:
        return source
    return NUMBER if sets == "value" and bibliography()[source].has_number else RANGE


def by_world() -> dict[str, dict[str, float]]:
    """Return what each world sets, by key and world."""
    found: dict[str, dict[str, float]] = {}
    for world in names("world"):
        for key, value in _flat(entry("world", world).values):
            found.setdefault(key, {})[world] = float(value)
    return found


def _flat(tree: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, float]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        elif isinstance(value, int | float):
            yield f"{above}{name}", value


@dataclass(frozen=True)
class Shares:
    """How many numbers rest on what."""

    counts: Mapping[str, int]

    @property
    def assumed(self) -> float:
        """Assumptions, as a share of all declared numbers."""
        return self.counts[ASSUMPTION] / max(1, sum(self.counts.values()))

    @property
    def assumed_of_claims(self) -> float:
        """Assumptions, as a share of the numbers that claim something about the world: the stricter figure."""
        return self.counts[ASSUMPTION] / max(1, sum(self.counts[each] for each in WORLDLY))


def shares(entries: Iterable[Defended]) -> Shares:
    """Return how many of some numbers rest on what."""
    counted = Counter(each.ground for each in entries)
    return Shares({each: counted[each] for each in GROUNDS})
