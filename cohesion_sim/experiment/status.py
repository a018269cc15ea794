"""How far an experiment is: runs done, failed and missing, why they failed, and how long the rest will take."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from cohesion_sim.experiment import checks, lock
from cohesion_sim.experiment.record import DONE, FAILED
from cohesion_sim.experiment.store import SESSIONS, Store
from cohesion_sim.experiment.tables import RUNS, TIMINGS


@dataclass(frozen=True)
class Status:
    """How far an experiment is.

    Attributes
    ----------
    planned, done, failed
        Runs.
    errors
        How many runs failed for which reason.
    seconds
        Mean wall-clock time of a run, NaN if none is done.
    writer
        Who is writing the store just now; empty if nobody is.
    megabytes
        Disk in use.
    sessions
        When it was started, and how each start ended.
    """

    planned: int
    done: int
    failed: int
    errors: dict[str, int]
    seconds: float
    writer: str
    megabytes: float
    sessions: list[dict[str, Any]]

    @property
    def missing(self) -> int:
        """Runs that are still to be done."""
        return self.planned - self.done - self.failed


def status(folder: Path) -> Status:
    """Return how far the experiment in a folder is.

    Raises
    ------
    UserError
        If there is none.
    """
    store = Store.open(folder)
    runs = store.table(RUNS, ["status", "error"])
    states = Counter(runs["status"].to_pylist())
    errors = Counter(error for error in runs["error"].to_pylist() if error)
    mean = pc.mean(store.table(TIMINGS, ["seconds"])["seconds"]).as_py()
    return Status(
        planned=len(store.planned),
        done=states[DONE],
        failed=states[FAILED],
        errors=dict(errors.most_common()),
        seconds=float("nan") if mean is None else mean,
        writer=lock.held(folder),
        megabytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6,
        sessions=(checks.unsealed(folder / SESSIONS) or {}).get("sessions", []),
    )


def failures(folder: Path, most: int = 20) -> list[dict[str, Any]]:
    """Return the first runs that failed: run id, factors, seed and error."""
    store = Store.open(folder)
    table = store.table(RUNS)
    failed = table.filter(pc.equal(table["status"], FAILED)).slice(0, most)
    rows: list[dict[str, Any]] = failed.select(["run_id", "point", "seed", *store.columns, "error"]).to_pylist()
    return rows
