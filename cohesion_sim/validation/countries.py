"""The country check: told a country's policy and its migrants, the model ranks countries' trust, well or not.

The same question is put to a regression on the same inputs that knows nothing of people; both are scored on countries
that they have not seen. A model that is told the base trust of a country repeats it: that is shown, and proves nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import spearmanr

from cohesion_sim.policy.regime import Rights
from cohesion_sim.runs.running import run_through
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.people import ADULT
from cohesion_sim.validation.variants import with_rights

Numbers = NDArray[np.float64]
POPULATION, PLACES, MONTHS = 2000, 8, 120
STRANDS = tuple(Rights.__dataclass_fields__)
BOOTSTRAPS = 2000


class RankCorrelation(NamedTuple):
    """Spearman's correlation over countries and its interval (bootstrap over countries)."""

    value: float
    low: float
    high: float


@cache
def countries() -> pd.DataFrame:
    """Return the countries: index name, columns ``trust``, ``mipex``, ``share`` (NaN if unknown), one a strand."""
    import yaml

    text = files(__package__).joinpath("countries.yaml").read_text(encoding="utf-8")
    rows = {}
    for name, entry in yaml.safe_load(text).items():
        rights = entry.get("rights", dict.fromkeys(STRANDS, entry["mipex"]))
        rows[name] = {"trust": entry["trust"], "mipex": entry["mipex"], "share": entry.get("share", np.nan), **rights}
    return pd.DataFrame.from_dict(rows, orient="index", dtype=float)


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


def country_check(scenario: Scenario, seeds: list[int]) -> dict[str, RankCorrelation]:
    """Return the rank correlations with surveyed trust of the model, of the regression, and of the model told trust.

    Parameters
    ----------
    scenario
        Whose rules, context and regime are used where a country's are not known.
    seeds
        Runs of each country; their mean counts.
    """
    table = countries()
    surveyed = table["trust"].to_numpy()
    blind, told = (
        np.mean([simulated_trust(scenario, table, seed, base) for seed in seeds], axis=0) for base in (False, True)
    )
    return {
        "model": rank_correlation(blind, surveyed),
        "regression": rank_correlation(left_out(table), surveyed),
        "model told base trust": rank_correlation(told, surveyed),
    }
