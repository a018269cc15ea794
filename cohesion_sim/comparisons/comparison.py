"""A comparison holds paired runs of scenarios and says, by outcome, which is better, or that we cannot tell."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.comparisons.attribution import Cause
from cohesion_sim.comparisons.contrast import Contrast, contrasts
from cohesion_sim.comparisons.cost import Cost, costs
from cohesion_sim.comparisons.individuals import SUBGROUPS, Pairs, individuals, paired
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.comparisons.series import series
from cohesion_sim.comparisons.shares import THRESHOLD, Shares, shares
from cohesion_sim.comparisons.verdict import sentence
from cohesion_sim.errors import unknown
from cohesion_sim.measures.outcomes import MEASURED, OUTCOMES
from cohesion_sim.measures.subgroups import labels_of
from cohesion_sim.runs import provenance as origin
from cohesion_sim.runs import stored
from cohesion_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

FOLLOWED = ("belonging", "trust", "warmth", "language", "employment", "marginalisation")
"""Outcomes for which who gains and who loses is saved."""


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
    worlds
        In which the draws from the priors took turns.
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
    worlds: tuple[str, ...] = ()
    _found: dict[str, Pairs] = field(default_factory=dict, init=False, repr=False, compare=False)

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

        return pd.DataFrame(self.contrasts, columns=list(Contrast._fields))

    @cached_property
    def contrasts(self) -> list[Contrast]:
        """The rows of the table."""
        return contrasts(self.runs, self.scenarios, self.baseline, self.replicates, self.priors)

    @cached_property
    def series(self) -> pd.DataFrame:
        """Monthly outcomes of every run: ``scenario``, ``replicate``, ``month``, ``subgroup`` and a column an outcome.

        Rows are for ``"everybody"``, ``"hosts"`` and ``"migrants"``; an outcome is NaN where it does not cover them.
        """
        return series(self.runs, list(self.scenarios))

    def individuals(self, outcome: str = "belonging", scenario: str | None = None) -> pd.DataFrame:
        """Return what a scenario does to each person: one row a person and pair of runs.

        A person meets the same chances in both runs of a pair. Those found in both are compared: adults at the end, and
        the fixed cohort with the last values of those who left. Columns: ``replicate``, ``key``, her subgroups,
        ``here``, ``baseline_here``, ``value``, ``baseline_value``, ``difference``.

        Parameters
        ----------
        outcome
            One of :data:`cohesion_sim.measures.personal.PERSONAL`.
        scenario
            Which one; by default the last.

        Raises
        ------
        UserError
            If there is no such scenario, or one person has no value of the outcome.
        """
        chosen = [*self.scenarios][-1] if scenario is None else scenario
        if chosen not in self.scenarios:
            raise unknown("scenario in this comparison", chosen, self.scenarios)
        return individuals(self.pairs(chosen, [outcome]), self._subgroups(chosen))

    def pairs(self, scenario: str, outcomes: Sequence[str]) -> Pairs:
        """Return the persons found in both runs of each pair of a scenario and the baseline, with these outcomes.

        Those of :data:`FOLLOWED` are looked for once.
        """
        if not set(outcomes) <= set(FOLLOWED):
            return paired(self.runs, scenario, self.baseline, outcomes)
        if scenario not in self._found:
            self._found[scenario] = paired(self.runs, scenario, self.baseline, FOLLOWED)
        return self._found[scenario].only([FOLLOWED.index(outcome) for outcome in outcomes])

    def _subgroups(self, scenario: str) -> dict[str, tuple[str, ...]]:
        """Return the names of the subgroups of each key."""
        return {key: labels_of(key, self.scenarios[scenario].context) for key in SUBGROUPS}

    def who_gains(
        self, outcomes: Sequence[str] = ("belonging",), threshold: float = THRESHOLD, scenario: str | None = None
    ) -> pd.DataFrame:
        """Return the shares of persons who gain and who lose more than a threshold, by side and subgroup.

        Columns: ``scenario``, ``baseline``, ``outcome``, ``subgroup``, ``persons``; ``gaining`` and ``losing`` with
        their 95 % intervals over pairs of runs; ``p10``, ``median`` and ``p90`` of the differences.

        Parameters
        ----------
        outcomes
            Outcomes that one person has a value of.
        threshold
            The smallest difference that counts, in the unit of the outcome.
        scenario
            Which one; by default all but the baseline.
        """
        import pandas as pd

        chosen = [name for name in self.scenarios if name != self.baseline] if scenario is None else [scenario]
        rows: list[Shares] = []
        for name in chosen:
            rows += shares(self.pairs(name, outcomes), self._subgroups(name), name, self.baseline, outcomes, threshold)
        return pd.DataFrame(rows, columns=list(Shares._fields))

    @cached_property
    def gains(self) -> pd.DataFrame:
        """Who gains and who loses under all scenarios, in the outcomes of :data:`FOLLOWED`."""
        return self.who_gains(FOLLOWED)

    @property
    def attribution(self) -> pd.DataFrame:
        """What moved each outcome in one run of each scenario, empty where that was not asked for.

        Columns: ``scenario``, ``outcome``, ``side``, ``mechanism``, ``term`` and ``change``; the entries of one outcome
        and side add up to the change of its mean.
        """
        import pandas as pd

        found = {run.name: run.causes for run in self.runs if run.causes is not None}
        rows = [cause for name in self.scenarios for cause in found.get(name, [])]
        return pd.DataFrame(rows, columns=list(Cause._fields))

    @property
    def failures(self) -> list[str]:
        """Runs that failed, one sentence each."""
        return [
            f"{run.name}, seed {self.seed + run.replicate}{f', draw {run.draw}' if run.draw else ''}: {reason}"
            for run in self.runs
            if (reason := run.error or run.unexplained)
        ]

    def verdict(self, outcomes: Sequence[str] | None = None) -> list[str]:
        """Return one sentence an outcome: which scenarios are better or worse than the baseline, if we can tell.

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
        of_plain = [row for row in self.contrasts if row.subgroup == OUTCOMES[row.outcome].covers]
        return [
            sentence(OUTCOMES[name], [row for row in of_plain if row.outcome == name], self.baseline) for name in chosen
        ]

    def cost_per_point(self) -> pd.DataFrame:
        """Return what a point (0.01) of each outcome costs: more money spent than the baseline, over points gained.

        Returns
        -------
        DataFrame
            ``outcome``, ``subgroup``, ``scenario``, ``eur`` (more spent a migrant and year), ``points`` (better by) and
            ``eur_per_point``; NaN unless both are above 0. For outcomes with a direction, in their plain column.
        """
        import pandas as pd

        return pd.DataFrame(costs(self.contrasts), columns=list(Cost._fields))

    def plot(self, outcomes: Sequence[str] | None = None, language: str = "en") -> Any:
        """Return a matplotlib figure of the outcomes over time, with bands over replicates."""
        return import_module("cohesion_sim.plots").trajectories(self, outcomes=outcomes, language=language)

    @property
    def provenance(self) -> dict[str, Any]:
        """What made this comparison, as plain values."""
        configured = {name: origin.configuration(scenario) for name, scenario in self.scenarios.items()}
        return {
            "scenarios": configured,
            "told": {name: told(scenario) for name, scenario in self.scenarios.items()},
            "baseline": self.baseline,
            "replicates": self.replicates,
            "seed": self.seed,
            "priors": self.priors,
            "worlds": list(self.worlds),
            "runs": {
                name: origin.identities(configuration, range(self.seed, self.seed + self.replicates))
                for name, configuration in configured.items()
            },
            "interrupted": self.interrupted,
            "failures": self.failures,
            "began": self.began,
            "seconds": round(self.seconds, 3),
            **origin.surroundings(),
        }

    def save(self, folder: str | os.PathLike[str], csv: bool = True) -> list[Path]:
        """Write tables (Parquet, most also as CSV), verdict and provenance into a folder; return the files.

        Raises
        ------
        UserError
            If nothing can be written there.
        """
        place = stored.folder_for(folder)
        why = self.attribution
        return [
            *stored.table(place / "table.parquet", self.table, csv),
            *stored.table(place / "series.parquet", self.series),
            *stored.table(place / "who_gains.parquet", self.gains, csv),
            *(stored.table(place / "attribution.parquet", why) if len(why) else ()),
            stored.text(place / "verdict.txt", "\n".join(self.verdict()) + "\n"),
            stored.document(place / "provenance.json", self.provenance),
        ]


def told(scenario: Scenario) -> dict[str, Any]:
    """Return the texts of a scenario, and which regime and context it names: they change no number."""
    return {
        "title": dict(scenario.title),
        "story": dict(scenario.story),
        "assumed": dict(scenario.assumed),
        "sources": list(scenario.sources),
        "regime": scenario.regime.name,
        "context": scenario.context.name,
    }
