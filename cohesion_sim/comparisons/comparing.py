"""A comparison runs every scenario with the same seeds, so that all meet the same luck and differ by policy alone."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from cohesion_sim.chance import MASK
from cohesion_sim.comparisons.comparison import Comparison
from cohesion_sim.comparisons.individuals import pairs_kept
from cohesion_sim.comparisons.pool import Report, Staff, collected, usual_processes
from cohesion_sim.comparisons.priors import compared, with_draw
from cohesion_sim.comparisons.replication import Job
from cohesion_sim.comparisons.worlds import in_turn
from cohesion_sim.errors import UserError, out_of_range, unknown
from cohesion_sim.experiment.warming import warm
from cohesion_sim.runs import provenance
from cohesion_sim.runs.run import checked_seed
from cohesion_sim.scenario import Scenario

MOST = 1_000_000


def compare(
    scenarios: Mapping[str, Scenario] | Sequence[Scenario],
    replicates: int = 20,
    seed: int = 1,
    priors: int = 0,
    processes: int | None = None,
    baseline: str | None = None,
    progress: Report | None = None,
    worlds: Sequence[str] | None = None,
    why: bool = False,
    staff: Staff | None = None,
) -> Comparison:
    """Compare scenarios over paired replicates.

    Parameters
    ----------
    scenarios
        At least two, by name, or each with a name of its own.
    replicates
        Pairs; replicate r has seed ``seed + r`` in every scenario.
    seed
        First seed.
    priors
        Draws of the mechanisms' numbers from their prior ranges (triangular, with the mode at the scenario's value),
        one pair of runs each; 0 for none. The runs of draw d have seed ``seed + d − 1``.
    processes
        Processes that share the runs; by default one a core.
    baseline
        What to compare with; by default what the scenarios name as theirs, or the first.
    progress
        Called with the runs done and the runs in all.
    worlds
        Worlds in which draws from the priors take turns; by default all that are shipped, or only that of the scenarios
        if one of them chose a world.
    why
        Whether the first run of each scenario keeps a ledger of what moved the outcomes.
    staff
        As many processes, hired before (:func:`cohesion_sim.comparisons.pool.hired`).

    Returns
    -------
    Comparison
        Without the runs that failed (see its ``failures``) or were not finished before Ctrl-C.

    Raises
    ------
    UserError
        If there are fewer than two scenarios, two of one name, no such baseline or world, a number is out of range, or
        every run fails.
    """
    began, clock = provenance.now(), time.perf_counter()
    named = by_name(scenarios)
    against = chosen_baseline(named, baseline)
    for where, value, least in (("replicates", replicates, 1), ("priors", priors, 0), ("processes", processes or 1, 1)):
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
            raise out_of_range(where, value, least, MOST)
    if checked_seed(seed) + max(replicates, priors) - 1 > MASK:
        raise UserError(f"seed is {seed}; with {replicates} replicates it must be at most {MASK - replicates + 1}")
    followed = pairs_kept(max(each.context.population for each in named.values()), len(named), replicates)
    jobs = [
        Job(name, scenario, replicate, seed + replicate, 0, persons=replicate < followed, why=why and replicate == 0)
        for replicate in range(replicates)
        for name, scenario in named.items()
    ]
    turns = in_turn(named, worlds) if priors else []
    jobs += prior_jobs(turns, priors, seed)
    wanted = usual_processes(len(jobs)) if processes is None else processes
    if wanted > 1 and staff is None:
        compile_rules(named)
    runs, interrupted = collected(jobs, wanted, progress, staff)
    if runs and all(run.error for run in runs):
        raise UserError(f"every run failed, the first of them with: {runs[0].error}")
    seconds = time.perf_counter() - clock
    told = tuple(dict.fromkeys(scenario.world for turn in turns for scenario in turn.values()))
    return Comparison(named, against, replicates, seed, priors, runs, interrupted, seconds, began, told)


def by_name(scenarios: Mapping[str, Scenario] | Sequence[Scenario]) -> dict[str, Scenario]:
    """Return the scenarios by name, at least two."""
    if isinstance(scenarios, Mapping):
        named = dict(scenarios)
    else:
        named = {scenario.name: scenario for scenario in scenarios}
        if len(named) < len(scenarios):
            raise UserError("two scenarios have the same name; give a mapping from names to scenarios")
    if len(named) < 2:
        raise UserError(f"a comparison needs at least two scenarios, and {len(named)} was given")
    return named


def chosen_baseline(named: Mapping[str, Scenario], baseline: str | None) -> str:
    """Return the name of the scenario to compare with."""
    if baseline is not None:
        if baseline not in named:
            raise unknown("scenario to compare with", baseline, named)
        return baseline
    wished = next((scenario.baseline for scenario in named.values() if scenario.baseline in named), None)
    return next(iter(named)) if wished is None else wished


def prior_jobs(worlds: Sequence[Mapping[str, Scenario]], priors: int, seed: int) -> list[Job]:
    """Return the runs with numbers drawn from the priors, one a draw and scenario; draws take turns in the worlds."""
    fixed = [compared(world) for world in worlds]
    jobs = []
    for draw in range(1, priors + 1):
        turn = (draw - 1) % len(worlds)
        for name, scenario in worlds[turn].items():
            drawn = with_draw(scenario, seed, draw, fixed[turn])
            jobs.append(Job(name, drawn, draw - 1, seed + draw - 1, draw))
    return jobs


def compile_rules(named: Mapping[str, Scenario]) -> None:
    """Run a month of a small version of the fullest scenario, so that every process finds its rules compiled."""
    warm(max(named.values(), key=lambda scenario: len(scenario.mechanisms)))
