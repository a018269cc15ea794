"""What the command for full counts asks of a store, in small."""

from __future__ import annotations

from experiments.reliability.sweep import bad_runs, bits, executors, kills, stops


def test_a_killed_experiment_loses_and_doubles_nothing() -> None:
    assert "0 lost, 0 twice, 0 left behind" in kills(2, 40)


def test_a_stopped_one_ends_soon_and_goes_on_later() -> None:
    assert "nothing left behind" in stops(1, 60)


def test_bad_runs_take_no_other_with_them() -> None:
    assert "4 bad ones recorded once each" in bad_runs(192)


def test_flipped_bits_are_noticed() -> None:
    assert "0 unnoticed" in bits(40, 12)


def test_dask_gives_the_same_tables() -> None:
    assert "content equal" in executors(12)
