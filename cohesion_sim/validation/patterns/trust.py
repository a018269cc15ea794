"""Diversity hardly lowers trust, policy as such does not move it, and newcomers' trust grows with their stay."""

from __future__ import annotations

import pandas as pd

from cohesion_sim.survey.items import EVERYBODY
from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import pattern
from cohesion_sim.validation.statistics import partial_correlation, share


@pattern("diversity_and_trust", {"encounters": None, "threat": None}, small=False)
def diversity_and_trust(bench: Bench) -> float:
    """Return the correlation of trust with the migrant share of 400 places, given education, age, sex and origin."""
    answers = bench.answers(EVERYBODY, "neighbourhoods", (60,))
    answers["migrant"] = answers["generation"] != "hosts"
    return partial_correlation(answers, "place_share", "trust", ["education", "age", "woman", "migrant"])


@pattern("policy_and_trust")
def policy_and_trust(bench: Bench) -> float:
    """Return what rights of 85 instead of 25 do to migrants' trust, in standard deviations."""
    much, little = (bench.migrants(variant)["trust"].dropna() for variant in ("inclusive", "restrictive"))
    return float((much.mean() - little.mean()) / little.std())


@pattern("trust_by_stay", {"trust": None})
def trust_by_stay(bench: Bench) -> float:
    """Return how many more trust (above 5 of 10) after ten years than before, of those born abroad."""
    answers = pd.concat([bench.migrants(month=month) for month in (96, 120)])
    first = answers[answers["generation"] == "first"]
    long = first["tenure_years"] > 10.0
    return share(first.loc[long, "trust"], 6.0) - share(first.loc[~long, "trust"], 6.0)
