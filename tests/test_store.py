"""A store holds each run once and whole, reads in one line, and goes on where it stopped."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

from cohesion_sim.errors import UserError
from cohesion_sim.experiment import batches, digests, pool, spool
from cohesion_sim.experiment.archive import archived
from cohesion_sim.experiment.attempt import Task, attempted
from cohesion_sim.experiment.description import Experiment, read_experiment
from cohesion_sim.experiment.execution import Summary, run_experiment
from cohesion_sim.experiment.lock import locked
from cohesion_sim.experiment.query import queried
from cohesion_sim.experiment.record import Record, Timing, packed, unpacked
from cohesion_sim.experiment.status import status
from cohesion_sim.experiment.store import Store
from cohesion_sim.experiment.verifying import verified
from cohesion_sim.runs.run import simulate

TEXT = """\
scenario: targeted
set: {context.population: 300, context.places: 4, context.migrant_share: 0.3, context.dissimilarity: 0.3, months: 3}
baseline: {regime: laissez_faire}
design: {factorial: {regime: [laissez_faire, targeted]}}
replicates: %d
"""


def experiment(folder: Path, replicates: int = 3) -> Experiment:
    """Return a small experiment."""
    file = folder / "small.yaml"
    file.write_text(TEXT % replicates)
    return read_experiment(file)


def plainly(tasks: Iterable[Task], work: Callable[[Task], Record]) -> Iterator[tuple[Task, Any]]:
    """Do tasks one after the other, here."""
    for task in tasks:
        yield task, work(task)


def stopping_after(count: int) -> Callable[..., Iterator[tuple[Task, Any]]]:
    """Return an executor that is stopped after some tasks."""

    def some(tasks: Iterable[Task], work: Callable[[Task], Record]) -> Iterator[tuple[Task, Any]]:
        for number, (task, result) in enumerate(plainly(tasks, work)):
            if number == count:
                raise KeyboardInterrupt
            yield task, result

    return some


def failing_targeted(task: Task) -> Record:
    """Do a run; those under one regime fail."""
    if task.scenario.regime.name == "targeted":
        raise RuntimeError("on purpose")
    return attempted(task)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    run_experiment(experiment(folder), folder / "store", plainly)
    return folder / "store"


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "store")
    return tmp_path / "store"


def again(folder: Path, replicates: int = 3, executor: Any = plainly, retry: bool = False) -> Summary:
    """Start the experiment of a store again."""
    return run_experiment(experiment(folder.parent, replicates), folder, executor, retry=retry)


def test_a_record_comes_back_as_it_was() -> None:
    timing = Timing("now", 1.0, 1.0, 1.0, "here", 1)
    failed = Record("abc", "failed", "because", None, timing)
    assert unpacked(packed(failed)) == failed


def test_what_is_stored_is_what_a_run_gives(whole: Path, tmp_path: Path) -> None:
    store = Store.open(whole)
    run = store.runs().iloc[3]
    values = {"regime": run["regime"]}
    result = simulate(experiment(tmp_path).compositions.scenario(values), int(run["seed"]), subgroups=[])
    kept = store.series(["trust", "spent"])
    kept = kept[kept["run_id"] == run["run_id"]].reset_index(drop=True)
    assert kept["trust"].tolist() == result.monthly["trust"].tolist()
    assert kept["month"].tolist() == [0, 1, 2, 3]
    assert run["trust"] == pytest.approx(result.monthly["trust"].iloc[1:].mean())
    assert run["run_id"] == result.run_id


def test_tables_open_in_one_line(whole: Path) -> None:
    store = Store.open(whole)
    assert pd.read_parquet(whole / "runs").equals(store.runs())
    assert pl.read_parquet(whole / "series" / "*.parquet").height == len(store.series())
    assert len(duckdb.sql(f"SELECT * FROM '{whole}/ends/*.parquet'").df()) == len(store.ends())


def test_ends_tell_sides_and_subgroups(whole: Path) -> None:
    store = Store.open(whole)
    ends = store.ends()
    trust = ends[(ends["outcome"] == "trust") & (ends["subgroup"] == "everybody")]
    assert trust["value"].tolist() == store.runs()["trust"].tolist()
    assert {"hosts", "migrants", "fixed cohort", "women"} <= set(ends["subgroup"])


def test_a_store_says_what_was_asked(whole: Path) -> None:
    store = Store.open(whole)
    assert store.about["baseline"] == {"regime": "laissez_faire"}
    assert store.factors == [{"column": "regime", "part": "factorial", "values": ["laissez_faire", "targeted"]}]
    assert store.configuration(1)["regime"]["name"] == "targeted"
    assert store.columns == ["regime"]


def test_a_sample_can_be_read_back_for_analysis(tmp_path: Path) -> None:
    file = tmp_path / "sampled.yaml"
    file.write_text(
        "set: {context.population: 300, context.places: 4, context.dissimilarity: 0.3, months: 1}\n"
        "design: {morris: {trajectories: 1, factors: {regime.rights.labour: {}, regime.rights.family: {}}}}\n"
    )
    run_experiment(read_experiment(file), tmp_path / "store", plainly)
    store = Store.open(tmp_path / "store")
    sample = store.sample()
    assert store.problem["names"] == list(sample)
    assert (100.0 * sample["regime.rights.labour"]).tolist() == pytest.approx(
        store.runs()["regime.rights.labour"].tolist()
    )


def test_it_goes_on_where_it_stopped(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    stopped = again(folder, executor=stopping_after(2))
    assert stopped.interrupted
    assert len(Store.open(folder).runs()) == 2
    resumed = again(folder)
    assert (resumed.before, resumed.done) == (2, 4)
    assert Store.open(folder).digest() == Store.open(whole).digest()


@pytest.mark.parametrize(("most", "kept"), [(20_000, 0), (105_000, 24)])
def test_where_files_may_not_grow_it_is_told_and_nothing_is_lost(tmp_path: Path, most: int, kept: int) -> None:
    """With no room for any run, and with room for each run but not for their batch."""
    resource = pytest.importorskip("resource", reason="the limit on the size of files is one of POSIX")
    folder, (soft, hard) = tmp_path / "store", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        with pytest.raises(UserError, match="File too large"):
            again(folder, replicates=12)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert len(spool.waiting(folder)) == kept
    assert again(folder, replicates=12).done == 24 - kept
    again(tmp_path / "undisturbed", replicates=12)
    assert verified(folder).sound
    assert Store.open(folder).digest() == Store.open(tmp_path / "undisturbed").digest()


def test_batches_do_not_depend_on_the_order_of_finishing(whole: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(batches, "SIZE", 2)

    def backwards(tasks: Iterable[Task], work: Callable[[Task], Record]) -> Iterator[tuple[Task, Any]]:
        yield from plainly(reversed(list(tasks)), work)

    again(tmp_path / "store", executor=backwards)
    assert len(list((tmp_path / "store" / "runs").iterdir())) == 3
    assert not spool.waiting(tmp_path / "store")
    assert Store.open(tmp_path / "store").digest() == Store.open(whole).digest()


def test_more_replicates_take_over_what_is_there(copy: Path) -> None:
    summary = again(copy, replicates=4)
    assert (summary.taken_over, summary.done) == (6, 2)
    assert summary.set_aside is not None
    assert len(Store.open(summary.set_aside).runs()) == 6
    assert len(Store.open(copy).runs()) == 8


def test_a_failing_run_is_recorded_once_and_can_be_retried(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    summary = again(folder, executor=lambda tasks, work: pool.done(tasks, failing_targeted, 2))
    assert (summary.done, summary.failed) == (3, 3)
    found = status(folder)
    assert found.errors == {"RuntimeError: on purpose": 3}
    assert again(folder).done == 0
    assert again(folder, retry=True).done == 3
    assert Store.open(folder).digest() == Store.open(whole).digest()


@pytest.mark.parametrize("name", ["runs/000000.parquet", "series/000000.parquet", "plan.parquet", "experiment.json"])
def test_an_altered_file_is_found_and_its_runs_are_done_anew(copy: Path, whole: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 4
    (copy / name).write_bytes(bytes(content))
    assert verified(copy).damaged == [name]
    again(copy)
    assert verified(copy).sound
    assert Store.open(copy).digest() == Store.open(whole).digest()


def test_a_ledger_that_lost_lines_is_damaged(copy: Path) -> None:
    lines = (copy / digests.NAME).read_bytes().splitlines(keepends=True)
    (copy / digests.NAME).write_bytes(b"".join(lines[:-3]))
    assert not verified(copy).sound
    again(copy)
    assert verified(copy).sound


def test_a_damaged_run_in_the_spool_is_done_anew(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    again(folder, executor=stopping_after(2))
    victim = next(iter(spool.waiting(folder).values()))
    victim.write_bytes(victim.read_bytes()[:-20])
    assert len(Store.open(folder).runs()) == 1
    assert again(folder).done == 5
    assert Store.open(folder).digest() == Store.open(whole).digest()


def test_a_store_that_is_being_written_is_locked(copy: Path) -> None:
    import subprocess
    import sys

    code = f"from cohesion_sim.experiment.lock import held; from pathlib import Path; print(held(Path({str(copy)!r})))"
    with locked(copy):
        said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.startswith("process ")


def test_a_query_answers_from_complete_and_waiting_runs(tmp_path: Path, whole: Path) -> None:
    sql = "SELECT regime, count(*) AS n FROM runs GROUP BY regime ORDER BY regime"
    assert queried(Store.open(whole), sql)["n"].tolist() == [3, 3]
    again(tmp_path / "store", executor=stopping_after(3))
    assert queried(Store.open(tmp_path / "store"), sql)["n"].tolist() == [2, 1]
    with pytest.raises(UserError, match="cannot be answered"):
        queried(Store.open(whole), "SELEC 1")


def test_a_finished_experiment_becomes_an_archive(copy: Path, tmp_path: Path) -> None:
    import json
    import zipfile

    target = archived(copy, tmp_path / "crate.zip", author="Ada Example")
    with zipfile.ZipFile(target) as crate:
        graph = json.loads(crate.read("ro-crate-metadata.json"))["@graph"]
        assert crate.read("runs/000000.parquet") == (copy / "runs/000000.parquet").read_bytes()
    assert {"#trust", "#ada-example", "#start-0", "runs/000000.parquet"} <= {entry["@id"] for entry in graph}


def test_an_unfinished_one_does_not(tmp_path: Path) -> None:
    again(tmp_path / "store", executor=stopping_after(3))
    with pytest.raises(UserError, match="3 runs are missing"):
        archived(tmp_path / "store", tmp_path / "crate.zip")


def test_a_run_that_never_ends_or_dies_is_told_from_the_others() -> None:
    found = dict(pool.done(["sleep", "die", "work"], odd, 2, pool.Limits(seconds=1.0)))
    assert found["work"] == 4
    assert found["sleep"].reason == "it did not end within 1 seconds"
    assert found["die"].reason == "its process ended (exit code 7)"


def odd(task: str) -> int:
    """Do one of three things."""
    if task == "sleep":
        time.sleep(60)
    if task == "die":
        os._exit(7)
    return len(task)


def test_who_is_hired_prepares_before_there_are_tasks_and_is_let_go(tmp_path: Path) -> None:
    with pool.Staff(prepared, 2, prepare=partial(sign, tmp_path)) as staff:
        staff.hire(5)
        while len(list(tmp_path.iterdir())) < 2:
            time.sleep(0.01)
        assert dict(staff.done([tmp_path])) == {tmp_path: True}
    assert not multiprocessing.active_children()
    with pool.Staff(prepared, 64) as staff:
        staff.hire(1)
        assert len(multiprocessing.active_children()) == 1


def sign(folder: Path) -> None:
    """Leave a file named after the process."""
    (folder / str(os.getpid())).touch()


def prepared(folder: Path) -> bool:
    """Return whether this process has left its file."""
    return (folder / str(os.getpid())).exists()


def test_want_of_memory_is_told() -> None:
    found = dict(pool.done(["x"], greedy, 1, pool.Limits(gigabytes=0.5)))
    assert found["x"].reason == "it needed more than 0.5 gigabytes of memory"


def greedy(task: str) -> float:
    """Take a gigabyte."""
    return float(np.ones(1 << 27).sum())


def test_there_must_be_a_store_to_open(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no experiment here"):
        Store.open(tmp_path)
