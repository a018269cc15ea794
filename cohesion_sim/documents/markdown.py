"""Tables and references of a page in Markdown, with an anchor for every piece of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cohesion_sim.evidence.bibliography import bibliography

MARKS = re.compile(r"\b(?:[ABCDEITP]\d{2,3}|MIPEX|B3|B6|B8)\b")
NOTE = "<!-- Made by 'python -m cohesion_sim.documents'; change the code or the template, not this page. -->"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; bars in cells are escaped."""
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def cell(value: object) -> str:
    """Return a value as a cell: on one line, without bars."""
    return " ".join(re.split(r"[ \t\n]+", str(value).strip())).replace("|", "\\|")


def figure(value: float | None) -> str:
    """Return a number in few characters, nothing for none."""
    return "" if value is None else f"{value:g}".replace("-", "−")


def span(low: float | None, high: float | None) -> str:
    """Return an interval, nothing if an end is open."""
    return "" if low is None or high is None else f"{figure(low)}\N{NO-BREAK SPACE}…\N{NO-BREAK SPACE}{figure(high)}"


def referred(words: str) -> str:
    """Return words in which each id of the bibliography is a link to it."""
    known = bibliography()

    def linked(match: re.Match[str]) -> str:
        name = match.group(0)
        return f"[{name}](evidence.md#{anchor(name)})" if name in known else name

    return MARKS.sub(linked, words)


def anchor(name: str) -> str:
    """Return the anchor of a piece of evidence on its page."""
    return name.lower()
