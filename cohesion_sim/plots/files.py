"""A figure is saved whole or not at all, and twice the same figure is twice the same bytes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from cohesion_sim.errors import UserError

DOTS_PER_INCH = 150
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "png": {"dpi": DOTS_PER_INCH, "metadata": {"Software": None}},
    "svg": {"metadata": {"Date": None, "Creator": None}},
}
_SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "cohesion-sim"}
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
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with _ONE_AT_A_TIME, rc_context(_SETTINGS):
            return [_written(figure, target / f"{name}.{kind}", options) for kind, options in _FORMATS.items()]
    except OSError as error:
        raise UserError(f"the figure {name} can't be written to {target}: {error.strerror or error}") from error


def _written(figure: Figure, path: Path, options: Mapping[str, Any]) -> Path:
    """Write one file under another name, then give it its own."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as stream:
            figure.savefig(stream, format=path.suffix[1:], **options)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
