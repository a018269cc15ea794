"""A figure is saved whole or not at all, and twice the same figure is twice the same bytes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL import Image

from cohesion_sim.runs.stored import folder_for, whole

DOTS_PER_INCH = 150
QUICK = 3
"""Effort of compression, of 9."""
SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "cohesion-sim", "text.hinting": "none"}
"""At this many dots letters keep their shapes and distances better, and are drawn sooner, without hinting."""
_ONE_AT_A_TIME = Lock()
"""Matplotlib's settings are global; they are changed by one thread at a time."""


def save(figure: Figure, folder: str | Path, name: str) -> list[Path]:
    """Write a figure as PNG (150 dots an inch) and SVG (text as text) and return both paths.

    Parameters
    ----------
    figure
        What a function of this package returned.
    folder
        Where to; it is made if it is not there.
    name
        Name of the files, without suffix.

    Raises
    ------
    UserError
        If the folder can't be written.
    """
    target = folder_for(folder)
    layout, dots, canvas = figure.get_layout_engine(), figure.dpi, figure.canvas
    with _ONE_AT_A_TIME, rc_context(SETTINGS):
        try:
            figure.dpi = DOTS_PER_INCH
            if layout is not None:
                layout.execute(figure)
            figure.set_layout_engine("none")  # all stays where it was put for the first format
            written = [whole(target / f"{name}.png", partial(points, figure))]
            figure.dpi = dots
            written.append(whole(target / f"{name}.svg", partial(lines, figure)))
        finally:
            figure.set_layout_engine(layout)
            figure.dpi = dots
            figure.set_canvas(canvas)
    return written


def points(figure: Figure, path: Path) -> None:
    """Write a figure that is laid out as PNG, drawing it once: ``savefig`` draws twice.

    Figures are opaque: leaving out how transparent each point is makes up for a quicker compression.
    """
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    drawn = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")  # type: ignore[no-untyped-call]
    drawn.save(path, "PNG", dpi=(figure.dpi, figure.dpi), compress_level=QUICK)


def lines(figure: Figure, path: Path) -> None:
    """Write a figure that is laid out as SVG, drawing it once."""
    canvas = FigureCanvasSVG(figure)
    canvas.print_svg(path, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
