"""A difference is a dot with its interval; a dot is hollow where the interval holds zero: we cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

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


def draw(
    axes: Axes, found: Sequence[Difference], heights: Sequence[float], colour: str, size: float = 9.0
) -> None:  # fmt: skip
    """Draw dots with their intervals: thick for chance, thin for what the priors leave open."""
    bars(axes, [(each.prior_low, each.prior_high) for each in found], heights, colour, 1.2)
    bars(axes, [(each.low, each.high) for each in found], heights, colour, 3.2)
    for clear, inside in ((True, colour), (False, "white")):
        dots = [(each.value, height) for each, height in zip(found, heights, strict=True) if each.clear == clear]
        if dots:
            axes.plot(
                *zip(*dots), marker="o", markersize=size, color=colour, markeredgewidth=1.8, markerfacecolor=inside,
                linestyle="none",
            )  # fmt: skip


def bars(
    axes: Axes, intervals: Sequence[tuple[float, float]], heights: Sequence[float], colour: str, width: float
) -> None:  # fmt: skip
    """Draw horizontal intervals that are known, all as one line with gaps."""
    known = [(*bounds, height) for bounds, height in zip(intervals, heights, strict=True) if np.isfinite(bounds[0])]
    if known:
        along = [place for low, high, _ in known for place in (low, high, np.nan)]
        up = [height for *_, height in known for _ in range(3)]
        axes.plot(along, up, color=colour, linewidth=width, solid_capstyle="butt")


def boxes(
    axes: Axes, corners: Sequence[tuple[float, float, float, float]], colours: str | Sequence[str], alpha: float = 1.0
) -> None:  # fmt: skip
    """Draw filled boxes as one, each from a corner to the one across: x, y, x, y."""
    outlines = [[(a, b), (c, b), (c, d), (a, d)] for a, b, c, d in corners]
    axes.add_collection(PolyCollection(outlines, facecolors=colours, alpha=alpha, linewidths=0))
    axes.autoscale_view()


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
    shaded = [[(0, row - 0.5), (1, row - 0.5), (1, row + 0.5), (0, row + 0.5)] for row in range(0, count, 2)]
    across = axes.get_yaxis_transform()
    axes.add_collection(
        PolyCollection(shaded, transform=across, facecolors=FAINT, alpha=0.35, linewidths=0, zorder=0), autolim=False
    )
    axes.set_ylim(count - 0.5, -0.5)
