"""A difference is a dot with its interval; a dot is hollow where the interval holds zero: we cannot tell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cohesion_sim.comparisons.contrast import Contrast
from cohesion_sim.comparisons.verdict import judged
from cohesion_sim.plots.meaning import better, scale, unit
from cohesion_sim.plots.style import FAINT, FAMILY, INK, QUIET, SMALL
from cohesion_sim.strings import text

TOLD = ("better", "worse", "higher", "lower")


class Difference(NamedTuple):
    """A paired difference to the baseline, its intervals, in the unit shown, and whether it can be told from zero."""

    value: float
    low: float
    high: float
    prior_low: float
    prior_high: float
    clear: bool


def rows(table: pd.DataFrame) -> list[Contrast]:
    """Return the rows of a comparison's table."""
    return [Contrast(**{str(name): value for name, value in row.items()}) for row in table.to_dict("records")]


def difference(row: Contrast) -> Difference:
    """Return a difference as it is shown; :mod:`cohesion_sim.comparisons.verdict` says what can be told."""
    factor, told = scale(row.outcome), judged(row, better(row.outcome)) in TOLD
    return Difference(
        row.difference * factor, row.low * factor, row.high * factor, row.prior_low * factor, row.prior_high * factor,
        told,
    )  # fmt: skip


def draw(axes: Axes, found: Difference, height: float, colour: str, size: float = 9.0) -> None:
    """Draw one dot with its intervals: thick for chance, thin for what the priors leave open."""
    if np.isfinite(found.prior_low):
        axes.plot([found.prior_low, found.prior_high], [height] * 2, color=colour, linewidth=1.2)
    if np.isfinite(found.low):
        axes.plot([found.low, found.high], [height] * 2, color=colour, linewidth=3.2, solid_capstyle="butt")
    axes.plot(
        [found.value], [height], marker="o", markersize=size, color=colour, markeredgewidth=1.8,
        markerfacecolor=colour if found.clear else "white", linestyle="none",
    )  # fmt: skip


def zero_line(axes: Axes) -> None:
    """Draw the baseline."""
    axes.axvline(0.0, color=QUIET, linewidth=1.2, zorder=1)


def widened(axes: Axes, outcome: str) -> None:
    """Let an axis of differences reach a hundredth to both sides, so that specks look like specks."""
    low, high = axes.get_xlim()
    least = 0.01 * scale(outcome)
    axes.set_xlim(min(low, -least), max(high, least))


def which_way(axes: Axes, outcome: str, language: str, narrow: bool = False) -> None:
    """Label the axis of differences with its unit and which way is better, or that there is only more and less.

    In a narrow panel the unit has a line of its own.
    """
    direction = better(outcome)
    words = ("less", "more") if direction == 0 else ("worse", "better")[::direction]
    left, right = (text(f"direction.{word}", language) for word in words)
    scale = unit(outcome, language, of_difference=True)
    said = f"\u2190 {left}   {right} \u2192\n{scale}" if narrow else f"\u2190 {left}   {scale}   {right} \u2192"
    axes.set_xlabel(said, size=SMALL, color=INK, family=FAMILY)


def rows_shaded(axes: Axes, count: int) -> None:
    """Shade every other row, so that eyes find the way from label to dot."""
    for row in range(0, count, 2):
        axes.axhspan(row - 0.5, row + 0.5, color=FAINT, alpha=0.35, linewidth=0, zorder=0)
    axes.set_ylim(count - 0.5, -0.5)
