"""Whatever can be wrong with a store is found by reading all of it: files altered, lines lost, runs out of place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from cohesion_sim.errors import UserError
from cohesion_sim.experiment import batches, checks, digests, lock, spool
from cohesion_sim.experiment.store import ABOUT, PLAN, SESSIONS, Store
from cohesion_sim.experiment.tables import RUNS

KNOWN = (digests.NAME, lock.NAME, ABOUT, SESSIONS)
ASIDE = "damaged"
"""Folder of what was damaged and has been done anew."""


@dataclass(frozen=True)
class Findings:
    """What a look at all of a store has found.

    Attributes
    ----------
    damaged
        Files that are missing or not as they were written.
    strange
        Files that the ledger does not name; nothing reads them.
    wrong
        Files that hold other runs than the plan has there.
    files
        Files that were read.
    """

    damaged: list[str]
    strange: list[str]
    wrong: list[str]
    files: int

    @property
    def sound(self) -> bool:
        """Whether nothing was found that changes what is read."""
        return not self.damaged and not self.wrong


def verified(folder: Path) -> Findings:
    """Return what is wrong with a store.

    Raises
    ------
    UserError
        If there is none.
    """
    if not folder.is_dir() or not any((folder / name).exists() for name in (ABOUT, PLAN, digests.NAME)):
        raise UserError(f"{folder}: there is no experiment here; give the folder that an experiment wrote")
    lines = digests.read(folder)
    damaged = checks.damaged_files(folder, lines)
    damaged += [digests.NAME] * digests.damaged(folder)
    damaged += [name for name in (ABOUT, SESSIONS) if checks.unsealed(folder / name) is None]
    waiting = spool.waiting(folder)
    damaged += [f"{spool.NAME}/{path.name}" for path in waiting.values() if spool.taken(path) is None]
    there = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    strange = [
        path.as_posix()
        for path in there
        if path.as_posix() not in lines and path.as_posix() not in KNOWN and path.parts[0] not in (spool.NAME, ASIDE)
    ]
    if PLAN not in lines and PLAN not in damaged:
        damaged.append(PLAN)
    wrong = [] if damaged else [batches.file(RUNS, batch) for batch in misplaced(folder, lines)]
    return Findings(sorted(set(damaged)), strange, wrong, len(there))


def misplaced(folder: Path, lines: Mapping[str, digests.Line]) -> list[int]:
    """Return the batches whose runs are not those that the plan has there."""
    planned = Store.open(folder).planned
    found = []
    for batch in range(batches.count(len(planned))):
        if batches.complete(lines, batch):
            wanted = planned.slice(batch * batches.SIZE, batches.SIZE).select(["run_id", "point", "replicate"])
            stored: pa.Table = batches.read(folder, batch, RUNS).select(["run_id", "point", "replicate"])
            if not stored.equals(wanted):
                found.append(batch)
    return found
