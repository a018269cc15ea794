"""A store is read whole or in part while nobody has to wait for it: every table as pandas, Arrow or a file of Parquet.

>>> store = Store.open("outputs/experiment/regimes_portugal")
>>> store.runs().groupby("regime")["belonging"].mean()

Without this package: ``pandas.read_parquet("…/runs")``, ``polars.read_parquet("…/runs/*.parquet")``, or in DuckDB
``SELECT * FROM '…/runs/*.parquet'``; these see the batches that are complete, which is everything once it has ended.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.experiment import batches, digests, spool
from cohesion_sim.experiment.checks import unsealed
from cohesion_sim.experiment.plan import FIRST
from cohesion_sim.experiment.record import Record
from cohesion_sim.experiment.tables import CONTENT, ENDS, RUNS, SERIES, TABLES, TIMINGS, tables

if TYPE_CHECKING:
    import pandas as pd

PLAN, CONFIGURATIONS, ABOUT, SESSIONS, WRITTEN = (
    "plan.parquet", "configurations.parquet", "experiment.json", "sessions.json", "experiment.yaml",
)  # fmt: skip


@dataclass(frozen=True)
class Store:
    """The results of one experiment.

    Parameters
    ----------
    folder
        Where it is.
    about
        What was asked: ``name``, ``title`` and ``question`` by language, ``scenario``, ``baseline`` (factor → value),
        ``factors`` (one mapping each: ``column``, ``part`` of the design, and ``values``, or ``low``, ``high`` and
        ``mode``), ``sampling`` (``method`` and its settings, or None), ``replicates``, ``seed``, ``months``,
        ``series_every``, ``model_version``.
    """

    folder: Path
    about: Mapping[str, Any]

    @classmethod
    def open(cls, folder: str | os.PathLike[str]) -> Store:
        """Return the store in a folder.

        Raises
        ------
        UserError
            If there is none.
        """
        place = Path(folder)
        about = unsealed(place / ABOUT)
        if about is None or not (place / PLAN).is_file():
            raise UserError(f"{place}: there is no experiment here; give the folder that an experiment wrote")
        return cls(place, about)

    def runs(self) -> pd.DataFrame:
        """Return one row a finished run, in the order of the plan.

        Columns: ``run_id``; ``point`` (number of the configuration); ``replicate``; ``sample`` (row of the design's
        sample, −1 without one: configurations of one row differ in the crossed factors alone); ``seed``;
        ``configuration`` (its hash); one column a factor, named by its key; ``status`` (``"done"`` or ``"failed"``);
        ``error``; and each outcome's mean over the last 12 months, in columns as in ``Result.monthly`` (NaN if it
        failed).
        """
        return self._frame(RUNS)

    def ends(self) -> pd.DataFrame:
        """Return outcomes at the end: ``run_id``, ``point``, ``replicate``, ``outcome``, ``subgroup``, ``value``.

        Subgroups are ``everybody``, ``hosts`` and ``migrants`` as the outcome is measured, groups of origin,
        generations, men and women, and ``fixed cohort``: the adults who were here at the start, with the last values of
        those who left. Values that rest on fewer than 30 persons are NaN.
        """
        return self._frame(ENDS)

    def series(self, columns: Sequence[str] = ()) -> pd.DataFrame:
        """Return outcomes by month: ``run_id``, ``point``, ``replicate``, ``month`` and a column an outcome.

        Parameters
        ----------
        columns
            Outcomes that are wanted; by default all, which is 100 kB a run.
        """
        return self._frame(SERIES, columns)

    def timings(self) -> pd.DataFrame:
        """Return when, where and how long the runs ran; the only table that differs from one execution to another."""
        return self._frame(TIMINGS)

    def plan(self) -> pd.DataFrame:
        """Return one row a planned run, finished or not: as ``runs`` up to the factors, with ``run`` its number."""
        frame: pd.DataFrame = self.planned.to_pandas()
        return frame

    def sample(self) -> pd.DataFrame:
        """Return the sample in the unit cube, one row each in the order of ``sample``, a column a sampled factor.

        This is what SALib's analyses take, with :attr:`problem`; empty if the design has no sample.
        """
        import pandas as pd

        from cohesion_sim.experiment.sampling import Sampling

        told, names = self.about["sampling"], self.problem["names"]
        if told is None:
            return pd.DataFrame()
        return pd.DataFrame(Sampling(told["method"], told["settings"]).drawn(names), columns=names)

    @property
    def problem(self) -> dict[str, Any]:
        """The sampled factors as SALib wants them, each from 0 to 1: ``num_vars``, ``names``, ``bounds``."""
        names = [factor["column"] for factor in self.factors if factor["part"] not in ("factorial", "list")]
        return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}

    @property
    def factors(self) -> list[dict[str, Any]]:
        """What is varied: ``column``, ``part``, and ``values``, or ``low``, ``high`` and ``mode``."""
        return list(self.about["factors"])

    @property
    def columns(self) -> list[str]:
        """Columns of the factors."""
        return [name for name in self.planned.column_names if name not in FIRST]

    def configuration(self, point: int) -> dict[str, Any]:
        """Return everything that decided the runs of a configuration but their seeds."""
        found = pq.read_table(self.folder / CONFIGURATIONS, page_checksum_verification=True)
        if not 0 <= point < len(found):
            raise UserError(f"point is {point}; there are configurations from 0 to {len(found) - 1}")
        configuration: dict[str, Any] = json.loads(found["json"][point].as_py())
        return configuration

    @cached_property
    def planned(self) -> pa.Table:
        """The plan as an Arrow table."""
        return pq.read_table(self.folder / PLAN, page_checksum_verification=True)

    def table(self, name: str, columns: Sequence[str] = ()) -> pa.Table:
        """Return ``runs``, ``ends``, ``series`` or ``timings`` as an Arrow table, one row a finished run, or more.

        Raises
        ------
        UserError
            For another name or an unknown column.
        """
        waiting, files = self.parts(name)
        known = pq.read_schema(files[0]).names if files else waiting.column_names
        wanted = self._chosen(known, name, columns)
        read = [pq.read_table(file, columns=wanted, page_checksum_verification=True) for file in files]
        if len(waiting) or not read:
            read.append(waiting.select(wanted or waiting.column_names))
        return pa.concat_tables(read, promote_options="default")

    def parts(self, name: str) -> tuple[pa.Table, list[Path]]:
        """Return what of a table waits in the spool, and the files of complete batches, in the order of the plan."""
        if name not in TABLES:
            raise unknown("table", name, TABLES)
        records = self._waiting()  # read before the ledger: a batch that is laid down meanwhile is found there
        lines = digests.read(self.folder)
        number = range(batches.count(len(self.planned)))
        whole = {batch for batch in number if batches.complete(lines, batch)}
        rows = self._rows([batch for batch in number if batch not in whole], records)
        return tables(rows, records)[name], [self.folder / batches.file(name, batch) for batch in sorted(whole)]

    def digest(self) -> str:
        """Return a hash of what was found: the same wherever and however often interrupted the runs were made."""
        found = hashlib.sha256()
        for name in CONTENT:
            sink = pa.BufferOutputStream()
            table = self.table(name).combine_chunks()
            with pa.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table)
            found.update(sink.getvalue())
        return found.hexdigest()

    def _waiting(self) -> dict[str, Record]:
        """Return the records in the spool by run id."""
        files = spool.waiting(self.folder)
        return {run_id: record for run_id, path in files.items() if (record := spool.taken(path)) is not None}

    def _rows(self, open_batches: list[int], records: Mapping[str, Record]) -> pa.Table:
        """Return the rows of the plan in batches that are not complete, of those runs that there are records of."""
        slices = [self.planned.slice(batch * batches.SIZE, batches.SIZE) for batch in open_batches]
        rows = pa.concat_tables([self.planned.slice(0, 0), *slices])
        return rows.filter(pa.array([run_id in records for run_id in rows["run_id"].to_pylist()], pa.bool_()))

    @staticmethod
    def _chosen(known: Sequence[str], name: str, columns: Sequence[str]) -> list[str] | None:
        for column in columns:
            if column not in known:
                raise unknown(f"column of {name}", column, known)
        first = [column for column in ("run_id", "point", "replicate", "month") if column in known]
        return list(dict.fromkeys([*first, *columns])) if columns else None

    def _frame(self, name: str, columns: Sequence[str] = ()) -> pd.DataFrame:
        frame: pd.DataFrame = self.table(name, columns).to_pandas()
        return frame
