"""A store is sound if every file is as it was written, every run is there once, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cohesion_sim.experiment import digests
from cohesion_sim.runs import provenance, stored


def damaged_files(folder: Path, lines: Mapping[str, digests.Line]) -> list[str]:
    """Return the files of a ledger that are missing or not as they were written."""
    return [name for name, line in lines.items() if not as_written(folder / name, line.sha256)]


def as_written(path: Path, sha256: str) -> bool:
    """Return whether a file is there with the content that it should have."""
    try:
        return digests.sha256(path) == sha256
    except OSError:
        return False


def sealed(path: Path, content: Mapping[str, Any]) -> None:
    """Write plain values as JSON with a digest of themselves."""
    stored.document(path, {**content, "digest": provenance.digest(dict(content))})


def unsealed(path: Path) -> dict[str, Any] | None:
    """Return what :func:`sealed` wrote, or None if it is not there or not as it was written."""
    try:
        content = json.loads(path.read_bytes())
        digest = content.pop("digest")
    except (OSError, ValueError, AttributeError, KeyError):
        return None
    return content if digest == provenance.digest(content) else None
