"""A store is read whole and checked: every file must be as it was written, every run where the plan has it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cohesion_sim.cli.stores import folder_of


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong with a store and return the exit code: 0 if nothing is."""
    from cohesion_sim.experiment.verifying import verified

    folder = folder_of(list(arguments))
    found = verified(folder)
    for name in found.damaged:
        print(f"cohesion-sim: {folder / name} is missing or not as it was written", file=sys.stderr)
    for name in found.wrong:
        print(f"cohesion-sim: {folder / name} does not hold the runs that the plan has there", file=sys.stderr)
    for name in found.strange:
        print(f"{folder / name} belongs to no complete part of the store; nothing reads it")
    if found.sound:
        print(f"{folder}: {found.files} files, all as they were written")
        return 0
    print("Start the experiment again: what is damaged is done anew.", file=sys.stderr)
    return 1
