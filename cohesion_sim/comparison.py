"""A comparison holds paired runs of several scenarios and says, outcome by outcome, which is better, or that we cannot tell."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim import provenance as origin
from cohesion_sim import stored
from cohesion_sim.errors import unknown
from cohesion_sim.measures.outcomes import MEASURED, MIGRANTS, OUTCOMES, SIDES
from cohesion_sim.paired import left_open, paired_difference
from cohesion_sim.replication import Finished
from cohesion_sim.scenario import Scenario
from cohesion_sim.verdict import sentence

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "outcome", "subgroup", "scenario", "baseline", "mean", "baseline_mean", "difference", "low", "high", "prior_low",
    "prior_high", "p_better", "variance_reduction",
)  # fmt: skip


@dataclass
class Comparison:
    """Paired replicates of several scenarios.

    Attributes
    ----------
    scenarios
        By name, in the order given.
    baseline
        Name of the scenario that the others are compared with.
    replicates, seed, priors
        How many pairs, their first seed, and how many draws from the priors.
    runs
        The runs that were finished.
    interrupted
        Whether Ctrl-C cut the comparison short; it then holds what was finished.
    """

    scenarios: Mapping[str, Scenario]
    baseline: str
    replicates: int
    seed: int
    priors: int
    runs: Sequence[Finished] = field(repr=False)
    interrupted: bool = False
    seconds: float = 0.0
    began: str = ""

    @cached_property
    def table(self) -> pd.DataFrame:
        """Each scenario against the baseline.

        Columns: ``outcome``; ``subgroup`` (``"everybody"``, ``"hosts"`` or ``"migrants"``, the groups, generations,
        women and men, ``"fixed cohort"``: the adults who were here at the start, with the last values of those who
        left); ``scenario``, ``baseline``; ``mean``, ``baseline_mean``: mean over replicates of the mean over the last
        12 months; ``difference`` with its Monte Carlo 95 % interval ``low`` to ``high`` (paired, Student's t);
        ``prior_low``, ``prior_high``, ``p_better``: 95 % interval and chance of being better over draws from the
        priors (NaN without); ``variance_reduction``: what pairing buys against independent seeds.
        """
        import pandas as pd

        central = self._by_run(draws=False)
        open_ends = self._by_run(draws=True)
        rows = [
            self._row(outcome, subgroup, name, central, open_ends)
            for outcome, subgroup in self._measured()
            for name in self.scenarios
            if name != self.baseline
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def _measured(self) -> list[tuple[str, str]]:
        found = dict.fromkeys(pair for run in self.runs if run.draw == 0 for pair in run.ends)
        place = {name: number for number, name in enumerate(OUTCOMES)}
        return sorted(found, key=lambda pair: place[pair[0]])

    def _by_run(self, draws: bool) -> dict[tuple[str, int], dict[tuple[str, str], float]]:
        if draws:
            return {(run.name, run.draw): run.ends for run in self.runs if run.draw > 0 and not run.error}
        return {(run.name, run.replicate): run.ends for run in self.runs if run.draw == 0 and not run.error}

    def _row(
        self, outcome: str, subgroup: str, name: str, central: dict[tuple[str, int], dict[tuple[str, str], float]],
        open_ends: dict[tuple[str, int], dict[tuple[str, str], float]],
    ) -> tuple[Any, ...]:  # fmt: skip
        pair = (outcome, subgroup)
        d = paired_difference(
            _sample(central, name, pair, range(self.replicates)),
            _sample(central, self.baseline, pair, range(self.replicates)),
        )
        draws = range(1, self.priors + 1)
        drawn = _sample(open_ends, name, pair, draws) - _sample(open_ends, self.baseline, pair, draws)
        low, high, better = left_open(drawn, OUTCOMES[outcome].direction)
        return (
            outcome, subgroup, name, self.baseline, d.mean, d.baseline_mean, d.difference, d.low, d.high, low, high,
            better, d.variance_reduction,
        )  # fmt: skip

    @cached_property
    def series(self) -> pd.DataFrame:
        """Monthly outcomes of every run: ``scenario``, ``replicate``, ``month``, ``subgroup`` and a column an outcome.

        Rows are for ``"everybody"``, ``"hosts"`` and ``"migrants"``; an outcome is NaN where it does not cover them.
        """
        import pandas as pd

        parts = []
        for run in sorted(self.runs, key=lambda run: (list(self.scenarios).index(run.name), run.replicate)):
            if run.draw or run.error:
                continue
            monthly = pd.DataFrame(run.series, columns=list(run.columns))
            for side in ("everybody", *SIDES):
                covered = {
                    name: monthly[outcome.columns[side]] if side in outcome.columns else np.nan
                    for name, outcome in OUTCOMES.items()
                }
                first = {
                    "scenario": run.name,
                    "replicate": run.replicate,
                    "month": monthly["month"].astype(int),
                    "subgroup": side,
                }
                parts.append(pd.DataFrame({**first, **covered}, index=monthly.index))
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["scenario", "replicate"])

    @property
    def failures(self) -> list[str]:
        """Runs that failed, one sentence each."""
        return [
            f"{run.name}, seed {self.seed + run.replicate}{f', draw {run.draw}' if run.draw else ''}: {run.error}"
            for run in self.runs
            if run.error
        ]

    def verdict(self, outcomes: Sequence[str] | None = None) -> list[str]:
        """Return one sentence an outcome: which scenarios are better or worse than the baseline, or that we cannot tell.

        Parameters
        ----------
        outcomes
            Which ones; by default all measured ones that have a direction.

        Raises
        ------
        UserError
            For an outcome that does not exist.
        """
        directed = [name for name in MEASURED if OUTCOMES[name].direction]
        chosen = directed if outcomes is None else list(outcomes)
        for name in chosen:
            if name not in OUTCOMES:
                raise unknown("outcome", name, OUTCOMES)
        table = self.table
        said = []
        for name in chosen:
            rows = table[(table["outcome"] == name) & (table["subgroup"] == OUTCOMES[name].covers)]
            said.append(sentence(OUTCOMES[name], rows.to_dict("records"), self.baseline))
        return said

    def cost_per_point(self) -> pd.DataFrame:
        """Return what a point (0.01) of each outcome costs: more money spent than the baseline, over more of the outcome.

        Returns
        -------
        DataFrame
            ``outcome``, ``subgroup``, ``scenario``, ``eur`` (more spent a migrant and year), ``points`` (better by) and
            ``eur_per_point``; NaN unless both are above 0. Outcomes with a direction, as their plain column covers them.
        """
        import pandas as pd

        table = self.table.set_index(["outcome", "subgroup", "scenario"])
        rows = []
        for name in (name for name in MEASURED if OUTCOMES[name].direction):
            for scenario in (other for other in self.scenarios if other != self.baseline):
                found = table.loc[(name, OUTCOMES[name].covers, scenario)]
                spent, heads = (table.loc[(what, "everybody", scenario)] for what in ("spent", MIGRANTS))
                eur = 12.0 * (spent["mean"] / heads["mean"] - spent["baseline_mean"] / heads["baseline_mean"])
                points = 100.0 * OUTCOMES[name].direction * found["difference"]
                price = eur / points if eur > 0.0 and points > 0.0 else np.nan
                rows.append((name, OUTCOMES[name].covers, scenario, eur, points, price))
        return pd.DataFrame(rows, columns=["outcome", "subgroup", "scenario", "eur", "points", "eur_per_point"])

    def plot(self, outcomes: Sequence[str] | None = None, language: str = "en") -> Any:
        """Return a matplotlib figure of the outcomes over time, with bands over replicates."""
        return import_module("cohesion_sim.plots").trajectories(self, outcomes=outcomes, language=language)

    @property
    def provenance(self) -> dict[str, Any]:
        """What made this comparison, as plain values."""
        return {
            "scenarios": {name: origin.configuration(scenario) for name, scenario in self.scenarios.items()},
            "baseline": self.baseline,
            "replicates": self.replicates,
            "seed": self.seed,
            "priors": self.priors,
            "runs": {
                name: [origin.run_id(scenario, self.seed + replicate) for replicate in range(self.replicates)]
                for name, scenario in self.scenarios.items()
            },
            "interrupted": self.interrupted,
            "failures": self.failures,
            "began": self.began,
            "seconds": round(self.seconds, 3),
            **origin.surroundings(),
        }

    def save(self, folder: str | os.PathLike[str], csv: bool = True) -> list[Path]:
        """Write table, series (Parquet; the table also as CSV), verdict and provenance into a folder; return the files.

        Raises
        ------
        UserError
            If nothing can be written there.
        """
        place = stored.folder_for(folder)
        return [
            *stored.table(place / "table.parquet", self.table, csv),
            *stored.table(place / "series.parquet", self.series),
            stored.text(place / "verdict.txt", "\n".join(self.verdict()) + "\n"),
            stored.document(place / "provenance.json", self.provenance),
        ]


def _sample(
    ends: dict[tuple[str, int], dict[tuple[str, str], float]], name: str, pair: tuple[str, str], numbers: range
) -> NDArray[np.float64]:
    """Return the values of a scenario in the order of replicates or draws, NaN where there is none."""
    return np.array([ends.get((name, number), {}).get(pair, np.nan) for number in numbers])
