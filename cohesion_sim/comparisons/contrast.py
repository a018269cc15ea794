"""A contrast is one row of a comparison: a scenario against the baseline, in one outcome of one subgroup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, product, repeat
from typing import NamedTuple

import numpy as np

from cohesion_sim.comparisons.paired import Sample, all_left_open, paired_differences
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
    others = [name for name in scenarios if name != baseline]
    return against(measured(runs), others, baseline, central, drawn, range(replicates), range(1, priors + 1))


def measured(runs: Sequence[Finished]) -> list[tuple[str, str]]:
    """Return every (outcome, subgroup) that some run has, in the order of outcomes."""
    found = dict.fromkeys(chain.from_iterable(run.ends for run in runs if run.draw == 0))
    place = {name: number for number, name in enumerate(OUTCOMES)}
    return sorted(found, key=lambda pair: place[pair[0]])


def against(
    pairs: Sequence[tuple[str, str]], names: Sequence[str], baseline: str, central: Ends, drawn: Ends,
    replicates: range, draws: range,
) -> list[Contrast]:  # fmt: skip
    """Return scenarios against the baseline in each (outcome, subgroup), in the order of pairs, then of names."""
    found = paired_differences(*both(central, names, baseline, pairs, replicates))
    directions = np.repeat([OUTCOMES[outcome].direction for outcome, _ in pairs], len(names))
    left = all_left_open(np.subtract(*both(drawn, names, baseline, pairs, draws)), directions).tolist()
    return [
        Contrast(*pair, name, baseline, *d[:-1], low, high, better, d.variance_reduction)
        for (pair, name), d, (low, high, better) in zip(product(pairs, names), found, left, strict=True)
    ]


def both(
    ends: Ends, names: Sequence[str], baseline: str, pairs: Sequence[tuple[str, str]], numbers: range
) -> tuple[Sample, Sample]:
    """Return the values of scenarios and, as often, of the baseline, shape (pairs × names, replicates or draws)."""
    shape = len(pairs) * len(names), len(numbers)
    mine = [samples(ends, name, pairs, numbers) for name in names]
    return np.stack(mine, axis=1).reshape(shape), np.repeat(samples(ends, baseline, pairs, numbers), len(names), axis=0)


def samples(ends: Ends, name: str, pairs: Sequence[tuple[str, str]], numbers: range) -> Sample:
    """Return a scenario's values, shape (pairs, replicates or draws), NaN where a run is missing."""
    found = np.full((len(pairs), len(numbers)), np.nan)
    for column, number in enumerate(numbers):
        if (name, number) in ends:
            found[:, column] = list(map(ends[name, number].get, pairs, repeat(np.nan)))
    return found
