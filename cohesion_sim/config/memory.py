"""A run that does not fit into memory is refused before it starts, with what it needs and what there is."""

from __future__ import annotations

import os
from pathlib import Path

from cohesion_sim.errors import UserError
from cohesion_sim.scenario import Scenario

PERSON = 300
"""Bytes a person takes with her columns, ties and working space."""
SPARE = 1.25
"""Room for arrivals: capacity grows ahead of need."""
CELL = 8
OUTCOMES = 60
SUBGROUPS = 30


def needed(scenario: Scenario) -> int:
    """Return about how many bytes a run of a scenario takes."""
    context = scenario.context
    years = scenario.months / 12.0
    highest = max(phase.context.arrivals for phase in scenario.timeline.phases)
    persons = context.population * (1.0 + highest * years) * SPARE
    rows = scenario.months / scenario.measures.subgroups_every * (SUBGROUPS + context.places)
    return int(persons * PERSON + rows * OUTCOMES * CELL)


def available() -> int | None:
    """Return the bytes of memory free for a program, or None where the system does not say."""
    limits = [meminfo(), cgroup()]
    known = [limit for limit in limits if limit is not None]
    if known:
        return min(known)
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return None


def meminfo() -> int | None:
    """Return what Linux says is available."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def cgroup() -> int | None:
    """Return what is left of a container's limit."""
    folder = Path("/sys/fs/cgroup")
    try:
        limit = (folder / "memory.max").read_text().strip()
        used = int((folder / "memory.current").read_text())
        kept = [line.split() for line in (folder / "memory.stat").read_text().splitlines()]
    except OSError:
        return None
    cached = sum(int(count) for name, count in kept if name in ("inactive_file", "active_file"))
    return None if limit == "max" else max(0, int(limit) - used + cached)


def refuse_too_large(scenario: Scenario) -> None:
    """Raise a :class:`UserError` if a run would take more memory than there is."""
    need, free = needed(scenario), available()
    if free is not None and need > free:
        raise UserError(
            f"context.population is {scenario.context.population}: the run needs about {need / 1e9:.1f} GB of memory, "
            f"and this machine has {free / 1e9:.1f} GB free; take fewer persons"
        )
