"""One scenario and one seed in, one result out: the same bits on any number of threads."""

from __future__ import annotations

import time
from collections.abc import Iterable

from cohesion_sim.chance import MASK
from cohesion_sim.compiled import Workers
from cohesion_sim.errors import UserError
from cohesion_sim.measures.recorder import Recorder, usual_keys
from cohesion_sim.runs import provenance
from cohesion_sim.runs.result import Result, recorded
from cohesion_sim.runs.running import Progress, run_through, usual_threads
from cohesion_sim.scenario import Scenario


def simulate(
    scenario: Scenario,
    seed: int | None = None,
    *,
    threads: int | None = None,
    ledger: bool = False,
    subgroups: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Run a scenario to its end.

    Parameters
    ----------
    scenario
        What to run.
    seed
        Whole number from 0 to 2³² − 1; the scenario's own if not given.
    threads
        Threads that share the work; they change no result. By default one, and all cores from 50,000 persons.
    ledger
        Whether to keep the attribution ledger; without it, ``result.ledger`` runs the scenario again.
    subgroups
        Keys by which outcomes are measured too (``result.by``). By default all of them, but none above 200,000 persons
        and not by place above 500 places.
    progress
        Called after each month with the months done and the months in all.

    Returns
    -------
    Result

    Raises
    ------
    UserError
        For a seed out of range, or a key of subgroups that does not exist.
    """
    began, clock = provenance.now(), time.perf_counter()
    chosen = checked_seed(scenario.seed if seed is None else seed)
    context = scenario.context
    keys = usual_keys(context.population, context.places) if subgroups is None else tuple(subgroups)
    recorder = Recorder(scenario.measures, scenario.months, keys)
    wanted = usual_threads(context.population) if threads is None else threads
    table = None
    if ledger:
        simulation, table = recorded(scenario, chosen, threads=wanted, progress=progress, recorder=recorder)
    else:
        simulation = run_through(
            scenario, chosen, lambda now: recorder.record(now.world, now.accounts), threads=wanted, progress=progress
        )
    simulation.world.workers = Workers()
    seconds = time.perf_counter() - clock
    return Result(
        scenario, chosen, recorder.monthly(), recorder, simulation.world, began, seconds, wanted, table
    )  # fmt: skip


def checked_seed(seed: int) -> int:
    """Return a seed, or raise a :class:`UserError` that says what would be right."""
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= MASK:
        raise UserError(f"seed is {seed!r}; it must be a whole number from 0 to {MASK}")
    return seed
