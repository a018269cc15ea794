"""A stored comparison becomes one page to hand on, in English or French, and on paper if wanted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError

ROOM = Path("outputs/compare")
KEYS: dict[str, Any] = {"language": "both", "outcome": "belonging.migrants", "pdf": False, "output": None}


def main(arguments: Sequence[str]) -> int:
    """Write the report of a comparison and return the exit code."""
    from cohesion_sim.report.page import page
    from cohesion_sim.report.stored_comparison import read
    from cohesion_sim.runs import stored
    from cohesion_sim.strings import LANGUAGES

    own = settings("report", [word for word in arguments if "=" in word], KEYS)
    if own["language"] not in (*LANGUAGES, "both"):
        raise UserError(f"language is {own['language']!r}; it must be {', '.join(LANGUAGES)} or both")
    folder = comparison_folder([word for word in arguments if "=" not in word])
    refuse_experiment(folder)
    told = read(folder)
    place = stored.folder_for(own["output"] or folder)
    for language in LANGUAGES if own["language"] == "both" else (own["language"],):
        made = stored.text(place / f"report_{language}.html", page(told, language, own["outcome"]))
        print(made)
        if own["pdf"]:
            from cohesion_sim.report.pdf import printed

            print(printed(made, made.with_suffix(".pdf")))
    return 0


def comparison_folder(words: list[str]) -> Path:
    """Return the folder that is named, or that of the comparison that was written last.

    Raises
    ------
    UserError
        If several are named, or there is none.
    """
    if len(words) > 1:
        raise UserError(f"name one folder, not {len(words)}: {' '.join(words)}")
    if words:
        return Path(words[0])
    there = sorted(ROOM.glob("**/provenance.json"), key=lambda path: path.stat().st_mtime)
    if not there:
        raise UserError(f"there is no comparison in {ROOM}; name the folder that cohesion-sim compare wrote")
    return there[-1].parent


def refuse_experiment(folder: Path) -> None:
    """Raise a :class:`UserError` for the store of an experiment, which has analyses and no report."""
    from cohesion_sim.experiment.store import ABOUT

    if (folder / ABOUT).is_file():
        raise UserError(
            f"{folder}: this is an experiment, and a report is made of a comparison (cohesion-sim compare); "
            f"cohesion-sim analyse effects {folder} says what this one found"
        )
