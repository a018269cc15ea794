"""The ledger of a store names every file that is complete, with its SHA-256; what it does not name is never read.

One line a file, each with a checksum of its own, so that damage to a line of the ledger costs no more than its file.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cohesion_sim.runs import stored

NAME = "ledger.jsonl"


class Line(NamedTuple):
    """A file that is complete: its path below the store, its SHA-256 and its number of rows."""

    file: str
    sha256: str
    rows: int


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(folder: Path) -> dict[str, Line]:
    """Return the lines of a store's ledger by file; damaged ones are left out."""
    try:
        content = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return {}
    lines = [line for raw in content.split(b"\n") if raw and (line := understood(raw)) is not None]
    return {line.file: line for line in lines}


def damaged(folder: Path) -> int:
    """Return how many lines of a store's ledger cannot be trusted."""
    path = folder / NAME
    content = path.read_bytes() if path.exists() else b""
    *lines, rest = content.split(b"\n")
    return sum(understood(raw) is None for raw in lines) + (rest != b"")


def understood(raw: bytes) -> Line | None:
    """Return a line of the ledger, or None if its checksum does not fit."""
    checksum, _, text = raw.partition(b" ")
    if checksum != _checksum(text):
        return None
    return Line(**json.loads(text))


def write(folder: Path, lines: Iterable[Line]) -> None:
    """Write a store's ledger anew, in order of files."""
    texts = [json.dumps(line._asdict(), sort_keys=True).encode() for line in sorted(lines)]
    content = b"".join(_checksum(text) + b" " + text + b"\n" for text in texts)
    stored.content(folder / NAME, content)


def _checksum(text: bytes) -> bytes:
    return f"{zlib.crc32(text):08x}".encode()
