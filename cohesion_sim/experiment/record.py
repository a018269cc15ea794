"""A record is what one run of an experiment leaves: what was run, how it ended, and its course month by month.

Content and circumstances are apart: the same run has the same content on any machine; when and how long it ran is told
in its timing.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from cohesion_sim.runs.ends import Course, Ends

DONE, FAILED = "done", "failed"


class Timing(NamedTuple):
    """When, where and how long a run ran.

    Attributes
    ----------
    began
        Time in UTC, ISO 8601.
    seconds, cpu
        Wall clock and processor time.
    megabytes
        Most memory that the process has held so far.
    machine, process
        Where it ran.
    """

    began: str
    seconds: float
    cpu: float
    megabytes: float
    machine: str
    process: int


class Record(NamedTuple):
    """One run, done or failed.

    Attributes
    ----------
    run_id
        Hash of configuration, seed and model version.
    status
        ``"done"`` or ``"failed"``.
    error
        Why it failed, in one sentence; empty if it is done.
    course
        None if it failed.
    """

    run_id: str
    status: str
    error: str
    course: Course | None
    timing: Timing


def packed(record: Record) -> bytes:
    """Return a record as the bytes of an Arrow file: its numbers are one column, what they are stands beside it."""
    course = record.course
    head = {
        "run_id": record.run_id,
        "status": record.status,
        "error": record.error,
        "timing": record.timing._asdict(),
        "columns": list(course.columns) if course else [],
        "ends": "\n".join(map("\t".join, course.ends)) if course else "",
    }
    numbers = np.concatenate([course.series.ravel(), list(course.ends.values())]) if course else np.zeros(0)
    schema = pa.schema([("number", pa.float64())], metadata={"record": json.dumps(head, allow_nan=False)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema) as file:
        file.write_batch(pa.record_batch([pa.array(numbers)], schema=schema))
    content: bytes = sink.getvalue().to_pybytes()
    return content


def unpacked(content: bytes) -> Record:
    """Return the record that :func:`packed` made the bytes of."""
    table = pa.ipc.open_file(pa.BufferReader(content)).read_all()
    head: dict[str, Any] = json.loads(table.schema.metadata[b"record"])
    course = None
    if head["status"] == DONE:
        numbers, columns = table["number"].to_numpy(), tuple(head["columns"])
        keys = _keys(head["ends"])
        series, values = np.split(numbers, [len(numbers) - len(keys)])
        ends: Ends = dict(zip(keys, values.tolist(), strict=True))
        course = Course(columns, series.reshape(-1, len(columns)), ends)
    return Record(head["run_id"], head["status"], head["error"], course, Timing(**head["timing"]))


@lru_cache(8)
def _keys(lines: str) -> tuple[tuple[str, str], ...]:
    """Return (outcome, subgroup) of each line; the runs of an experiment have these in common."""
    parts = (line.partition("\t") for line in lines.split("\n"))
    return tuple((outcome, subgroup) for outcome, _, subgroup in parts)
