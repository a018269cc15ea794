"""A bar shows how much is done; it is drawn on the error stream, so that what is piped stays clean.

It is redrawn by who reports, not by a thread of its own: processes are forked beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

REDRAWN = 0.1
"""Seconds between two drawings."""


@contextmanager
def bar(title: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that is told what is done and how much there is in all.

    Parameters
    ----------
    title
        What is going on.
    unit
        What is counted, e.g. ``"months"``.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as shown:
        task = shown.add_task(title, total=None)
        drawn = 0.0

        def report(done: int, total: int) -> None:
            nonlocal drawn
            now = time.monotonic()
            due = now - drawn > REDRAWN or done == total
            shown.update(task, completed=done, total=total, refresh=due)
            drawn = now if due else drawn

        yield report
