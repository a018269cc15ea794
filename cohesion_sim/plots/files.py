"""A figure is saved whole or not at all, and twice the same figure is twice the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from cohesion_sim.runs.stored import folder_for, whole

DOTS_PER_INCH = 150
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "png": {"dpi": DOTS_PER_INCH, "metadata": {"Software": None}},
    "svg": {"metadata": {"Date": None, "Creator": None}},
}
SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "cohesion-sim"}
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
    layout, written = figure.get_layout_engine(), []
    with _ONE_AT_A_TIME, rc_context(SETTINGS):
        try:
            for kind, options in FORMATS.items():
                written.append(whole(target / f"{name}.{kind}", partial(figure.savefig, format=kind, **options)))
                figure.set_layout_engine("none")  # all stays where it was put for the first format
        finally:
            figure.set_layout_engine(layout)
    return written
