"""One process at a time writes a store; the system takes the lock back from one that died, however it died."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cohesion_sim.errors import UserError
from cohesion_sim.runs import provenance

NAME = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a store.

    Raises
    ------
    UserError
        If another process holds it, saying which.
    """
    with open(folder / NAME, "a+", encoding="utf-8") as file:
        if not taken(file):
            file.seek(0)
            raise UserError(f"{folder} is being written by {owner(file.read())}; wait until it is done, or stop it")
        file.truncate(0)
        file.write(json.dumps({"process": os.getpid(), "machine": platform.node(), "since": provenance.now()}))
        file.flush()
        yield


def held(folder: Path) -> str:
    """Return who writes a store just now; empty if nobody does."""
    try:
        with open(folder / NAME, "r+", encoding="utf-8") as file:
            return "" if taken(file) else owner(file.read())
    except OSError:
        return ""


def owner(told: str) -> str:
    """Return who left a lock."""
    try:
        who = json.loads(told)
        return f"process {who['process']} on {who['machine']} since {who['since']}"
    except (ValueError, KeyError, TypeError):
        return "another process"


def taken(file: IO[str]) -> bool:
    """Take the lock of an open file, and return whether nobody else had it; it lasts until the file is closed.

    On POSIX a record lock is not passed on to forked processes, so it ends with the process that took it.
    """
    try:
        if os.name == "posix":
            import fcntl

            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # on Windows only
    except OSError:
        return False
    return True
