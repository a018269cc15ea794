"""What the command for full counts asks of a store, in small."""

from __future__ import annotations

import pytest

from experiments.reliability.sweep import bad_runs, bits, dask, executors, full_disk, kills, stops, two_starts


def test_a_killed_experiment_loses_and_doubles_nothing() -> None:
    assert "0 lost, 0 twice, 0 left behind" in kills(2, 40)


def test_a_stopped_one_ends_soon_and_goes_on_later() -> None:
    assert "nothing left behind" in stops(1, 40)


def test_bad_runs_take_no_other_with_them() -> None:
    assert "4 bad ones recorded once each" in bad_runs(192)


def test_flipped_bits_are_noticed() -> None:
    assert "0 unnoticed" in bits(40, 12)


def test_of_two_starts_one_works_and_the_other_says_so() -> None:
    assert "content equal" in two_starts(40)


def test_lost_workers_and_a_lost_scheduler_cost_no_run() -> None:
    assert "1 workers killed in turn" in dask(1, 40)


def test_a_full_disk_is_told_and_with_room_it_goes_on() -> None:
    said = full_disk(40)
    if said.startswith("left out"):
        pytest.skip(f"{said}; tests/test_store.py asks the same of files that may not grow")
    assert "No space left" in said


def test_dask_gives_the_same_tables() -> None:
    assert "content equal" in executors(12)
