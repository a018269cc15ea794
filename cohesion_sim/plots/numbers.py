"""An axis has few ticks, written as readers of the language write numbers."""

from __future__ import annotations

from typing import Any

from matplotlib.axis import Axis
from matplotlib.ticker import Formatter, MaxNLocator

from cohesion_sim.numerals import MINUS, THIN, digits_for, number, step

__all__ = ["MINUS", "THIN", "digits_for", "number", "plain_ticks", "step"]


class Plain(Formatter):
    """Writes the ticks of an axis in a language, with the decimals that their step needs."""

    def __init__(self, language: str, signed: bool) -> None:
        self.language, self.signed, self.digits = language, signed, 0

    def set_locs(self, locs: Any) -> None:
        """Find the decimals that all ticks together need; it is called before they are written."""
        step = abs(float(locs[1] - locs[0])) if len(locs) > 1 else 1.0
        self.digits = next((k for k in range(4) if abs(step * 10**k - round(step * 10**k)) < 1e-6), 4)

    def __call__(self, value: float, position: int | None = None) -> str:
        """Return a tick as it is written."""
        return number(value, self.digits, self.language, signed=self.signed)


def plain_ticks(axis: Axis, language: str, most: int = 5, *, signed: bool = False) -> None:
    """Give an axis at most so many round ticks, written in the language."""
    axis.set_major_locator(MaxNLocator(nbins=most, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(Plain(language, signed))
