"""A factor is a key of the configuration that an experiment varies: over values, or over a range.

Equation
    value = low + u·(high − low)                        uniform
    value = Q(u; low, mode, high)                       triangular, by inversion of its distribution function

    u  place in the unit interval
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from cohesion_sim.config.priors import prior_range
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.parameters import triangular

DISTRIBUTIONS = ("uniform", "triangular")
RANGE_KEYS = ("values", "low", "high", "mode", "distribution")


@dataclass(frozen=True)
class Factor:
    """What is varied, and over what.

    Attributes
    ----------
    key
        Dotted key of the configuration, or a group such as ``regime``.
    values, labels
        Alternatives and how tables name them; empty if it is a range.
    low, high, mode
        Ends of the range, and the peak of a triangular distribution.
    whole
        Whether it is a whole number.
    """

    key: str
    values: tuple[Any, ...] = ()
    labels: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 1.0
    mode: float | None = None
    whole: bool = False

    def at(self, u: float) -> Any:
        """Return the value at a place u in [0, 1] of the unit interval."""
        if self.values:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        if self.whole:
            return min(math.floor(self.low + u * (self.high - self.low + 1.0)), round(self.high))
        if self.mode is None:
            value = self.low + u * (self.high - self.low)
        else:
            value = triangular(self.low, self.mode, self.high, u)
        return min(max(value, self.low), self.high)

    def label(self, value: Any) -> Any:
        """Return how tables name a value."""
        return self.labels[self.values.index(value)] if self.values else value


def alternatives(key: str, given: Any) -> Factor:
    """Return a factor with a list of values, or a mapping from labels to values.

    Raises
    ------
    UserError
        If there are none.
    """
    if isinstance(given, Mapping) and given:
        return Factor(key, tuple(given.values()), tuple(given))
    if isinstance(given, list) and given:
        return Factor(key, tuple(given), tuple(label(value) for value in given))
    raise UserError(f"{key} is {given!r}; it must be a list such as [low, high], or labels with values")


def label(value: Any) -> Any:
    """Return the label of a value that was given none: the name of a file, a number or a word as it is."""
    if isinstance(value, str) and value.endswith((".yaml", ".yml")):
        return PurePath(value).stem
    return value if isinstance(value, bool | int | float | str) else str(value)


def ranged(key: str, given: Any, now: Any) -> Factor:
    """Return a factor over a range, which is the declared one of its number where nothing is said.

    Parameters
    ----------
    given
        Nothing, ``[…]``, or a mapping with ``values``, or ``low``, ``high``, ``distribution`` and ``mode``.
    now
        What the configuration has: the mode of a triangular distribution unless another is given.
    """
    said: dict[str, Any] = {"values": given} if isinstance(given, list) else dict(given or {})
    for name in said:
        if name not in RANGE_KEYS:
            raise unknown(f"key of factor {key}", str(name), RANGE_KEYS)
    if "values" in said:
        return alternatives(key, said["values"])
    if "low" in said and "high" in said:
        low, high, whole = said["low"], said["high"], isinstance(said["low"], int) and isinstance(said["high"], int)
        whole = whole and isinstance(now, int) and not isinstance(now, bool)
    else:
        low, high, whole = prior_range(key)
        low, high = said.get("low", low), said.get("high", high)
    if not all(isinstance(end, int | float) and math.isfinite(end) for end in (low, high)) or not low < high:
        raise UserError(f"{key} goes from {low!r} to {high!r}; low must be a number below high")
    return Factor(key, (), (), float(low), float(high), peak(key, said, float(low), float(high), now), whole)


def peak(key: str, said: Mapping[str, Any], low: float, high: float, now: Any) -> float | None:
    """Return the mode of a triangular distribution, or None for a uniform one."""
    shape = said.get("distribution", "triangular" if "mode" in said else "uniform")
    if shape not in DISTRIBUTIONS:
        raise unknown(f"distribution of {key}", str(shape), DISTRIBUTIONS)
    if shape == "uniform":
        return None
    mode = said.get("mode", now)
    if not isinstance(mode, int | float) or not low <= mode <= high:
        raise UserError(f"{key}: the mode is {mode!r}; it must lie in [{low:g}, {high:g}]")
    return float(mode)
