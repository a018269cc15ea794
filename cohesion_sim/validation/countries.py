"""The country check: told policy, migrants and unemployment, the model ranks countries, well or not.

The same question is put to a regression on the same inputs that knows nothing of people; both are scored on countries
that they have not seen. A model that is told the trust of a country repeats it: that is shown, and proves nothing; what
it then says of attitudes is a prediction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import spearmanr

from cohesion_sim.policy.rights import STRANDS
from cohesion_sim.runs.running import run_through
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.people import ADULT
from cohesion_sim.validation.country_table import countries
from cohesion_sim.validation.variants import born_abroad, with_rights

Numbers = NDArray[np.float64]
POPULATION, PLACES, MONTHS = 2000, 8, 120
BOOTSTRAPS = 2000
TOLD = ("mipex", "share", "unemployment")
"""What is told of a country; the model is told the strands of MIPEX, the regression the overall score."""
SURVEYED = {"trust": 100.0, "attitude": 9.0}
"""What surveys found, each with the top of its scale."""


class RankCorrelation(NamedTuple):
    """Spearman's correlation over countries and its interval (bootstrap over countries)."""

    value: float
    low: float
    high: float


def country_scenario(scenario: Scenario, country: pd.Series, base_trust: bool = False) -> Scenario:
    """Return the scenario of a country: its rights, migrants and unemployment and, if asked, its base trust."""
    known = {"unemployment": country["unemployment"] / 100.0}
    if base_trust:
        known["base_trust"] = min(max(country["trust"] / 100.0, 0.05), 0.95)
    context = replace(scenario.context, population=POPULATION, places=PLACES, **known)
    made = born_abroad(replace(scenario, context=context, months=MONTHS), country["share"] / 100.0)
    for strand in STRANDS:
        made = with_rights(made, float(country[strand]), strand)
    return made


def simulated(scenario: Scenario, table: pd.DataFrame, seed: int, base_trust: bool = False) -> pd.DataFrame:
    """Return mean trust of adults and mean warmth of adult hosts after ten years by country, all with the same luck."""
    found = {}
    for name, country in table.iterrows():
        people = run_through(country_scenario(scenario, country, base_trust), seed, lambda _: None).world.people
        adults = people.active & (people.age >= ADULT)
        found[name] = {
            "trust": people.trust[adults].mean(),
            "attitude": people.warmth[adults & (people.group == 0)].mean(),
        }
    return pd.DataFrame.from_dict(found, orient="index", dtype=float)


def rank_correlation(ranking: Numbers, surveyed: Numbers) -> RankCorrelation:
    """Return how far two rankings agree, with a 95 % interval over resampled countries."""
    rng = np.random.default_rng(20)
    draws = []
    for _ in range(BOOTSTRAPS):
        chosen = rng.integers(0, len(ranking), len(ranking))
        draws.append(float(spearmanr(ranking[chosen], surveyed[chosen]).statistic))
    low, high = np.nanquantile(draws, [0.025, 0.975])
    return RankCorrelation(float(spearmanr(ranking, surveyed).statistic), float(low), float(high))


def left_out(table: pd.DataFrame, surveyed: str, told: Sequence[str]) -> Numbers:
    """Return what a regression on what is told predicts for each country from all the others that were surveyed."""
    x = np.column_stack([np.ones(len(table)), table[list(told)]])
    y = table[surveyed].to_numpy()
    found = []
    for k in range(len(y)):
        others = np.isfinite(y) & (np.arange(len(y)) != k)
        beta, *_ = np.linalg.lstsq(x[others], y[others], rcond=None)
        found.append(float(x[k] @ beta))
    return np.array(found)


class CountryCheck(NamedTuple):
    """The country check; the last three by what was surveyed.

    Attributes
    ----------
    ranks
        Rank correlations, by who ranks the countries and what was surveyed.
    countries
        How many were surveyed.
    simulated_spread, surveyed_spread
        Standard deviation over countries, as a share of the scale.
    """

    ranks: dict[str, dict[str, RankCorrelation]]
    countries: dict[str, int]
    simulated_spread: dict[str, float]
    surveyed_spread: dict[str, float]


def country_check(scenario: Scenario, seeds: list[int]) -> CountryCheck:
    """Return how the model, a regression and cruder rankings agree with surveyed trust and attitudes.

    Nobody is told the attitudes. Trust is told in rows that say so: they repeat it, and only predict attitudes.

    Parameters
    ----------
    scenario
        Whose rules, context and regime are used where a country's are not known.
    seeds
        Runs of each country; their mean counts.
    """
    table = countries()
    model, trusting = (
        pd.concat(simulated(scenario, table, seed, base_trust) for seed in seeds).groupby(level=0, sort=False).mean()
        for base_trust in (False, True)
    )
    ranks: dict[str, dict[str, RankCorrelation]] = {}
    for what in SURVEYED:
        rankings = {
            "model": model[what],
            "regression on the same, left out": left_out(table, what, TOLD),
            "MIPEX itself": table["mipex"],
            "share born abroad itself": table["share"],
            "unemployment itself": table["unemployment"],
            "model told trust too": trusting[what],
            "regression told trust too, left out": left_out(table, what, [*TOLD, "trust"]),
            "trust itself": table["trust"],
        }
        known = table[what].notna().to_numpy()
        for who, ranking in rankings.items():
            agreed = rank_correlation(np.asarray(ranking)[known], table[what].to_numpy()[known])
            ranks.setdefault(who, {})[what] = agreed
    return CountryCheck(
        ranks,
        {what: int(table[what].count()) for what in SURVEYED},
        {what: float(model[what].std(ddof=0)) for what in SURVEYED},
        {what: float(table[what].std(ddof=0)) / top for what, top in SURVEYED.items()},
    )
