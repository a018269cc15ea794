"""Results of a verb go to a folder of their own, made and tried before anything runs."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from cohesion_sim.errors import UserError


def output_folder(verb: str, name: str, output: Any, job: int | None) -> Path:
    """Return a folder to write to.

    Parameters
    ----------
    verb, name
        What is done, and to which scenario: ``outputs/<verb>/<name>/<time>``.
    output
        A folder that the user asked for, or None.
    job
        Number of the run in a multirun, which gets a folder of its own below ``output``.

    Raises
    ------
    UserError
        If it cannot be written.
    """
    if output is not None and not isinstance(output, str):
        raise UserError(f"output is {output!r}; it must be a folder (put it in quotes)")
    if output:
        folder = Path(output) if job is None else Path(output) / f"{job}_{name}"
    else:
        folder = unused(Path("outputs") / verb / name / datetime.now().strftime("%Y-%m-%d_%H-%M-%S"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / f".{os.getpid()}"
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise UserError(f"output={folder}: the folder cannot be written ({error.strerror})") from error
    return folder


def unused(folder: Path) -> Path:
    """Return a folder that does not exist yet, with a number added if need be."""
    number = 1
    result = folder
    while result.exists():
        number += 1
        result = folder.with_name(f"{folder.name}_{number}")
    return result
