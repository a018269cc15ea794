"""A picture is what is known so far: curves with bands for both sides, and each scenario against the baseline.

    band = 2.5 to 97.5 % of the replicates,   difference = paired, with Student's 95 % interval and a verdict

The end of a run is the mean over its last twelve months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.contrast import Contrast, against
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.comparisons.verdict import judged
from cohesion_sim.measures.outcomes import OUTCOMES, SIDES

SHOWN = ("trust", "belonging", "marginalisation", "employment")
"""Outcomes drawn as curves, each for hosts and migrants apart."""
TOLD = (
    "trust", "trust_institutions", "belonging", "solidarity", "warmth", "employment", "language", "wellbeing",
    "marginalisation", "bridging_ties", "threat_economic", "threat_cultural", "discrimination", "full_rights",
)  # fmt: skip
"""Outcomes whose difference from the baseline is told."""
DIGITS = 5
SMALL = 0.005
"""A difference whose whole interval is below half a point of 100 is too small to matter (assumption)."""

Runs = Mapping[str, Sequence[Finished]]
"""Finished runs of each scenario."""


def column(outcome: str, side: str) -> str:
    """Return the column of an outcome on one side."""
    return OUTCOMES[outcome].columns[side]


def curves(runs: Sequence[Finished], outcomes: Sequence[str] = SHOWN) -> dict[str, dict[str, Any]]:
    """Return mean, low and high of each month by ``outcome.side``; empty without runs."""
    if not runs:
        return {}
    found = {}
    for outcome in outcomes:
        for side in SIDES:
            at = runs[0].columns.index(column(outcome, side))
            values = np.stack([run.series[:, at] for run in runs])
            low, high = np.quantile(values, [0.025, 0.975], axis=0)
            found[f"{outcome}.{side}"] = {
                "mean": rounded(values.mean(axis=0)),
                "low": rounded(low),
                "high": rounded(high),
            }
    return found


def rounded(values: NDArray[np.float64]) -> list[float | None]:
    """Return numbers as JSON takes them: short, and nothing where nothing is known."""
    return [round(value, DIGITS) if np.isfinite(value) else None for value in values.tolist()]


def differences(runs: Runs, baseline: str) -> list[dict[str, Any]]:
    """Return every scenario against the baseline, over the replicates that both have finished."""
    wanted = [(outcome, side) for outcome in TOLD for side in SIDES if side in OUTCOMES[outcome].columns]
    return [
        told(*difference(runs, name, baseline, pair))
        for name in runs
        if name != baseline and replicates(runs, name, baseline)
        for pair in wanted
    ]


def difference(runs: Runs, name: str, baseline: str, of: tuple[str, str]) -> tuple[Contrast, int]:
    """Return a scenario against the baseline in one (outcome, side), and the number of pairs."""
    central = {(each, run.replicate): run.ends for each in (name, baseline) for run in runs[each]}
    pairs = replicates(runs, name, baseline)
    return against([of], [name], baseline, central, {}, range(pairs[-1] + 1), range(1, 1))[0], len(pairs)


def replicates(runs: Runs, name: str, baseline: str) -> list[int]:
    """Return the replicates that a scenario and the baseline have both finished."""
    return sorted({run.replicate for run in runs[name]} & {run.replicate for run in runs[baseline]})


def mean_at_end(runs: Sequence[Finished], outcome: str, side: str) -> float | None:
    """Return the mean over runs of an outcome at the end."""
    return finite(float(np.mean([run.ends[outcome, side] for run in runs])))


def told(row: Contrast, pairs: int) -> dict[str, Any]:
    """Return a contrast as JSON takes it, with its verdict."""
    numbers = ("mean", "baseline_mean", "difference", "low", "high", "variance_reduction")
    direction = OUTCOMES[row.outcome].direction
    return {
        "outcome": row.outcome,
        "side": row.subgroup,
        "scenario": row.scenario,
        "pairs": pairs,
        "small": max(abs(row.low), abs(row.high)) < SMALL,
        "verdict": judged(row, direction) if pairs > 1 else "we cannot tell",
        **{name: finite(getattr(row, name)) for name in numbers},
    }


def finite(value: float) -> float | None:
    """Return a number, or nothing where there is none."""
    return round(value, DIGITS + 1) if np.isfinite(value) else None


def picture(runs: Runs, baseline: str) -> dict[str, Any]:
    """Return everything that is known of a comparison so far."""
    return {
        "type": "picture",
        "done": {name: len(those) for name, those in runs.items()},
        "curves": {name: curves(those) for name, those in runs.items()},
        "ends": differences(runs, baseline),
    }
