"""A keeper writes a store: each run into the spool at once, each batch into its files when it is whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from pathlib import Path

from cohesion_sim.experiment import batches, checks, digests, spool
from cohesion_sim.experiment.plan import Plan
from cohesion_sim.experiment.record import FAILED, Record
from cohesion_sim.experiment.tables import RUNS, TABLES
from cohesion_sim.runs import stored


class Keeper:
    """Whoever holds the lock of a store writes it.

    Parameters
    ----------
    folder
        The store.
    plan
        What is to be in it.

    Attributes
    ----------
    lines
        The ledger: every file that is complete.
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.runs = folder, plan.runs
        self.lines = digests.read(folder)
        self._ids: list[str] = plan.runs["run_id"].to_pylist()
        self._batches: dict[str, list[int]] = defaultdict(list)
        self._missing: dict[int, set[str]] = {}
        for batch in range(batches.count(len(self._ids))):
            for run_id in set(self._of(batch)):
                self._batches[run_id].append(batch)
            if not batches.complete(self.lines, batch):
                self._missing[batch] = set(self._of(batch))
        for run_id, path in spool.waiting(folder).items():
            if self._batches[run_id] and not self._missing.keys() & self._batches[run_id]:
                path.unlink()  # a kill came between the ledger and the spool
            self._arrived(run_id)

    def _of(self, batch: int) -> list[str]:
        return self._ids[batches.rows(batch)]

    def missing(self) -> list[int]:
        """Return the rows of the plan whose runs are not finished, in order, each run once."""
        left = set().union(*self._missing.values())
        found = []
        for number, run_id in enumerate(self._ids):
            if run_id in left:
                found.append(number)
                left.discard(run_id)
        return found

    def keep(self, record: Record) -> None:
        """Store a record; it is safe when this returns."""
        spool.put(self.folder, record)
        self._arrived(record.run_id)

    def _arrived(self, run_id: str) -> None:
        for batch in self._batches.get(run_id, ()):
            if batch in self._missing:
                self._missing[batch].discard(run_id)
                if not self._missing[batch]:
                    self._lay_down(batch)

    def _lay_down(self, batch: int) -> None:
        """Move a batch whose runs are all finished from the spool into its files; one that is damaged is missing."""
        files, ids = spool.waiting(self.folder), self._of(batch)
        records = {run_id: record for run_id in set(ids) if (record := spool.taken(files[run_id])) is not None}
        lost = set(ids) - set(records)
        if lost:
            spool.dropped(files[run_id] for run_id in lost)
            self._missing[batch] = lost
            return
        planned = self.runs.slice(batch * batches.SIZE, batches.SIZE)
        self.record(batches.written(self.folder, batch, planned, records))
        del self._missing[batch]
        elsewhere = {run_id for run_id in records if any(other in self._missing for other in self._batches[run_id])}
        spool.dropped(files[run_id] for run_id in set(ids) - elsewhere)

    def record(self, lines: list[digests.Line]) -> None:
        """Name files in the ledger."""
        self.lines |= {line.file: line for line in lines}
        digests.write(self.folder, self.lines.values())

    def take_up(self, batch: int, without: Container[str] = ()) -> None:
        """Bring a batch back into the spool, all but some of its runs, and forget its files."""
        for record in batches.records(self.folder, batch):
            if record.run_id not in without:
                spool.put(self.folder, record)
        self._forget(batch)

    def _forget(self, batch: int, into: str = "") -> None:
        """Take the files of a batch out of the ledger, then remove them, or move them into a folder of the store."""
        names = [batches.file(table, batch) for table in TABLES]
        self.lines = {name: line for name, line in self.lines.items() if name not in names}
        digests.write(self.folder, self.lines.values())
        for path in [self.folder / name for name in names]:
            if into and path.exists():
                path.replace(stored.folder_for(self.folder / into) / f"{path.parent.name}-{path.name}")
            path.unlink(missing_ok=True)
        if batch < batches.count(len(self._ids)):
            self._missing[batch] = set(self._of(batch)) - set(spool.waiting(self.folder))

    def set_aside(self, some: Iterable[int]) -> None:
        """Move the files of some batches into ``damaged``; their runs are missing then."""
        for batch in sorted(some):
            self._forget(batch, "damaged")

    def set_aside_damaged(self) -> list[str]:
        """Set aside what is not as it was written, and return the files."""
        found = checks.damaged_files(self.folder, self.lines)
        numbers = {batches.number(name) for name in found}
        self.set_aside(number for number in numbers if number is not None)
        for run_id, path in spool.waiting(self.folder).items():
            if spool.taken(path) is None:
                found.append(f"{spool.NAME}/{path.name}")
                path.unlink()
                for batch in self._batches.get(run_id, ()):
                    if batch in self._missing:
                        self._missing[batch].add(run_id)
        return found

    def drop_failed(self) -> int:
        """Forget the runs that failed, so that they are missing; return how many there were."""
        count = 0
        for batch in range(batches.count(len(self._ids))):
            if batch not in self._missing:
                table = batches.read(self.folder, batch, RUNS).select(["run_id", "status"]).to_pylist()
                failed = {row["run_id"] for row in table if row["status"] == FAILED}
                count += len(failed)
                if failed:
                    self.take_up(batch, failed)
        for run_id, path in spool.waiting(self.folder).items():
            record = spool.taken(path)
            if record is not None and record.status == FAILED:
                path.unlink()
                count += 1
                for batch in self._batches.get(run_id, ()):
                    self._missing.setdefault(batch, set()).add(run_id)
        return count
