"""Results open in R, Stata and SPSS as they open here: same values, columns that say what they mean."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.experiment.store import Store
from cohesion_sim.experiment.tables import TABLES
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.runs import stored

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = {"stata": ".dta", "spss": ".sav", "r": ".rds", "csv": ".csv"}
LONGEST = {"stata": 32, "spss": 64}
MEANING = {
    column: f"{outcome.meaning} ({side}, {outcome.unit})"
    for outcome in OUTCOMES.values()
    for side, column in outcome.columns.items()
}
"""What columns of outcomes mean, for their labels."""


def tables_of(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables that a folder of results holds: of an experiment, a comparison, a run or an analysis.

    Raises
    ------
    UserError
        If it holds none.
    """
    import pandas as pd

    if (folder / "plan.parquet").is_file():
        store = Store.open(folder)
        return {name: store.table(name).to_pandas() for name in TABLES}
    found = {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
    if not found:
        raise UserError(f"{folder}: there are no results here; give the folder that run, compare or experiment wrote")
    return found


def written(table: pd.DataFrame, target: Path, to: str) -> Path:
    """Write a table in the format of a statistics program.

    Parameters
    ----------
    to
        ``"stata"``, ``"spss"``, ``"r"`` or ``"csv"``.

    Raises
    ------
    UserError
        For another format, or if the library that writes it is not installed.
    """
    if to not in ENDINGS:
        raise unknown("format", to, ENDINGS)
    path = target.with_suffix(ENDINGS[to])
    if to == "csv":
        return stored.whole(path, lambda at: table.to_csv(at, index=False))
    labels: list[str | None] = [MEANING.get(str(name), str(name)) for name in table.columns]
    plain = table.rename(columns=dict(zip(table.columns, names(list(table.columns), to), strict=True)))
    for name in plain.columns:
        if plain[name].dtype.kind not in "ifb":
            plain[name] = plain[name].astype(object).where(plain[name].notna(), "").astype(str)
        elif plain[name].dtype.kind == "b":
            plain[name] = plain[name].astype("int32")
    try:
        import pyreadr
        import pyreadstat
    except ImportError as error:
        raise UserError(f"to={to} needs a library; install it with: pip install 'cohesion-sim[statistics]'") from error
    writes = {
        "stata": lambda at: pyreadstat.write_dta(plain, str(at), column_labels=labels, version=15),
        "spss": lambda at: pyreadstat.write_sav(plain, str(at), column_labels=labels),
        "r": lambda at: pyreadr.write_rds(str(at), plain),
    }
    return stored.whole(path, writes[to])


def names(columns: list[str], to: str) -> list[str]:
    """Return names that a program accepts: letters, digits and _, not too long, each once."""
    if to == "r":
        return [str(name) for name in columns]
    found: list[str] = []
    for name in columns:
        plain = re.sub(r"\W", "_", str(name))
        plain = (f"v_{plain}" if not plain[:1].isalpha() else plain)[: LONGEST[to]]
        number = 1
        kept = plain
        while kept.lower() in {each.lower() for each in found}:
            number += 1
            kept = f"{plain[: LONGEST[to] - len(str(number)) - 1]}_{number}"
        found.append(kept)
    return found
