"""A contrast is one row of a comparison: a scenario against the baseline, in one outcome of one subgroup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.paired import left_open, paired_differences
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.measures.outcomes import OUTCOMES


class Contrast(NamedTuple):
    """A scenario against the baseline; the columns are described at :attr:`Comparison.table`."""

    outcome: str
    subgroup: str
    scenario: str
    baseline: str
    mean: float
    baseline_mean: float
    difference: float
    low: float
    high: float
    prior_low: float
    prior_high: float
    p_better: float
    variance_reduction: float


Ends = Mapping[tuple[str, int], Mapping[tuple[str, str], float]]
"""Outcomes at the end of each run, by scenario and number of the replicate or draw."""


def contrasts(
    runs: Sequence[Finished], scenarios: Iterable[str], baseline: str, replicates: int, priors: int
) -> list[Contrast]:
    """Return every scenario against the baseline, in the order of outcomes, subgroups and scenarios."""
    central: Ends = {(run.name, run.replicate): run.ends for run in runs if run.draw == 0}
    drawn: Ends = {(run.name, run.draw): run.ends for run in runs if run.draw > 0}
    pairs = measured(runs)
    found = [
        against(pairs, name, baseline, central, drawn, range(replicates), range(1, priors + 1))
        for name in scenarios
        if name != baseline
    ]
    return [row for of_pair in zip(*found, strict=True) for row in of_pair]


def measured(runs: Sequence[Finished]) -> list[tuple[str, str]]:
    """Return every (outcome, subgroup) that some run has, in the order of outcomes."""
    found = dict.fromkeys(pair for run in runs if run.draw == 0 for pair in run.ends)
    place = {name: number for number, name in enumerate(OUTCOMES)}
    return sorted(found, key=lambda pair: place[pair[0]])


def against(
    pairs: Sequence[tuple[str, str]], name: str, baseline: str, central: Ends, drawn: Ends, replicates: range,
    draws: range,
) -> list[Contrast]:  # fmt: skip
    """Return one scenario against the baseline in each (outcome, subgroup)."""
    found = paired_differences(*(samples(central, each, pairs, replicates) for each in (name, baseline)))
    over_draws = samples(drawn, name, pairs, draws) - samples(drawn, baseline, pairs, draws)
    left = (left_open(apart, OUTCOMES[outcome].direction) for (outcome, _), apart in zip(pairs, over_draws))
    return [
        Contrast(*pair, name, baseline, *d[:-1], *priors, d.variance_reduction)
        for pair, d, priors in zip(pairs, found, left)
    ]


def samples(ends: Ends, name: str, pairs: Sequence[tuple[str, str]], numbers: range) -> NDArray[np.float64]:
    """Return a scenario's values, shape (pairs, replicates or draws), NaN where a run is missing."""
    runs = [ends.get((name, number), {}) for number in numbers]
    return np.array([[run.get(pair, np.nan) for run in runs] for pair in pairs], np.float64)
