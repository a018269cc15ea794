"""A table of somebody else's is read by a mapping of columns, number by number, and every doubt about it is noted."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.errors import UserError, unknown

MOST_BYTES = 200_000_000
ENCODINGS = ("utf-8-sig", "cp1252")
BLANK = frozenset({"", "na", "n/a", "nan", ".", "-", "–", "null"})
Numbers = NDArray[np.float64]


@dataclass
class Given:
    """A table as it was read.

    Attributes
    ----------
    file
        Where it came from.
    rows
        Texts by column, after the mapping.
    doubts
        What is missing or implausible but can be lived with, one sentence each.
    mistakes
        What cannot, one sentence each.
    """

    file: Path
    rows: Mapping[str, Sequence[str]]
    doubts: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(next(iter(self.rows.values()), ()))

    def numbers(self, column: str, low: float = -math.inf, high: float = math.inf, *, mistake: bool = True) -> Numbers:
        """Return a column as numbers, NaN where there is none; what is no number or out of range is noted.

        Parameters
        ----------
        low, high
            What is plausible.
        mistake
            Whether a value out of range is a mistake; if not, it counts as missing.
        """
        found = np.array([number(word) for word in self.rows[column]], np.float64)
        written = np.array([word.strip().lower() not in BLANK for word in self.rows[column]])
        wrong = np.flatnonzero(written & ~np.isfinite(found))
        if len(wrong):
            first = self.rows[column][wrong[0]]
            self.mistakes.append(f"{column}: {len(wrong)} values are no numbers, first {first!r} in row {wrong[0] + 1}")
        missing = int((~written).sum())
        if missing:
            self.doubts.append(f"{column}: {missing} of {len(found)} values are missing")
        outside = np.flatnonzero(np.isfinite(found) & ((found < low) | (found > high)))
        if len(outside):
            kinds = ", ".join(f"{value:g}" for value in sorted(set(found[outside].tolist()))[:5])
            said = f"{column}: {len(outside)} values lie outside [{low:g}, {high:g}] ({kinds})"
            if mistake:
                self.mistakes.append(f"{said}, first in row {outside[0] + 1}")
            else:
                self.doubts.append(f"{said}; they count as missing")
                found[outside] = np.nan
        return found


def number(word: str) -> float:
    """Return the number that a word writes, with point or comma for decimals and any spaces; NaN if it is none."""
    plain = re.sub(r"[\s\u00a0\u202f']", "", word).removesuffix("%")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", plain):
        return math.nan
    return float(plain)


def read(file: Path, mapping: Mapping[str, str], needed: Sequence[str], known: Sequence[str]) -> Given:
    """Return a table with its columns named as we name them.

    Parameters
    ----------
    mapping
        Our name → the table's, where they differ.
    needed, known
        Columns that must be there, and all that can be used; one ending in ``.*`` stands for several.

    Raises
    ------
    UserError
        If the file cannot be read, holds no rows, or lacks a column that is needed.
    """
    header, lines = cells(file)
    for ours, theirs in mapping.items():
        if not any(ours == each or (each.endswith(".*") and ours.startswith(each[:-1])) for each in known):
            raise unknown("column that can be used", ours, known)
        if theirs not in header:
            raise UserError(f"columns maps {ours} to {theirs!r}; {unknown(f'column of {file.name}', theirs, header)}")
    places = {ours: header.index(theirs) for ours, theirs in mapping.items()}
    for name in header:
        if (name in known or any(each.endswith(".*") and name.startswith(each[:-1]) for each in known)) and (
            name not in places
        ):
            places[name] = header.index(name)
    missing = [name for name in needed if name not in places]
    if missing:
        raise UserError(
            f"{file}: there is no column {' or '.join(missing)}; it has {', '.join(header)}; say which one it is with "
            f"columns=[{missing[0]}:NAME]"
        )
    return Given(file, {ours: [line[place] for line in lines] for ours, place in places.items()})


def cells(file: Path) -> tuple[list[str], list[list[str]]]:
    """Return the headings and rows of a CSV file, whatever its separator, in UTF-8 or Windows' encoding."""
    if not file.is_file():
        raise UserError(f"{file}: there is no such file")
    if file.stat().st_size > MOST_BYTES:
        raise UserError(f"{file} is larger than {MOST_BYTES // 1_000_000} MB; keep the columns that are needed")
    content = file.read_bytes()
    text = next((decoded for each in ENCODINGS if (decoded := decoded_as(content, each)) is not None), None)
    if text is None or "\0" in text:
        raise UserError(f"{file}: it is no text; save it as CSV in UTF-8")
    first = text.partition("\n")[0]
    separator = max(",;\t|", key=first.count)
    rows = [row for row in csv.reader(text.splitlines(), delimiter=separator) if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise UserError(f"{file}: it needs a row of headings and at least one row below")
    header = [name.strip() for name in rows[0]]
    if len(set(header)) < len(header):
        raise UserError(f"{file}: two columns have the same heading; rename one")
    uneven = next((k for k, row in enumerate(rows) if len(row) != len(header)), None)
    if uneven is not None:
        count = len(rows[uneven])
        raise UserError(f"{file}: row {uneven} has {count} cells under {len(header)} headings; is {separator!r} right?")
    return header, rows[1:]


def decoded_as(content: bytes, encoding: str) -> str | None:
    """Return bytes as text, or None if they are in another encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
