"""What was measured, as rows: quantity, part, persons, threads, value, unit, and the aim it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cohesion_sim.bench.objects import Against
from cohesion_sim.bench.sizes import Size

FASTEST, FLOOR, LIGHTEST, LEAST_RATIO, LINEAR = 15e6, 8e6, 250.0, 100.0, 0.30

STEP, MEASURED = "step", "step and monthly table"
UNIT = "person-months/s"


class Figure(NamedTuple):
    """One measured number; ``aim`` says what it should be, empty if nothing is asked of it."""

    quantity: str
    part: str
    persons: int
    threads: int
    value: float
    unit: str
    aim: str = ""
    met: bool | None = None


def size_figures(size: Size, threads: int, largest: bool) -> list[Figure]:
    """Return what one size cost; the aims are those of a million persons, so only the largest size carries them."""
    n = size.persons
    total = size.state + size.network
    aim = f"at least {FASTEST / 1e6:g} million (floor {FLOOR / 1e6:g})" if largest else ""
    found = [
        Figure("speed", STEP, n, threads, size.speed, UNIT, aim, size.speed >= FASTEST if largest else None),
        Figure("speed", MEASURED, n, threads, 1e9 / size.shared.nanoseconds, UNIT),
        Figure("speed", STEP, n, 1, 1e9 / size.alone.step, UNIT),
        Figure("speed", MEASURED, n, 1, 1e9 / size.alone.nanoseconds, UNIT),
        Figure("memory", "state", n, threads, size.state, "bytes/person"),
        Figure("memory", "network", n, threads, size.network, "bytes/person"),
        Figure("memory", "total", n, threads, total, "bytes/person", f"at most {LIGHTEST:g}", total <= LIGHTEST),
        Figure("build", "", n, threads, size.build, "s"),
        Figure("ledger", "month with over month without", n, threads, size.ledger, "1"),
    ]
    for clock, used in ((size.shared, threads), (size.alone, 1)):
        found += [Figure("time", part, n, used, clock.nanoseconds_of(part), "ns/person-month") for part in clock.parts]
        found.append(Figure("time", "month", n, used, clock.nanoseconds, "ns/person-month"))
    return found


def growth_figures(sizes: Sequence[Size], threads: int) -> list[Figure]:
    """Return how the time a person-month grows from the smallest to the largest size, alone and shared."""
    small, large = sizes[0], sizes[-1]
    ratio = large.alone.nanoseconds / small.alone.nanoseconds
    shared = large.shared.nanoseconds / small.shared.nanoseconds
    aim, met = f"within {LINEAR:.0%} of 1", abs(ratio - 1.0) <= LINEAR
    return [
        Figure("growth", "time a person, largest over smallest", large.persons, 1, ratio, "1", aim, met),
        Figure("growth", "time a person, largest over smallest", large.persons, threads, shared, "1"),
    ]


def start_figures(cold: float, cached: float) -> list[Figure]:
    """Return what compiling costs a fresh process."""
    return [
        Figure("compilation", "empty cache", 0, 1, cold, "s", "at most 90", cold <= 90.0),
        Figure("compilation", "full cache", 0, 1, cached, "s"),
    ]


def object_figures(against: Against, sizes: Sequence[Size], threads: int) -> list[Figure]:
    """Return what the same rules cost as Mesa objects and as columns, a person and month, and the ratio."""
    large = sizes[-1]
    columns = sum(large.shared.nanoseconds_of(part) for part in against.parts)
    same = against.columns
    rules = ", ".join(against.parts)
    ratio = against.objects / columns
    aim = f"at least {LEAST_RATIO:g}"
    return [
        Figure("Mesa objects", rules, against.persons, 1, against.objects, "ns/person-month"),
        Figure("columns", rules, against.persons, 1, same, "ns/person-month"),
        Figure("columns", rules, large.persons, threads, columns, "ns/person-month"),
        Figure("objects / columns", "same size, one thread", against.persons, 1, against.objects / same, "1"),
        Figure("objects / columns", "a person at the largest size", large.persons, threads, ratio, "1", aim,
               ratio >= LEAST_RATIO),
    ]  # fmt: skip
