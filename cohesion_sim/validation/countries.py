"""The country check: told a country's policy and its migrants, the model ranks countries' trust, well or not.

The same question is put to a regression on the same inputs that knows nothing of people; both are scored on countries
that they have not seen. A model that is told the base trust of a country repeats it: that is shown, and proves nothing.
"""

from __future__ import annotations

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
from cohesion_sim.validation.variants import with_rights

Numbers = NDArray[np.float64]
POPULATION, PLACES, MONTHS = 2000, 8, 120
BOOTSTRAPS = 2000


class RankCorrelation(NamedTuple):
    """Spearman's correlation over countries and its interval (bootstrap over countries)."""

    value: float
    low: float
    high: float


def country_scenario(scenario: Scenario, country: pd.Series, base_trust: bool = False) -> Scenario:
    """Return the scenario of a country: its rights, its share of migrants and, if asked, its base trust."""
    known = {} if np.isnan(country["share"]) else {"migrant_share": country["share"] / 100.0}
    if base_trust:
        known["base_trust"] = min(max(country["trust"] / 100.0, 0.05), 0.95)
    context = replace(scenario.context, population=POPULATION, places=PLACES, **known)
    made = replace(scenario, context=context, months=MONTHS)
    for strand in STRANDS:
        made = with_rights(made, float(country[strand]), strand)
    return made


def simulated_trust(scenario: Scenario, table: pd.DataFrame, seed: int, base_trust: bool = False) -> Numbers:
    """Return the mean trust of adults after ten years in each country, all with the same luck."""
    found = []
    for _, country in table.iterrows():
        people = run_through(country_scenario(scenario, country, base_trust), seed, lambda _: None).world.people
        found.append(float(people.trust[people.active & (people.age >= ADULT)].mean()))
    return np.array(found)


def rank_correlation(simulated: Numbers, surveyed: Numbers) -> RankCorrelation:
    """Return how far two rankings agree, with a 95 % interval over resampled countries."""
    rng = np.random.default_rng(20)
    draws = []
    for _ in range(BOOTSTRAPS):
        chosen = rng.integers(0, len(simulated), len(simulated))
        draws.append(float(spearmanr(simulated[chosen], surveyed[chosen]).statistic))
    low, high = np.nanquantile(draws, [0.025, 0.975])
    return RankCorrelation(float(spearmanr(simulated, surveyed).statistic), float(low), float(high))


def left_out(table: pd.DataFrame) -> Numbers:
    """Return the trust that a regression on MIPEX and migrant share predicts for each country from all the others."""
    share = table["share"].fillna(table["share"].mean())
    x = np.column_stack([np.ones(len(table)), table["mipex"], share])
    y = table["trust"].to_numpy()
    found = []
    for k in range(len(y)):
        others = np.arange(len(y)) != k
        beta, *_ = np.linalg.lstsq(x[others], y[others], rcond=None)
        found.append(float(x[k] @ beta))
    return np.array(found)


class CountryCheck(NamedTuple):
    """The country check.

    Attributes
    ----------
    ranks
        Rank correlation with surveyed trust, by who ranks the countries.
    simulated_spread, surveyed_spread
        Standard deviation of trust over countries, as shares.
    """

    ranks: dict[str, RankCorrelation]
    simulated_spread: float
    surveyed_spread: float


def country_check(scenario: Scenario, seeds: list[int]) -> CountryCheck:
    """Return how the model, a regression and cruder rankings agree with surveyed trust.

    The share of migrants is known for fifteen countries, which trust more than the others: that it is known ranks
    countries as well as anything else, so the model is also run on policy alone.

    Parameters
    ----------
    scenario
        Whose rules, context and regime are used where a country's are not known.
    seeds
        Runs of each country; their mean counts.
    """
    table = countries()
    surveyed = table["trust"].to_numpy()
    policy_only = table.assign(share=np.nan)
    told = [(table, False), (policy_only, False), (table, True)]
    full, policy, base = (
        np.mean([simulated_trust(scenario, inputs, seed, with_base) for seed in seeds], axis=0)
        for inputs, with_base in told
    )
    rankings = {
        "model": full,
        "regression on the same inputs, left out": left_out(table),
        "model told policy only": policy,
        "MIPEX itself": table["mipex"].to_numpy(),
        "whether the share of migrants is known": table["share"].notna().to_numpy(np.float64),
        "model told base trust": base,
    }
    ranks = {who: rank_correlation(ranking, surveyed) for who, ranking in rankings.items()}
    return CountryCheck(ranks, float(full.std()), float(surveyed.std()) / 100.0)
