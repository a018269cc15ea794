"""Events of one month are told together, and months become years, so that a life reads as one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohesion_sim.runs.story import Story


def dated(found: Story) -> Iterator[tuple[str, str]]:
    """Yield each month in which something happened, as (when, what)."""
    from cohesion_sim.runs.story import EVENTS

    for month, events in found.events.groupby("month", sort=True):
        what = "; ".join(f"{EVENTS[str(row.event)]}{row.detail}" for row in events.itertuples())
        yield when(int(str(month))), what


def when(month: int) -> str:
    """Return a month counted from 0 as year and month, both counted from 1."""
    return "at the start" if month == 0 else f"year {(month - 1) // 12 + 1}, month {(month - 1) % 12 + 1}"
