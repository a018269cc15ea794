"""The benchmark's settings are few and its own; it needs no scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cohesion_sim.errors import UserError, unknown

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
    given = settings(arguments)

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

    given = {"runs": [100, 1_000], "processes": [2]}
    for argument in arguments:
        key, _, value = argument.partition("=")
        if key not in given:
            raise unknown("key of bench sweep", key, given)
        given[key] = read("sizes", value)
    with bar("sweep", "runs") as report:
        found = sweep(given["runs"], given["processes"][0], report)
    show(found)
    return 0


def settings(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the settings, those given in place of the defaults."""
    result = dict(KEYS)
    for argument in arguments:
        key, _, value = argument.partition("=")
        if key not in KEYS:
            raise unknown("key of bench", key, KEYS)
        result[key] = read(key, value)
    return result


def read(key: str, value: str) -> Any:
    """Return a value as the kind that its key has."""
    if key == "output":
        return value
    if key == "compilation":
        if value not in ("true", "false"):
            raise UserError(f"compilation is {value!r}; it must be true or false")
        return value == "true"
    try:
        numbers = [int(each) for each in value.strip("[]").split(",")]
    except ValueError as error:
        raise UserError(f"{key} is {value!r}; it must be a whole number") from error
    if min(numbers) < 0 or (key != "sizes" and len(numbers) > 1):
        raise UserError(f"{key} is {value}; it must be a whole number of at least 0")
    return numbers if key == "sizes" else numbers[0]
