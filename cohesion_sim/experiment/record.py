"""A record is what one run of an experiment leaves: what was run, how it ended, and its course month by month.

Content and circumstances are apart: the same run has the same content on any machine; when and how long it ran is told
in its timing.
"""

from __future__ import annotations

import base64
import json
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
    """Return a record as the bytes of an Arrow file."""
    course = record.course
    columns = course.columns if course else ()
    arrays = [pa.array(np.ascontiguousarray(course.series[:, n])) for n in range(len(columns))] if course else []
    head = {
        "run_id": record.run_id,
        "status": record.status,
        "error": record.error,
        "timing": record.timing._asdict(),
        "ends": "\n".join("\t".join(key) for key in course.ends) if course else "",
        "values": base64.b64encode(np.array(list(course.ends.values()), "<f8").tobytes()).decode() if course else "",
    }
    schema = pa.schema(
        [pa.field(name, pa.float64()) for name in columns], metadata={"record": json.dumps(head, allow_nan=False)}
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema) as file:
        if course:
            file.write_batch(pa.record_batch(arrays, schema=schema))
    content: bytes = sink.getvalue().to_pybytes()
    return content


def unpacked(content: bytes) -> Record:
    """Return the record that :func:`packed` made the bytes of."""
    table = pa.ipc.open_file(pa.BufferReader(content)).read_all()
    head: dict[str, Any] = json.loads(table.schema.metadata[b"record"])
    course = None
    if head["status"] == DONE:
        series = np.stack([column.to_numpy() for column in table.columns], axis=1)
        values = np.frombuffer(base64.b64decode(head["values"]), "<f8").tolist()
        ends: Ends = dict(zip(map(_key, head["ends"].split("\n")), values, strict=True))
        course = Course(tuple(table.column_names), series, ends)
    return Record(head["run_id"], head["status"], head["error"], course, Timing(**head["timing"]))


def _key(line: str) -> tuple[str, str]:
    outcome, _, subgroup = line.partition("\t")
    return outcome, subgroup
