"""Panels of one grid are arranged by measuring their words once: those keep their size whatever room a panel gets.

Constrained layout measures twice, because ticks may change with the size of a panel; ours do not. Margins are the
largest of a row or column, and what is left is shared by the panels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import SubplotSpec
from matplotlib.layout_engine import ConstrainedLayoutEngine
from numpy.typing import ArrayLike, NDArray

Lengths = NDArray[np.float64]


class Arrangement(ConstrainedLayoutEngine):
    """Constrained layout that measures once where each panel fills a cell of one grid, else as Matplotlib does."""

    def execute(self, fig: Figure) -> None:
        """Give each panel its place; lengths are fractions of the figure."""
        cells = [(axes, spec) for axes in fig.axes if (spec := cell_of(axes)) is not None]
        if len(cells) < len(fig.axes) or len({spec.get_gridspec() for _, spec in cells}) != 1:
            super().execute(fig)
            return
        grid, asked = cells[0][1].get_gridspec(), self.get()
        before, after, above, below = margins(fig, cells)
        beside, over = asked["w_pad"] / fig.get_figwidth(), asked["h_pad"] / fig.get_figheight()
        left, bottom, width, height = asked["rect"]
        starts, widths = shared(width, before + beside, after + beside, grid.get_width_ratios())
        drops, heights = shared(height, above + over, below + over, grid.get_height_ratios())
        for axes, spec in cells:
            row, column = spec.rowspan.start, spec.colspan.start
            low = bottom + height - drops[row] - heights[row]
            axes.set_position((left + starts[column], low, widths[column], heights[row]))
            axes.set_in_layout(True)  # a place that is set by hand is taken out of the layout


def cell_of(axes: Axes) -> SubplotSpec | None:
    """Return the cell that a panel fills, None if it fills none, or several, or keeps its shape."""
    spec = axes.get_subplotspec()
    alone = spec is not None and spec.num1 == spec.num2 and axes.get_aspect() == "auto"
    return spec if alone else None


def margins(fig: Figure, cells: Sequence[tuple[Axes, SubplotSpec]]) -> tuple[Lengths, Lengths, Lengths, Lengths]:
    """Return how far words reach out of panels: before and after each column, above and below each row."""
    grid = cells[0][1].get_gridspec()
    before, after, above, below = (np.zeros(count) for count in (grid.ncols, grid.ncols, grid.nrows, grid.nrows))
    for axes, spec in cells:
        inner, outer = axes.get_position(), axes.get_tightbbox(for_layout_only=True)
        if outer is not None:
            outer = outer.transformed(fig.transFigure.inverted())
            row, column = spec.rowspan.start, spec.colspan.start
            before[column] = max(before[column], inner.x0 - outer.x0)
            after[column] = max(after[column], outer.x1 - inner.x1)
            above[row] = max(above[row], outer.y1 - inner.y1)
            below[row] = max(below[row], inner.y0 - outer.y0)
    return before, after, above, below


def shared(length: float, before: Lengths, after: Lengths, ratios: ArrayLike) -> tuple[Lengths, Lengths]:
    """Return where the panels along a length begin, and how long they are, so that margins fit between them."""
    parts = np.asarray(ratios, np.float64)
    sizes = (length - before.sum() - after.sum()) * parts / parts.sum()
    return np.cumsum(before + sizes + after) - sizes - after, sizes
