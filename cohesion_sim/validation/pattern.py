"""A pattern is a statistic with a name: a function of a bench, and what to switch off to see whether it is earned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cohesion_sim.validation.bench import Bench

Measure = Callable[[Bench], float]
Off = Mapping[str, Mapping[str, Any] | None]
"""Changes by mechanism (or ``mixing``, ``dispositions``): numbers to set, or None to leave the mechanism out."""


@dataclass(frozen=True)
class Pattern:
    """A statistic to compare with a published one of the same name.

    Attributes
    ----------
    off
        What switches its mechanism off; empty where nothing could.
    small
        Whether it is quick enough for the tests.
    """

    name: str
    measure: Measure
    off: Off = field(default_factory=dict)
    small: bool = True


PATTERNS: dict[str, Pattern] = {}


def pattern(name: str, off: Off | None = None, small: bool = True) -> Callable[[Measure], Measure]:
    """Enter a statistic in the list of patterns; for use as a decorator."""

    def entered(measure: Measure) -> Measure:
        PATTERNS[name] = Pattern(name, measure, off or {}, small)
        return measure

    return entered
