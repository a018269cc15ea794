"""A finished experiment is handed on as one archive that says what it holds and how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cohesion_sim.cli.settings import settings
from cohesion_sim.cli.stores import folder_of
from cohesion_sim.errors import UserError

KEYS: dict[str, Any] = {"output": None, "author": "", "licence": ""}


def main(arguments: Sequence[str]) -> int:
    """Write the archive and return the exit code."""
    own = settings("export", [word for word in arguments if "=" in word], KEYS)
    folder = folder_of([word for word in arguments if "=" not in word])
    target = Path(own["output"] or f"{folder}.zip")
    if target.suffix != ".zip":
        raise UserError(f"output is {target}; it must be a file ending in .zip")

    from cohesion_sim.experiment.archive import archived

    print(archived(folder, target, own["author"] or "", own["licence"] or ""))
    return 0
