"""A lesson is written once: its code is shared, its prose is in both languages, its answers stand apart.

Sources are Markdown (``documents/lessons/*.md``, as Jupytext reads it). A cell may say ``lang="en"`` or ``lang="fr"``;
without, it is for both. It may say ``part="answer"`` or ``part="both"``; without, it is for the lesson alone. Four
notebooks without outputs come of each source: ``en/``, ``fr/``, and ``answers/`` in each. They are written by
``python -m cohesion_sim.documents.notebooks`` (extra ``teach``); a test fails when they are stale.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

from cohesion_sim.strings import LANGUAGES

LESSON, ANSWER, BOTH = "lesson", "answer", "both"
PARTS = {LESSON: "", ANSWER: "answers/"}
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def sources() -> dict[str, str]:
    """Return the text of each lesson by name, in order."""
    folder = files(__package__).joinpath("lessons")
    found = sorted(folder.iterdir(), key=lambda path: path.name)
    return {
        path.name.removesuffix(".md"): path.read_text(encoding="utf-8") for path in found if path.name.endswith(".md")
    }


def cells(source: str) -> list[Any]:
    """Return the cells of a source, each with what it says about language and part.

    Raises
    ------
    ValueError
        If a cell says what is unknown.
    """
    import jupytext

    found: list[Any] = jupytext.reads(source, fmt="md").cells
    for cell in found:
        language, part = cell.metadata.get("lang"), cell.metadata.get("part", LESSON)
        if language not in (None, *LANGUAGES) or part not in (LESSON, ANSWER, BOTH):
            raise ValueError(f"a cell says lang={language!r} part={part!r}: {cell.source[:60]!r}")
    return found


def chosen(found: list[Any], language: str, part: str) -> list[Any]:
    """Return the cells of one notebook; the heading of an answers' notebook comes first."""
    wanted = [
        cell
        for cell in found
        if cell.metadata.get("lang", language) == language and cell.metadata.get("part", LESSON) in (part, BOTH)
    ]
    return sorted(wanted, key=lambda cell: not cell.source.startswith("# ") or cell.cell_type != "markdown")


def notebook(source: str, language: str, part: str) -> str:
    """Return a notebook as the text of its file."""
    wanted = chosen(cells(source), language, part)
    written = [written_cell(cell, number) for number, cell in enumerate(wanted)]
    return json.dumps(
        {"cells": written, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}, indent=1, ensure_ascii=False
    ) + "\n"  # fmt: skip


def written_cell(cell: Any, number: int) -> dict[str, Any]:
    """Return a cell as notebooks hold it, with its place as its id, and without outputs."""
    made = {"cell_type": cell.cell_type, "id": f"cell-{number:02}", "metadata": {}}
    if cell.cell_type == "code":
        made |= {"execution_count": None, "outputs": []}
    return made | {"source": cell.source.splitlines(keepends=True)}


def notebooks() -> dict[str, str]:
    """Return all notebooks by path: ``en/1_….ipynb``, ``en/answers/1_….ipynb``, ``fr/…``."""
    return {
        f"{language}/{folder}{name}.ipynb": notebook(source, language, part)
        for language in LANGUAGES
        for part, folder in PARTS.items()
        for name, source in sources().items()
    }


def main(arguments: list[str]) -> int:
    """Write the notebooks into a folder, by default ``docs/lessons``, and say which changed."""
    folder = Path(arguments[0]) if arguments else Path("docs/lessons")
    for name, words in notebooks().items():
        place = folder / name
        if not place.is_file() or place.read_text(encoding="utf-8") != words:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(words, encoding="utf-8")
            print(place)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
