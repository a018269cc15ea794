"""An axis has few ticks, written as readers of the language write numbers."""

from __future__ import annotations

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from cohesion_sim.numerals import MINUS, THIN, digits_for, number, step

__all__ = ["MINUS", "THIN", "digits_for", "number", "plain_ticks", "step"]


def plain_ticks(axis: Axis, language: str, most: int = 5, *, signed: bool = False) -> None:
    """Give an axis at most so many round ticks, written in the language."""
    axis.set_major_locator(MaxNLocator(nbins=most, steps=[1, 2, 5, 10]))

    def written(value: float, position: int | None = None) -> str:
        ticks = axis.get_majorticklocs()
        step = abs(float(ticks[1] - ticks[0])) if len(ticks) > 1 else 1.0
        digits = next((places for places in range(4) if abs(step * 10**places - round(step * 10**places)) < 1e-6), 4)
        return number(value, digits, language, signed=signed)

    axis.set_major_formatter(FuncFormatter(written))
