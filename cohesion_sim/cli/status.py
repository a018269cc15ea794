"""How far an experiment is, what failed and why, and how long the rest will take."""

from __future__ import annotations

from collections.abc import Sequence

from cohesion_sim.cli.stores import folder_of


def main(arguments: Sequence[str]) -> int:
    """Print the state of an experiment and return the exit code."""
    from cohesion_sim.cli.experiment import duration
    from cohesion_sim.experiment.pool import usual_processes
    from cohesion_sim.experiment.status import failures, status

    folder = folder_of(list(arguments))
    found = status(folder)
    print(f"{folder}: {found.planned} runs planned, {found.done} done, {found.failed} failed, {found.missing} missing")
    if found.writer:
        print(f"being written by {found.writer}")
    if found.missing and found.seconds == found.seconds:
        processes = usual_processes(found.missing)
        left = duration(found.missing * found.seconds / processes / 3600.0)
        print(f"the rest takes about {left} with {processes} processes")
    print(f"{found.megabytes:,.1f} MB on disk, started {len(found.sessions)} times")
    for error, count in found.errors.items():
        print(f"  {count} × {error}")
    for row in failures(folder):
        factors = ", ".join(f"{key}={value}" for key, value in row.items() if key not in ("run_id", "point", "error"))
        print(f"    run {row['run_id']}, configuration {row['point']}: {factors}")
    return 0
