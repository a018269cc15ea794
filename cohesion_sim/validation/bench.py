"""A bench is one seed's worth of the model to measure on: its runs, its surveys, its trials, each done once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cohesion_sim.runs.surveying import rolls
from cohesion_sim.scenario import Scenario
from cohesion_sim.survey.instrument import EXACT, Instrument
from cohesion_sim.survey.items import HOSTS, MIGRANTS
from cohesion_sim.survey.roll import Roll
from cohesion_sim.survey.sampling import Design
from cohesion_sim.survey.waves import interviews
from cohesion_sim.trials.trial import trial
from cohesion_sim.validation.variants import LENGTH, VARIANTS, sized, switched_off

if TYPE_CHECKING:
    import pandas as pd

LISTED = (0, 24, 60, 72, 84, 96, 108, 120)
"""Months whose adults are kept."""
RESPONDENTS = 3000
ENROLLED = 4
"""Times the bench's population that a trial takes place in, so that enough are enrolled."""
Off = Mapping[str, Mapping[str, Any] | None]


@dataclass(frozen=True)
class Bench:
    """The model at one seed, with or without some mechanism.

    Attributes
    ----------
    seed, population
        Of its runs.
    off
        What is switched off, as sorted pairs, so that benches can be told apart.
    """

    seed: int
    population: int
    off: tuple[tuple[str, tuple[tuple[str, Any], ...] | None], ...] = ()

    @classmethod
    def without(cls, seed: int, population: int, off: Off) -> Bench:
        """Return a bench on which something is switched off."""
        pairs = sorted((name, None if each is None else tuple(sorted(each.items()))) for name, each in off.items())
        return cls(seed, population, tuple(pairs))

    def scenario(self, variant: str = "default", population: int = 0) -> Scenario:
        """Return the scenario of a variant, at the bench's population if none is given."""
        off = {name: None if each is None else dict(each) for name, each in self.off}
        return switched_off(VARIANTS[variant](sized(default(), population or self.population)), off)

    def roll(self, variant: str = "default", month: int = LENGTH) -> Roll:
        """Return the adults of a month; 60 is the last month of the variant ``neighbourhoods``."""
        return _rolls(self, variant)[month]

    def answers(
        self, of: str, variant: str = "default", months: tuple[int, ...] = (LENGTH,), *, panel: bool = False,
        exact: bool = False,
    ) -> pd.DataFrame:  # fmt: skip
        """Return what ``"hosts"`` or ``"migrants"`` answer, up to 3 000 of them in each wave."""
        waves = [self.roll(variant, month) for month in months]
        instrument = replace(EXACT) if exact else Instrument()
        return interviews(waves, Design(RESPONDENTS, of, panel), self.seed, instrument)

    def hosts(self, variant: str = "default", month: int = LENGTH, *, exact: bool = False) -> pd.DataFrame:
        """Return the answers of hosts in one month."""
        return self.answers(HOSTS, variant, (month,), exact=exact)

    def migrants(self, variant: str = "default", month: int = LENGTH, *, exact: bool = False) -> pd.DataFrame:
        """Return the answers of migrants in one month."""
        return self.answers(MIGRANTS, variant, (month,), exact=exact)

    def effect(self, treatment: str, outcome: str, variant: str = "default", **plan: Any) -> float:
        """Return the effect on the treated, in units of the outcome: what an endless trial would find."""
        return float(self._tried(treatment, outcome, variant, plan)["truth"])

    def trial_d(self, treatment: str, outcome: str, variant: str = "default", **plan: Any) -> float:
        """Return the effect that a trial finds, in standard deviations of its controls."""
        return float(self._tried(treatment, outcome, variant, plan)["d"])

    def _tried(self, treatment: str, outcome: str, variant: str, plan: dict[str, Any]) -> pd.Series[Any]:
        scenario = self.scenario(variant, ENROLLED * self.population)
        return trial(scenario, treatment, outcome, seed=self.seed, **plan).table.iloc[0]


@lru_cache(maxsize=1)
def default() -> Scenario:
    """Return what runs when nothing is said."""
    from cohesion_sim.config.composition import composed
    from cohesion_sim.config.defaults import tree
    from cohesion_sim.config.making import scenario_of
    from cohesion_sim.config.overrides import prepared

    return scenario_of(composed(prepared([], tree())))


@lru_cache(maxsize=6)
def _rolls(bench: Bench, variant: str) -> dict[int, Roll]:
    """Return the adults of the months that are kept; the latest few runs are remembered."""
    scenario = bench.scenario(variant)
    return rolls(scenario, bench.seed, [month for month in LISTED if month <= scenario.months], threads=1)
