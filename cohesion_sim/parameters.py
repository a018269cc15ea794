"""A number is declared once, with unit, range and source; everything else that needs it reads the declaration.

The same declaration serves validation, the configuration schema, the parameter table, the priors and the app.
"""

from __future__ import annotations

import math
from collections import namedtuple
from collections.abc import Mapping
from dataclasses import Field, field, fields
from typing import Any, ClassVar, Self

from cohesion_sim.errors import UserError, out_of_range, unknown
from cohesion_sim.sealing import sealed

ASSUMPTION = "assumption"
CHOICE = "choice"
CONVENTION = "convention"
NO_EVIDENCE = (ASSUMPTION, CHOICE, CONVENTION)
"""What may stand where evidence cannot: nobody has measured it; a scenario sets it; a scale, cut-off or reference
point."""


def param(
    default: float,
    *,
    unit: str,
    low: float,
    high: float,
    source: str,
    meaning: str = "",
    opposed: str = "",
    sets: str = "value",
) -> Any:
    """Declare a number of a rule.

    Parameters
    ----------
    default
        The value used unless a scenario says otherwise.
    unit
        ``"1/month"``, ``"EUR"``, ``"share"``, ``"1"`` …
    low, high
        The prior range: values outside it are refused.
    source
        Id of the evidence that backs the number, or one of :data:`NO_EVIDENCE`.
    meaning
        A few words on what it is.
    opposed
        Id of evidence that disagrees, if there is any.
    sets
        What the evidence sets: the ``"value"``, or only the ``"range"`` in which the value is a guess.
    """
    if not low <= default <= high:
        raise ValueError(f"a parameter of {default} lies outside its own range [{low}, {high}]")
    if sets not in ("value", "range"):
        raise ValueError(f"evidence sets the value or the range, not {sets!r}")
    declared = {"unit": unit, "low": low, "high": high, "source": source, "meaning": meaning, "opposed": opposed}
    return field(default=default, metadata={**declared, "sets": sets})


class Parameters:
    """A frozen record of declared numbers; subclasses are dataclasses whose fields are made with :func:`param`."""

    Values: ClassVar[Any] = None

    def __post_init__(self) -> None:
        """Refuse what is not a finite number within its range."""
        for declared in declarations(type(self)):
            check_number(declared.name, getattr(self, declared.name), declared)

    def compiled(self) -> Any:
        """Return the numbers as a named tuple that Numba takes."""
        made = self.__dict__.get("_compiled")
        if made is None:
            cls = type(self)
            names = [declared.name for declared in declarations(cls)]
            if "Values" not in cls.__dict__:
                values = namedtuple("Values", names)  # type: ignore[misc]  # the names are the fields of the dataclass
                values.__module__ = cls.__module__
                values.__qualname__ = f"{cls.__qualname__}.Values"
                cls.Values = values
            made = cls.Values(*(getattr(self, name) for name in names))
            self.__dict__["_compiled"] = made
        return made

    def sealed(self) -> Any:
        """Return the numbers as an array of one entry, which a loop opens (:func:`cohesion_sim.sealing.opened`)."""
        made = self.__dict__.get("_sealed")
        if made is None:
            made = self.__dict__["_sealed"] = sealed(self.compiled())
        return made

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process is sent: it makes its own tuple, of a class that it does not have yet."""
        return {name: value for name, value in self.__dict__.items() if name not in ("_compiled", "_sealed")}

    @classmethod
    def read(cls, where: str, given: Mapping[str, Any], **words: Any) -> Self:
        """Return the record with the given numbers, all others at their defaults, and fields that are no numbers.

        Raises
        ------
        UserError
            For an unknown name, a wrong type or a value outside its range, naming ``where.name``.
        """
        known = {declared.name: declared for declared in declarations(cls)}
        values: dict[str, Any] = {}
        for name, value in given.items():
            if name not in known:
                raise unknown(f"key in {where}", str(name), known)
            values[name] = check_number(f"{where}.{name}", value, known[name])
        return cls(**values, **words)


def declarations(cls: type) -> list[Field[Any]]:
    """Return the declared numbers of a record, in order."""
    return [declared for declared in fields(cls) if "unit" in declared.metadata]


def check_number(where: str, value: Any, declared: Field[Any]) -> float | int | bool:
    """Return the value as the type of its declaration, or raise a :class:`UserError` that says what would be right."""
    wanted: type = type(declared.default)
    low, high = declared.metadata["low"], declared.metadata["high"]
    if wanted is bool:
        if not isinstance(value, bool):
            raise UserError(f"{where} is {value!r}; it must be true or false")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UserError(f"{where} is {value!r}; it must be a number in [{low:g}, {high:g}]")
    if not math.isfinite(value) or not low <= value <= high:
        raise out_of_range(where, value, low, high)
    if wanted is int:
        if value != int(value):
            raise UserError(f"{where} is {value}; it must be a whole number in [{low:g}, {high:g}]")
        return int(value)
    return float(value)


def triangular(low: float, mode: float, high: float, u: float) -> float:
    """Return the u-quantile of the triangular distribution."""
    if high <= low:
        return mode
    split = (mode - low) / (high - low)
    if u < split:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))
