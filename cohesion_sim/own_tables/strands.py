"""A table of MIPEX scores makes a country's regime: eight strands of rights; all else stays neutral.

Sources
    MIPEX: scores from 0 to 100 by country, year and strand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.own_tables.columns import Given, read
from cohesion_sim.policy.rights import STRANDS

KNOWN = ("country", "year", *STRANDS)


def rights_of(file: Path, mapping: Mapping[str, str], country: str | None = None) -> tuple[dict[str, Any], Given]:
    """Return title and rights of a regime, and the row that they were taken from with what is wrong in it.

    Parameters
    ----------
    file
        CSV with a row a country, or a country and ``year``, of which the latest with all strands is taken: a column a
        strand, 0 to 100; ``country`` if there are several.
    mapping
        Our names → the table's.
    country
        Which one, as the table writes it; not needed if it holds one.

    Raises
    ------
    UserError
        If the table cannot be read, a strand is missing, or there is no such country.
    """
    given = read(file, mapping, STRANDS, KNOWN)
    written = [word.strip() for word in given.rows.get("country", ("",) * len(given))]
    if country is not None and country not in written:
        raise unknown(f"country in {file.name}", country, sorted(set(written)))
    if country is None and len(set(written)) > 1:
        raise UserError(f"{file}: it holds {len(set(written))} countries; say which one with country=NAME")
    rows = [k for k, word in enumerate(written) if country in (None, word)]
    if len(rows) > 1 and "year" not in given.rows:
        raise UserError(
            f"{file}: {len(rows)} rows are of {country or 'one country'}; a column year must tell them apart"
        )
    whole = [k for k in rows if all(np.isfinite(scores(given, [k]).numbers(strand)).all() for strand in STRANDS)]
    if len(rows) > 1:
        whole.sort(key=lambda k: given.rows["year"][k].strip())
    row = scores(given, (whole or rows)[-1:])
    values = {strand: float(row.numbers(strand, 0.0, 100.0)[0]) for strand in STRANDS}
    row.mistakes.extend(f"{strand}: the score is missing" for strand, score in values.items() if np.isnan(score))
    names = [row.rows[column][0].strip() for column in ("country", "year") if column in row.rows]
    return {"title": " ".join(names) or file.stem, "rights": values}, row


def scores(given: Given, rows: list[int]) -> Given:
    """Return some rows of a table, with nothing noted about them yet."""
    chosen = {column: [words[k] for k in rows] for column, words in given.rows.items()}
    return replace(given, rows=chosen, doubts=[], mistakes=[])
