"""What a point of an outcome costs: how much more a scenario spends than the baseline, over how much better it does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from cohesion_sim.comparisons.contrast import Contrast
from cohesion_sim.measures.outcomes import EVERYBODY, MEASURED, OUTCOMES


class Cost(NamedTuple):
    """``eur`` more spent a migrant and year, ``points`` (0.01) better by, and the price of a point."""

    outcome: str
    subgroup: str
    scenario: str
    eur: float
    points: float
    eur_per_point: float


def costs(contrasts: Sequence[Contrast]) -> list[Cost]:
    """Return the price of a point of outcomes with a direction, in their plain column; NaN unless dearer and better."""
    extra = extra_spending(contrasts)
    found = []
    for row in contrasts:
        outcome = OUTCOMES[row.outcome]
        if row.outcome in MEASURED and outcome.direction and row.subgroup == outcome.covers:
            eur, points = extra[row.scenario], 100.0 * outcome.direction * row.difference
            price = eur / points if eur > 0.0 and points > 0.0 else math.nan
            found.append(Cost(row.outcome, row.subgroup, row.scenario, eur, points, price))
    return found


def extra_spending(contrasts: Sequence[Contrast]) -> dict[str, float]:
    """Return EUR a migrant and year that each scenario spends more than the baseline, in the last twelve months."""
    rows = {(row.outcome, row.scenario): row for row in contrasts if row.subgroup == EVERYBODY}
    extra = {}
    for scenario in {row.scenario for row in contrasts}:
        spent, heads = rows["spent", scenario], rows["migrants", scenario]
        a = spent.mean / heads.mean if heads.mean > 0.0 else 0.0
        b = spent.baseline_mean / heads.baseline_mean if heads.baseline_mean > 0.0 else 0.0
        extra[scenario] = 12.0 * (a - b)
    return extra
