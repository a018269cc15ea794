"""What a report is made of is read from the folder that a comparison wrote, and from nowhere else."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.contrast import Contrast
from cohesion_sim.comparisons.verdict import SMALL, SMALL_TIES, judged
from cohesion_sim.errors import UserError
from cohesion_sim.measures.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

SAME = "about the same"
LAST = 12
"""Months at the end whose mean is an outcome's value, as in a comparison."""


@dataclass(frozen=True)
class Told:
    """A comparison as it was saved.

    Attributes
    ----------
    folder
        Where it is.
    provenance
        What made it.
    contrasts
        Rows of its table.
    series
        Outcomes by month, run and side.
    gains
        Who gains and who loses, empty if nobody was followed.
    causes
        What moved the outcomes, empty if that was not written down.
    """

    folder: Path
    provenance: Mapping[str, Any]
    contrasts: tuple[Contrast, ...]
    series: pd.DataFrame
    gains: pd.DataFrame
    causes: pd.DataFrame

    @property
    def baseline(self) -> str:
        """The scenario that others are compared with."""
        return str(self.provenance["baseline"])

    @property
    def scenarios(self) -> list[str]:
        """All scenarios, in the order given."""
        return list(self.provenance["scenarios"])

    @property
    def others(self) -> list[str]:
        """All but the baseline."""
        return [name for name in self.scenarios if name != self.baseline]

    @property
    def configuration(self) -> Mapping[str, Any]:
        """What decided the baseline's runs."""
        found: Mapping[str, Any] = self.provenance["scenarios"][self.baseline]
        return found

    def texts(self, name: str) -> Mapping[str, str]:
        """Return a text of the scenario by language: ``title``, ``story`` or ``assumed``; empty if it has none."""
        told: Mapping[str, str] = self.provenance.get("told", {}).get(self.baseline, {}).get(name, {})
        return told

    @cached_property
    def by_cell(self) -> dict[tuple[str, str, str], Contrast]:
        """Rows of the table by outcome, subgroup and scenario."""
        return {(row.outcome, row.subgroup, row.scenario): row for row in self.contrasts}

    def contrast(self, outcome: str, side: str, scenario: str) -> Contrast | None:
        """Return one row of the table, None if it has none or nothing was measured."""
        row = self.by_cell.get((outcome, side, scenario))
        return row if row is not None and np.isfinite(row.difference) else None

    def verdict(self, outcome: str, side: str, scenario: str) -> str:
        """Return ``"better"``, ``"worse"``, ``"higher"``, ``"lower"``, ``"about the same"`` or ``"we cannot tell"``.

        About the same is what lies, with its interval, within what nobody would notice.
        """
        row = self.contrast(outcome, side, scenario)
        if row is None:
            return "we cannot tell"
        small = SMALL_TIES if OUTCOMES[outcome].unit == "ties" else SMALL
        if -small < row.low and row.high < small:
            return SAME
        found = judged(row, OUTCOMES[outcome].direction)
        return SAME if found == "no difference" else found

    def ends(self, outcome: str, side: str, scenario: str) -> NDArray[np.float64]:
        """Return the value at the end of each run, in the order of replicates."""
        rows = self.series[(self.series["subgroup"] == side) & (self.series["scenario"] == scenario)]
        last = rows[rows["month"] > max(0, int(rows["month"].max()) - LAST)]
        found: NDArray[np.float64] = last.groupby("replicate")[outcome].mean().to_numpy(np.float64)
        return found

    @property
    def pairs(self) -> int:
        """Replicates that every scenario has."""
        return int(self.series.groupby("scenario")["replicate"].nunique().min()) if len(self.series) else 0


def read(folder: str | os.PathLike[str]) -> Told:
    """Return the comparison that a folder holds.

    Raises
    ------
    UserError
        If there is none, or a file of it cannot be read.
    """
    import pandas as pd

    place = Path(folder)
    if not (place / "provenance.json").is_file() or not (place / "table.parquet").is_file():
        raise UserError(f"{place}: there is no comparison here; give the folder that cohesion-sim compare wrote")
    try:
        provenance = json.loads((place / "provenance.json").read_text(encoding="utf-8"))
        table = pd.read_parquet(place / "table.parquet")
        contrasts = tuple(
            Contrast(**{str(key): value for key, value in row.items()}) for row in table.to_dict("records")
        )
        series = pd.read_parquet(place / "series.parquet")
        optional = [
            pd.read_parquet(file) if file.is_file() else pd.DataFrame()
            for file in (place / "who_gains.parquet", place / "attribution.parquet")
        ]
    except (OSError, ValueError, TypeError) as error:
        raise UserError(f"{place}: a file of the comparison is damaged ({error}); run the comparison again") from error
    return Told(place, provenance, contrasts, series, *optional)
