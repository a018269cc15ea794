"""Finished runs are laid down in batches of neighbours in the plan: the same runs always make the same files.

A batch is written once all its runs are finished: four Parquet files with checksums of their pages, then their lines in
the ledger, and only then its runs leave the spool. Whatever moment the power fails, every run is in one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cohesion_sim.experiment import digests
from cohesion_sim.experiment.record import DONE, Record, Timing
from cohesion_sim.experiment.tables import ENDS, KEPT, RUNS, SERIES, TABLES, TIMINGS, tables
from cohesion_sim.runs import stored
from cohesion_sim.runs.ends import Course

SIZE = 250
"""Runs in a batch."""


def count(runs: int) -> int:
    """Return the number of batches that hold so many runs."""
    return -(-runs // SIZE)


def rows(batch: int) -> slice:
    """Return which rows of the plan a batch holds."""
    return slice(batch * SIZE, (batch + 1) * SIZE)


def file(table: str, batch: int) -> str:
    """Return the path of a table of a batch below its store."""
    return f"{table}/{batch:06d}.parquet"


def written(folder: Path, batch: int, planned: pa.Table, records: Mapping[str, Record]) -> list[digests.Line]:
    """Write a batch and return its lines for the ledger."""
    return [parquet(folder, file(name, batch), table) for name, table in tables(planned, records).items()]


def parquet(folder: Path, name: str, table: pa.Table) -> digests.Line:
    """Write a table below a store and return its line for the ledger."""
    path = stored.folder_for((folder / name).parent) / Path(name).name
    words = [field.name for field in table.schema if pa.types.is_string(field.type)]
    stored.whole(
        path,
        lambda at: pq.write_table(table, at, compression="zstd", use_dictionary=words, write_page_checksum=True),
    )
    return digests.Line(name, digests.sha256(path), len(table))


def number(name: str) -> int | None:
    """Return which batch a file belongs to, or None if it is of no batch."""
    folder, _, stem = name.removesuffix(".parquet").partition("/")
    return int(stem) if folder in TABLES and stem.isdigit() else None


def complete(lines: Mapping[str, digests.Line], batch: int) -> bool:
    """Return whether the ledger names all tables of a batch."""
    return all(file(name, batch) in lines for name in TABLES)


def read(folder: Path, batch: int, table: str) -> pa.Table:
    """Return a table of a batch; a page whose checksum does not fit is refused."""
    return pq.read_table(folder / file(table, batch), page_checksum_verification=True)


def records(folder: Path, batch: int) -> Iterator[Record]:
    """Yield the records that a batch was written from."""
    found = {name: read(folder, batch, name) for name in TABLES}
    of_series, of_ends = (by_run(found[name]) for name in (SERIES, ENDS))
    nothing = found[SERIES].slice(0, 0)
    for run, timing in zip(found[RUNS].to_pylist(), found[TIMINGS].to_pylist(), strict=True):
        where, course = (run["point"], run["replicate"]), None
        if run["status"] == DONE:
            end = of_ends[where].to_pydict()
            ends = dict(zip(zip(end["outcome"], end["subgroup"], strict=True), end["value"], strict=True))
            values = of_series.get(where, nothing).select(KEPT)
            course = Course(
                KEPT, np.stack([column.to_numpy().astype(float) for column in values.columns], axis=1), ends
            )
        told = Timing(**{name: timing[name] for name in Timing._fields})
        yield Record(run["run_id"], run["status"], run["error"], course, told)


def by_run(table: pa.Table) -> dict[tuple[int, int], pa.Table]:
    """Return the rows of each (point, replicate), which stand together."""
    point, replicate = table["point"].to_numpy(), table["replicate"].to_numpy()
    new = (
        np.r_[True, (point[1:] != point[:-1]) | (replicate[1:] != replicate[:-1])] if len(point) else np.zeros(0, bool)
    )
    bounds = [*np.flatnonzero(new).tolist(), len(point)]
    return {(int(point[a]), int(replicate[a])): table.slice(a, b - a) for a, b in pairwise(bounds)}
