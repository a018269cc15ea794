"""The ledger of a store names every file that is complete, with its SHA-256; what it does not name is never read.

One line a file, each with a checksum of its own, so that damage to a line of the ledger costs no more than its file.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

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
    found = [understood(raw) for raw in _content(folder).split(b"\n")]
    return {told["file"]: Line(**told) for told in found if told is not None and "file" in told}


def damaged(folder: Path) -> bool:
    """Return whether a store's ledger is not as it was written; one that is not there yet is not damaged."""
    content = _content(folder)
    *lines, rest = content.split(b"\n")
    found = [understood(raw) for raw in lines]
    return content != b"" and (rest != b"" or None in found or found[-1] != {"files": len(found) - 1})


def understood(raw: bytes) -> dict[str, Any] | None:
    """Return what a line of the ledger says, or None if its checksum does not fit."""
    checksum, _, text = raw.partition(b" ")
    if checksum != _checksum(text):
        return None
    told: dict[str, Any] = json.loads(text)
    return told


def write(folder: Path, lines: Iterable[Line]) -> None:
    """Write a store's ledger anew: its lines in order of files, then how many there are."""
    told = [line._asdict() for line in sorted(lines)]
    texts = [json.dumps(each, sort_keys=True).encode() for each in [*told, {"files": len(told)}]]
    stored.content(folder / NAME, b"".join(_checksum(text) + b" " + text + b"\n" for text in texts))


def _content(folder: Path) -> bytes:
    path = folder / NAME
    return path.read_bytes() if path.exists() else b""


def _checksum(text: bytes) -> bytes:
    return f"{zlib.crc32(text):08x}".encode()
