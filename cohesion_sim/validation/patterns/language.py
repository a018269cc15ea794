"""Language comes fast in the first years and slowly after; most settled migrants speak well."""

from __future__ import annotations

import pandas as pd

from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import pattern
from cohesion_sim.validation.statistics import share

NO_USE = {"language": {"use": 0.0}}
GOOD, FAIR = 4.0, 3.0
MONTHS = (72, 84, 96, 108, 120)


def refugees(bench: Bench, first: float, last: float) -> pd.Series[float]:
    """Return the language of refugees with so many years of stay, over several waves."""
    answers = bench.answers("migrants", "refugees", MONTHS)
    chosen = (answers["refugee"] == 1) & answers["tenure_years"].between(first, last)
    return answers.loc[chosen, "language"]


@pattern("language_early", NO_USE)
def language_early(bench: Bench) -> float:
    """Return the share of refugees who speak well after one to two years."""
    return share(refugees(bench, 1.0, 2.0), GOOD)


@pattern("language_late", NO_USE)
def language_late(bench: Bench) -> float:
    """Return the same after five to six years."""
    return share(refugees(bench, 5.0, 6.0), GOOD)


@pattern("language_slows", NO_USE)
def language_slows(bench: Bench) -> float:
    """Return how much faster the share who speak poorly falls in the first year than in a year of the next two."""
    start, one, three = (1.0 - share(refugees(bench, years, years + 0.5), FAIR) for years in (0.25, 1.25, 3.25))
    return (start - one) - (one - three) / 2.0


@pattern("speak_well", NO_USE)
def speak_well(bench: Bench) -> float:
    """Return the share of those born abroad who speak well or very well."""
    return share(_abroad(bench), GOOD)


@pattern("speak_little", NO_USE)
def speak_little(bench: Bench) -> float:
    """Return the share of those born abroad who speak poorly or not at all."""
    return 1.0 - share(_abroad(bench), FAIR)


def _abroad(bench: Bench) -> pd.Series[float]:
    answers = bench.migrants()
    return answers.loc[answers["generation"] == "first", "language"]
