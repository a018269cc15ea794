"""The figures of a comparison are drawn side by side, beside its tables: each by whichever process is free.

What a process has worked out when another is started, that one need not work out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.errors import UserError
from cohesion_sim.experiment import pool
from cohesion_sim.experiment.pool import Failure, usual_processes
from cohesion_sim.strings import LANGUAGES

if TYPE_CHECKING:
    from cohesion_sim.comparisons.comparison import Comparison

OUTCOMES = ("belonging", "employment", "trust", "marginalisation")
Task = tuple[tuple[str, str, dict[str, Any]], ...]
"""Figures to draw one after the other: name of the files, of the function of :mod:`cohesion_sim.plots`, and what it is
told beside the comparison."""
MOST = 7
"""Tasks of a comparison."""


def draw(found: Comparison, folder: Path, processes: int | None = None) -> None:
    """Write the tables of a comparison, while its first figure is being drawn, and its figures.

    Raises
    ------
    UserError
        If nothing can be written there.
    """
    tasks, work = figures(found, folder), partial(drawn, found, folder)
    used = usual_processes(MOST) if processes is None else processes
    results = map(work, list(tasks)) if used == 1 else (result for _, result in pool.done(tasks, work, used))
    for result in results:
        if isinstance(result, Failure):
            raise RuntimeError(f"a figure was not drawn: {result.reason}")
        if result:
            raise UserError(result)


def figures(found: Comparison, folder: Path) -> Iterator[Task]:
    """Yield what is to be drawn, what takes longest first; when the first is taken, save the tables.

    Both languages of a figure of persons go to one process, the one that is started when the tables are there.
    """
    yield (("trajectories", "trajectories", {}),)
    found.save(folder)
    if not found.gains.empty:
        yield tuple((f"individuals_{language}", "individuals", {"language": language}) for language in LANGUAGES)
    yield (("gains", "gains", {}),)
    for outcome in OUTCOMES:
        yield ((f"panel_{outcome}", "panel", {"outcome": outcome}),)


def drawn(found: Comparison, folder: Path, task: Task) -> str:
    """Draw figures and return what is wrong, if something is that the user can mend."""
    from cohesion_sim import plots

    try:
        for name, function, told in task:
            plots.save(getattr(plots, function)(found, **told), folder, name)
    except UserError as error:
        return str(error)
    return ""
