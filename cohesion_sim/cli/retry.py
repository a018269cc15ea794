"""Runs that failed are run again, for instance on a machine with more memory, and missing ones with them."""

from __future__ import annotations

from collections.abc import Sequence

from cohesion_sim.cli.experiment import OWN, resumed
from cohesion_sim.cli.settings import settings
from cohesion_sim.cli.stores import folder_of

KEYS = {key: value for key, value in OWN.items() if key not in ("dry_run", "output")}


def main(arguments: Sequence[str]) -> int:
    """Run failed and missing runs of an experiment and return the exit code."""
    own = settings("retry", [word for word in arguments if "=" in word], KEYS)
    return resumed(folder_of([word for word in arguments if "=" not in word]), {**OWN, **own}, retry=True)
