"""Any point of the square of the two dimensions is a regime: run over a grid of points, an outcome is a field.

Everything but maintenance and mixing is as in one regime, and every point meets the same luck, so the field is what the
two dimensions do by themselves.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.comparing import compile_rules
from cohesion_sim.comparisons.paired import paired_difference
from cohesion_sim.comparisons.pool import Report, collected, usual_processes
from cohesion_sim.comparisons.replication import Finished, Job
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.runs import provenance as origin
from cohesion_sim.runs import stored
from cohesion_sim.scenario import Scenario
from cohesion_sim.variation import varied

if TYPE_CHECKING:
    import pandas as pd

MAINTENANCE, MIXING = "regime.cultural_maintenance", "regime.social_mixing"


@dataclass
class Field:
    """An outcome over the square.

    Attributes
    ----------
    scenario
        What everything but the two dimensions is taken from.
    outcome, of
        What is measured, and on whom: ``"everybody"``, ``"hosts"`` or ``"migrants"``.
    steps
        Values of both dimensions, shape (points,).
    """

    scenario: Scenario
    outcome: str
    of: str
    steps: NDArray[np.float64]
    replicates: int
    seed: int
    runs: Sequence[Finished] = field(repr=False)
    interrupted: bool = False

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """The outcome, shape (replicates, points of maintenance, points of mixing); NaN where a run is missing."""
        count = len(self.steps)
        found = np.full((self.replicates, count, count), np.nan)
        for run in self.runs:
            m, x = (int(part) for part in run.name.split("-"))
            found[run.replicate, m, x] = run.ends.get((self.outcome, self.of), np.nan)
        return found

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean over replicates, shape (points of maintenance, points of mixing)."""
        mean: NDArray[np.float64] = np.nanmean(self.values, axis=0)
        return mean

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a point: ``maintenance``, ``mixing``, ``mean``, and how it differs from the middle of the square.

        ``difference`` is paired, ``low`` to ``high`` its 95 % interval.
        """
        import pandas as pd

        middle = self.values[:, len(self.steps) // 2, len(self.steps) // 2]
        rows: list[dict[str, Any]] = []
        for m, maintenance in enumerate(self.steps.tolist()):
            for x, mixing in enumerate(self.steps.tolist()):
                d = paired_difference(self.values[:, m, x], middle)
                rows.append(
                    {"maintenance": maintenance, "mixing": mixing, "mean": d.mean}
                    | {"difference": d.difference, "low": d.low, "high": d.high}
                )
        return pd.DataFrame(rows)

    @property
    def failures(self) -> list[str]:
        """Runs that failed, one sentence each."""
        return [f"{run.name}, seed {self.seed + run.replicate}: {run.error}" for run in self.runs if run.error]

    def save(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write the table (Parquet and CSV) and provenance into a folder; return the files."""
        place = stored.folder_for(folder)
        made = {
            "scenario": origin.configuration(self.scenario),
            "outcome": self.outcome,
            "of": self.of,
            "points": len(self.steps),
            "replicates": self.replicates,
            "seed": self.seed,
            "failures": self.failures,
            **origin.surroundings(),
        }
        return [
            *stored.table(place / "square.parquet", self.table, csv=True),
            stored.document(place / "provenance.json", made),
        ]


def over_square(
    scenario: Scenario,
    outcome: str = "belonging",
    of: str | None = None,
    points: int = 6,
    replicates: int = 3,
    *,
    processes: int | None = None,
    progress: Report | None = None,
) -> Field:
    """Return an outcome over the square of maintenance and mixing.

    Parameters
    ----------
    scenario
        What everything but the two dimensions is taken from; replicates count from its seed.
    outcome
        What to measure, as a mean over the last year.
    of
        ``"everybody"``, ``"hosts"`` or ``"migrants"``; by default whom the outcome covers.
    points
        Points along each dimension, at least 2.
    replicates
        Seeds at each point, the same at all of them.
    processes
        Processes that share the runs; by default one a core.
    progress
        Called with the runs done and the runs in all.

    Raises
    ------
    UserError
        For an outcome that does not exist or is not measured on them, or if every run fails.
    """
    if outcome not in OUTCOMES:
        raise unknown("outcome", outcome, OUTCOMES)
    whom = OUTCOMES[outcome].covers if of is None else of
    if whom not in OUTCOMES[outcome].columns:
        raise UserError(f"{outcome} of {whom} is not measured; it is of {', '.join(OUTCOMES[outcome].columns)}")
    steps = np.linspace(0.0, 1.0, points)
    jobs = [
        Job(f"{m}-{x}", varied(scenario, {MAINTENANCE: up, MIXING: across}), replicate, scenario.seed + replicate, 0)
        for replicate in range(replicates)
        for m, up in enumerate(steps.tolist())
        for x, across in enumerate(steps.tolist())
    ]
    used = usual_processes(len(jobs)) if processes is None else processes
    if used > 1:
        compile_rules({"first": scenario})
    runs, interrupted = collected(jobs, used, progress)
    if runs and all(run.error for run in runs):
        raise UserError(f"every run failed, the first of them with: {runs[0].error}")
    return Field(scenario, outcome, whom, steps, replicates, scenario.seed, runs, interrupted)
