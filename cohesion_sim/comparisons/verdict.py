"""A verdict is one sentence, and "we cannot tell" is one of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cohesion_sim.comparisons.contrast import Contrast
from cohesion_sim.measures.outcomes import Outcome

SURE = 0.9
"""Share of draws from the priors that must agree before a difference is called better or worse."""

SMALL, SMALL_TIES = 0.005, 0.05
"""A difference that nobody would notice: in shares or scale points from 0 to 1, and in ties a person (assumptions)."""


def judged(row: Contrast, direction: int) -> str:
    """Return ``"better"``, ``"worse"``, ``"higher"``, ``"lower"``, ``"no difference"`` or ``"we cannot tell"``.

    A difference is told if its Monte Carlo interval leaves out 0 and, where priors were drawn, nine in ten draws agree.
    """
    if row.difference == 0.0 and row.low == row.high:
        return "no difference"
    if not (row.low > 0.0 or row.high < 0.0):
        return "we cannot tell"
    up = row.difference > 0.0
    if direction == 0:
        return "higher" if up else "lower"
    better = up == (direction > 0)
    agreeing = row.p_better if better else 1.0 - row.p_better
    if not math.isnan(row.p_better) and agreeing < SURE:
        return "we cannot tell"
    return "better" if better else "worse"


def clause(row: Contrast, direction: int) -> str:
    """Return what is said of one scenario."""
    said = f"{row.scenario} {judged(row, direction)}"
    interval = f"{row.difference:+.3g} [{row.low:.3g}, {row.high:.3g}]"
    priors = "" if math.isnan(row.p_better) else f"; better in {100.0 * row.p_better:.0f} % of draws"
    return f"{said} ({interval}{priors})"


def sentence(outcome: Outcome, rows: Sequence[Contrast], baseline: str) -> str:
    """Return the verdict on one outcome, of all scenarios against the baseline."""
    clauses = ", ".join(clause(row, outcome.direction) for row in rows)
    return f"{outcome.name} of {outcome.covers}, against {baseline}: {clauses or 'nothing was finished'}."
