"""An experiment goes on where it stopped: what the plan lists and the store lacks is run, and nothing else.

If the design or the model has changed, the store is set aside under another name, and the runs that the new plan has in
common with it are taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from cohesion_sim.experiment import batches, checks, digests, spool
from cohesion_sim.experiment.about import about
from cohesion_sim.experiment.attempt import Task, attempted, lost
from cohesion_sim.experiment.description import Experiment
from cohesion_sim.experiment.keeping import Keeper
from cohesion_sim.experiment.lock import locked
from cohesion_sim.experiment.plan import Plan, planned
from cohesion_sim.experiment.pool import Failure
from cohesion_sim.experiment.record import FAILED, Record
from cohesion_sim.experiment.store import ABOUT, CONFIGURATIONS, PLAN, SESSIONS, WRITTEN
from cohesion_sim.experiment.verifying import misplaced
from cohesion_sim.runs import provenance, stored
from cohesion_sim.scenario import Scenario

MOST_SCENARIOS = 1_000
"""Scenarios that are kept for their next replicate."""

Report = Callable[[int, int], None]
"""Called with the runs done and the runs in all."""


class Executor(Protocol):
    """Yields tasks with what came of them as they finish."""

    def __call__(self, tasks: Iterable[Task], work: Callable[[Task], Record]) -> Iterator[tuple[Task, Any]]:
        """Do the tasks."""


@dataclass
class Summary:
    """What one start of an experiment did.

    Attributes
    ----------
    planned, before, done, failed
        Runs in the plan; finished before, done and failed now.
    damaged
        Files that were not as they were written, and whose runs were done anew.
    set_aside
        Where the store of an earlier design or model went.
    taken_over
        Runs that were found there.
    interrupted
        Whether it was stopped.
    """

    planned: int = 0
    before: int = 0
    done: int = 0
    failed: int = 0
    taken_over: int = 0
    damaged: list[str] = field(default_factory=list)
    set_aside: Path | None = None
    interrupted: bool = False


def run_experiment(
    experiment: Experiment, folder: Path, executor: Executor, report: Report | None = None, retry: bool = False
) -> Summary:
    """Run what an experiment's store lacks.

    Parameters
    ----------
    folder
        The store, made if need be.
    executor
        Does the runs, here or elsewhere.
    report
        Told how far it is.
    retry
        Whether to run failed ones again.

    Raises
    ------
    UserError
        If the design is wrong, another process writes the store, or there is no room.
    """
    plan = planned(experiment)
    summary = Summary(planned=len(plan.runs))
    stored.folder_for(folder)
    with locked(folder):
        summary.set_aside = set_aside(folder, experiment, plan)
    stored.folder_for(folder)
    with locked(folder):
        keeper, told = opened(folder, experiment, plan)
        summary.damaged = keeper.set_aside_damaged()
        if not told:
            keeper.set_aside(misplaced(folder, keeper.lines))
        summary.taken_over = take_over(folder, keeper, experiment.series_every)
        if retry:
            keeper.drop_failed()
        summary.before = len(plan.runs) - len(keeper.missing())
        session = begun(folder)
        try:
            for record in finished(experiment, keeper, executor):
                summary.failed += record.status == FAILED
                summary.done += record.status != FAILED
                if report is not None:
                    report(summary.before + summary.done + summary.failed, summary.planned)
        except KeyboardInterrupt:
            summary.interrupted = True
        ended(folder, session, summary)
    return summary


def finished(experiment: Experiment, keeper: Keeper, executor: Executor) -> Iterator[Record]:
    """Yield the records of runs that were missing, each once it is stored."""
    points = list(experiment.design.points())
    columns = {name: keeper.runs[name].to_pylist() for name in ("run_id", "point", "seed")}

    @lru_cache(MOST_SCENARIOS)
    def scenario(point: int) -> Scenario:
        return experiment.compositions.scenario(points[point].values)

    def tasks(rows: list[int]) -> Iterator[Task]:
        for row in rows:
            run_id, point, seed = (columns[name][row] for name in ("run_id", "point", "seed"))
            yield Task(run_id, scenario(point), seed, experiment.series_every)

    while rows := keeper.missing():
        stream = executor(tasks(rows), attempted)
        try:
            for task, result in stream:
                record = lost(task, result.reason) if isinstance(result, Failure) else result
                keeper.keep(record)
                yield record
        finally:
            getattr(stream, "close", lambda: None)()


def set_aside(folder: Path, experiment: Experiment, plan: Plan) -> Path | None:
    """Rename the store of another design or model; return where it went, or None if this is the one."""
    there = checks.unsealed(folder / ABOUT)
    if there is None or (there["plan"], there["series_every"]) == (plan.identity, experiment.series_every):
        return None
    other = folder.with_name(f"{folder.name}.{there['plan'][:8]}")
    number = 1
    while other.exists():
        number += 1
        other = folder.with_name(f"{folder.name}.{there['plan'][:8]}-{number}")
    folder.rename(other)
    return other


def opened(folder: Path, experiment: Experiment, plan: Plan) -> tuple[Keeper, bool]:
    """Return who keeps a store, and whether it said of itself what it should; if it did not, it does now."""
    for leftover in folder.rglob(".*.part"):
        leftover.unlink(missing_ok=True)
    stored.folder_for(folder / spool.NAME)
    lines = digests.read(folder)
    whole = all(
        name in lines and checks.as_written(folder / name, lines[name].sha256)
        for name in (PLAN, CONFIGURATIONS, WRITTEN)
    )
    whole = whole and checks.unsealed(folder / ABOUT) is not None
    if not whole:
        stored.text(folder / WRITTEN, experiment.written)
        new = [
            batches.parquet(folder, PLAN, plan.runs),
            batches.parquet(folder, CONFIGURATIONS, plan.configurations),
            digests.Line(WRITTEN, digests.sha256(folder / WRITTEN), 0),
        ]
        digests.write(folder, (lines | {line.file: line for line in new}).values())
        checks.sealed(folder / ABOUT, about(experiment, plan))
    return Keeper(folder, plan), whole


def take_over(folder: Path, keeper: Keeper, series_every: int) -> int:
    """Store runs that stores which were set aside have in common with the plan; return how many."""
    ids = keeper.runs["run_id"].to_pylist()
    wanted = {ids[row] for row in keeper.missing()}
    count = 0
    for other in sorted(folder.parent.glob(f"{folder.name}.*")):
        there = checks.unsealed(other / ABOUT)
        if not wanted or there is None or there["series_every"] != series_every:
            continue
        for record in kept(other):
            if record.run_id in wanted and record.status != FAILED:
                wanted.discard(record.run_id)
                keeper.keep(record)
                count += 1
    return count


def kept(folder: Path) -> Iterator[Record]:
    """Yield the records of a store that nobody writes, all but damaged ones."""
    lines = digests.read(folder)
    damaged = {batches.number(name) for name in checks.damaged_files(folder, lines)}
    for batch in sorted({number for name in lines if (number := batches.number(name)) is not None} - damaged):
        if batches.complete(lines, batch):
            yield from batches.records(folder, batch)
    for path in spool.waiting(folder).values():
        record = spool.taken(path)
        if record is not None:
            yield record


def begun(folder: Path) -> list[dict[str, Any]]:
    """Write down that a session began: when, where, with which command and versions."""
    before = (checks.unsealed(folder / SESSIONS) or {}).get("sessions", [])
    sessions = [*before, {"began": provenance.now(), **provenance.surroundings()}]
    checks.sealed(folder / SESSIONS, {"sessions": sessions})
    return sessions


def ended(folder: Path, sessions: list[dict[str, Any]], summary: Summary) -> None:
    """Write down how a session ended."""
    sessions[-1] |= {
        "ended": provenance.now(),
        "done": summary.done,
        "failed": summary.failed,
        "interrupted": summary.interrupted,
    }
    checks.sealed(folder / SESSIONS, {"sessions": sessions})
