"""The benchmark's settings are few and its own; it needs no scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cohesion_sim.cli.own import count
from cohesion_sim.cli.settings import settings

KEYS: dict[str, Any] = {
    "sizes": [10_000, 100_000, 1_000_000],
    "months": 24,
    "threads": 2,
    "objects": 10_000,
    "compilation": True,
    "output": None,
}


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark and return the exit code."""
    if list(arguments[:1]) == ["sweep"]:
        return sweeps(arguments[1:])
    if arguments and arguments[0] == "app":
        from cohesion_sim.cli.bench_app import main as of_the_workshop

        return of_the_workshop(arguments[1:])
    given = settings("bench", arguments, KEYS)
    for key, low, high in (("months", 1, 1200), ("threads", 1, 256), ("objects", 0, 10_000_000)):
        count(given, key, low, high)

    from cohesion_sim.bench import bench
    from cohesion_sim.cli.folders import output_folder

    folder = output_folder("bench", "default", given["output"], None)
    bench(
        given["sizes"],
        given["months"],
        given["threads"],
        object_persons=given["objects"],
        compilation=given["compilation"],
        output=folder,
    )
    return 0


def sweeps(arguments: Sequence[str]) -> int:
    """Time sweeps of small runs and return the exit code."""
    from cohesion_sim.bench.sweep import show, sweep
    from cohesion_sim.cli.progress import bar

    given = settings("bench sweep", arguments, {"runs": [100, 1_000], "processes": 2})
    count(given, "processes", 1, 1024)
    with bar("sweep", "runs") as report:
        found = sweep(given["runs"], given["processes"], report)
    show(found)
    return 0
