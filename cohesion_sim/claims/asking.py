"""A claim is tested by runs that share the cores; a quick test has fewer levels, persons, months and pairs."""

from __future__ import annotations

import time
from dataclasses import replace

from cohesion_sim.claims.answer import Answer
from cohesion_sim.claims.claim import Claim
from cohesion_sim.claims.design import jobs, pairs
from cohesion_sim.comparisons.comparing import compile_rules
from cohesion_sim.comparisons.pool import Report, collected, usual_processes
from cohesion_sim.errors import UserError

QUICK_PERSONS, QUICK_MONTHS, QUICK_DRAWS = 800, 60, 2


def answered(
    claim: Claim,
    draws: int = 4,
    seed: int = 1,
    *,
    quick: bool = False,
    processes: int | None = None,
    progress: Report | None = None,
) -> Answer:
    """Run a claim's experiment and return the answer.

    Parameters
    ----------
    claim
        What to test.
    draws
        Pairs in each combination of factors, at least 2, each with its own seed and point of the regime's box.
    seed
        Seed of the first pair.
    quick
        Whether to run a small version: the outermost levels of each factor, 800 persons, five years. It shows that
        everything works; its verdict is not to be relied on.
    processes
        Processes that share the runs; by default one a core.
    progress
        Called with the runs done and the runs in all.

    Raises
    ------
    UserError
        If every run fails.
    """
    clock = time.perf_counter()
    asked = small(claim) if quick else claim
    population = QUICK_PERSONS if quick else None
    draws = QUICK_DRAWS if quick else draws
    designed = pairs(asked, draws, seed)
    wanted = jobs(asked, designed, population)
    used = usual_processes(len(wanted)) if processes is None else processes
    if used > 1:
        compile_rules({"first": wanted[0].scenario})
    runs, interrupted = collected(wanted, used, progress)
    if runs and all(run.error for run in runs):
        raise UserError(f"every run failed, the first of them with: {runs[0].error}")
    return Answer(asked, designed, runs, draws, seed, population, interrupted, time.perf_counter() - clock)


def small(claim: Claim) -> Claim:
    """Return a claim with the outermost levels of each factor and at most five years."""
    over = {factor: tuple(dict.fromkeys((levels[0], levels[-1]))) for factor, levels in claim.over.items()}
    months = min(claim.months, QUICK_MONTHS)
    arms = {
        name: arm if arm.until is None else replace(arm, until=min(arm.until, months // 2))
        for name, arm in claim.arms.items()
    }
    return replace(claim, over=over, months=months, arms=arms)
