"""Verbs on what an experiment has stored name its folder; without one they take the latest."""

from __future__ import annotations

from pathlib import Path

from cohesion_sim.errors import UserError

ROOM = Path("outputs/experiment")


def folder_of(words: list[str]) -> Path:
    """Return the folder that is named, or the one of the experiment that was written last.

    Raises
    ------
    UserError
        If several are named, or there is none.
    """
    if len(words) > 1:
        raise UserError(f"name one folder, not {len(words)}: {' '.join(words)}")
    if words:
        named = Path(words[0])
        return named if named.exists() or not (ROOM / words[0]).exists() else ROOM / words[0]
    there = sorted(ROOM.glob("*/sessions.json"), key=lambda path: path.stat().st_mtime)
    if not there:
        raise UserError(f"there is no experiment in {ROOM}; name the folder that an experiment wrote")
    return there[-1].parent
