"""Migrants are deprived about twice as often as hosts, and live apart from them less and less."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cohesion_sim.survey.roll import Roll
from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import pattern

LOW_HOUSING = 4.0


@pattern("deprivation_ratio", {"discrimination": None, "employment": {"callback": 0.5}})
def deprivation_ratio(bench: Bench) -> float:
    """Return how many times as often those born abroad as hosts are out of work, under 60, or badly housed."""
    answers = pd.concat([bench.hosts(), bench.migrants()])
    poor = ((answers["employed"] == 0) & (answers["age"] < 60)) | (answers["housing"] <= LOW_HOUSING)
    shares = poor.groupby(answers["generation"]).mean()
    return float(shares["first"] / shares["hosts"])


@pattern("dissimilarity_falls", {"moves": None})
def dissimilarity_falls(bench: Bench) -> float:
    """Return how much residential dissimilarity of adults falls from the second to the tenth year."""
    return _dissimilarity(bench.roll(month=24)) - _dissimilarity(bench.roll())


def _dissimilarity(roll: Roll) -> float:
    count = int(roll["place"].max()) + 1
    sides: list[NDArray[np.int64]] = [
        np.bincount(roll["place"][side], minlength=count) for side in (roll.migrant, ~roll.migrant)
    ]
    return 0.5 * float(np.abs(sides[0] / sides[0].sum() - sides[1] / sides[1].sum()).sum())
