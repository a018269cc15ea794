"""What is finished waits in the spool, one file a run, until its batch is complete; a file's name holds its digest.

So a run is safe as soon as it is finished, and thousands of runs leave no thousands of files behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from cohesion_sim.experiment.record import Record, packed, unpacked
from cohesion_sim.runs import stored

NAME = ".spool"
ENDING = ".run"


def put(folder: Path, record: Record) -> None:
    """Write a record into a store's spool; it is on disk when this returns.

    Raises
    ------
    UserError
        If it cannot be written.
    """
    content = packed(record)
    place = stored.folder_for(folder / NAME)
    stored.content(place / f"{record.run_id}.{_digest(content)}{ENDING}", content)


def waiting(folder: Path) -> dict[str, Path]:
    """Return the files of a store's spool by run id."""
    return {path.name.partition(".")[0]: path for path in sorted((folder / NAME).glob(f"*{ENDING}"))}


def taken(path: Path) -> Record | None:
    """Return the record of a file, or None if the file is gone or not as it was written."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    name, _, digest = path.name.removesuffix(ENDING).partition(".")
    if digest != _digest(content):
        return None
    record = unpacked(content)
    return record if record.run_id == name else None


def dropped(paths: Iterable[Path]) -> None:
    """Remove files of runs that are stored elsewhere."""
    for path in paths:
        path.unlink(missing_ok=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:24]
