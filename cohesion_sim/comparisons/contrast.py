"""A contrast is one row of a comparison: a scenario against the baseline, in one outcome of one subgroup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.paired import left_open, paired_difference
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


Ends = dict[tuple[str, int], dict[tuple[str, str], float]]
"""Outcomes at the end of each run, by scenario and number of the replicate or draw."""


def contrasts(
    runs: Sequence[Finished], scenarios: Iterable[str], baseline: str, replicates: int, priors: int
) -> list[Contrast]:
    """Return every scenario against the baseline, in the order of outcomes, subgroups and scenarios."""
    central: Ends = {(run.name, run.replicate): run.ends for run in runs if run.draw == 0}
    drawn: Ends = {(run.name, run.draw): run.ends for run in runs if run.draw > 0}
    others = [name for name in scenarios if name != baseline]
    return [
        contrast(pair, name, baseline, central, drawn, range(replicates), range(1, priors + 1))
        for pair in measured(runs)
        for name in others
    ]


def measured(runs: Sequence[Finished]) -> list[tuple[str, str]]:
    """Return every (outcome, subgroup) that some run has, in the order of outcomes."""
    found = dict.fromkeys(pair for run in runs if run.draw == 0 for pair in run.ends)
    place = {name: number for number, name in enumerate(OUTCOMES)}
    return sorted(found, key=lambda pair: place[pair[0]])


def contrast(
    pair: tuple[str, str], name: str, baseline: str, central: Ends, drawn: Ends, replicates: range, draws: range
) -> Contrast:
    """Return one contrast."""
    d = paired_difference(sample(central, name, pair, replicates), sample(central, baseline, pair, replicates))
    over_draws = sample(drawn, name, pair, draws) - sample(drawn, baseline, pair, draws)
    low, high, better = left_open(over_draws, OUTCOMES[pair[0]].direction)
    return Contrast(
        *pair, name, baseline, d.mean, d.baseline_mean, d.difference, d.low, d.high, low, high, better,
        d.variance_reduction,
    )  # fmt: skip


def sample(ends: Ends, name: str, pair: tuple[str, str], numbers: range) -> NDArray[np.float64]:
    """Return the values of a scenario in the order of replicates or draws, NaN where a run is missing."""
    return np.array([ends.get((name, number), {}).get(pair, np.nan) for number in numbers], np.float64)
