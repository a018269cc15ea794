"""Two folders of results are laid side by side: which numbers of the model changed, and which outcomes moved by it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError

KEYS: dict[str, Any] = {"output": None}
MOST = 40


def main(arguments: Sequence[str]) -> int:
    """Show what differs between two folders; return 0 if nothing does, else 1."""
    words = [word for word in arguments if "=" not in word]
    own = settings("diff", [word for word in arguments if "=" in word], KEYS)
    if len(words) != 2:
        raise UserError("diff needs two folders of results, the older first")

    from rich.console import Console

    from cohesion_sim.analysis.versions import differing, made, settings_that_differ
    from cohesion_sim.cli.findings import frame
    from cohesion_sim.cli.query import show
    from cohesion_sim.runs import stored

    one, other = (made(Path(word)) for word in words)
    moved, changed = differing(one, other), settings_that_differ(one, other)
    console = Console(highlight=False)
    same = " (the same)" if one.version == other.version else ""
    console.print(f"{words[0]}: model {one.version}\n{words[1]}: model {other.version}{same}", soft_wrap=True)
    console.print(f"{len(changed)} settings and numbers differ, {len(moved)} outcomes moved.")
    for rows in (changed, moved):
        if rows:
            show(frame(rows[:MOST]))
    if own["output"]:
        folder = stored.folder_for(own["output"])
        for name, rows in (("settings", changed), ("outcomes", moved)):
            stored.table(folder / f"{name}.parquet", frame(rows), csv=True)
    return int(bool(moved))
