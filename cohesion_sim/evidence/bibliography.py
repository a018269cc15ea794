"""A piece of evidence is written down once, in one file, with what was found, by whom, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from cohesion_sim.errors import unknown


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A published fact.

    Attributes
    ----------
    id
        How code, configuration and documents name it, e.g. ``"A06"``.
    quantity, unit, population
        What was measured, in what, on whom.
    value, low, high
        What was found and its interval; None where only a sign, an order or a description was.
    n
        How many persons or studies, as published.
    source, url
        Whose finding it is; no address if none is known.
    verified
        Whether the number was read in a stored source; if not, the study exists and the number is from memory.
    confidence
        That the number is right, 0 to 1, by whoever read it.
    table
        Whether it is a table of countries, of which single figures are used.
    """

    id: str
    quantity: str
    unit: str
    source: str
    verified: bool
    confidence: float
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: str = ""
    population: str = ""
    url: str = ""
    table: bool = False

    @property
    def has_number(self) -> bool:
        """Whether it holds a size, not only a sign, an order or a description."""
        return self.table or any(number is not None for number in (self.value, self.low, self.high))

    @property
    def found(self) -> str:
        """What was found, in a few characters: ``"-0.21 r"``, ``"0.24 [0.12, 0.35] d"``, or the words of a sign."""
        if self.value is None and self.low is None:
            return self.unit
        number = "" if self.value is None else f"{self.value:g}"
        span = "" if self.low is None or self.high is None else f"[{self.low:g}, {self.high:g}]"
        return " ".join(part for part in (number, span, self.unit) if part)


@cache
def bibliography() -> Mapping[str, Evidence]:
    """Return all evidence by id, in order of id."""
    import yaml

    entries = yaml.safe_load(files(__package__).joinpath("bibliography.yaml").read_text(encoding="utf-8"))
    return MappingProxyType({name: Evidence(id=name, **entry) for name, entry in entries.items()})


def cited(name: str) -> Evidence:
    """Return a piece of evidence.

    Raises
    ------
    UserError
        If the bibliography has none of this id.
    """
    found = bibliography().get(name)
    if found is None:
        raise unknown("evidence", name, bibliography())
    return found
