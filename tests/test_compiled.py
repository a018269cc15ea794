"""Work spread over threads adds up to the same whole numbers, and the cache of compiled code follows its sources."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numba
import numpy as np
import pytest
from numpy.typing import NDArray

from cohesion_sim import compiled, sources
from cohesion_sim.compiled import SCALE, SHARES, Workers, loop
from cohesion_sim.experiment import warming
from cohesion_sim.scenario import Scenario


def count_rows(lo: int, hi: int, out: NDArray[np.int64], amounts: NDArray[np.int64]) -> None:
    """Add the amounts of rows lo … hi."""
    out[0] += amounts[lo:hi].sum()
    out[1] += hi - lo


def double_rows(lo: int, hi: int, amounts: NDArray[np.int64]) -> None:
    """Double the amounts of rows lo … hi."""
    amounts[lo:hi] *= 2


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 1000])
def test_totals_do_not_depend_on_threads(threads: int, count: int) -> None:
    amounts = np.arange(count, dtype=np.int64) ** 2
    total = Workers(threads, grain=1).total(count_rows, count, (2,), amounts)
    assert total.tolist() == [int(amounts.sum()), count]


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_every_row_is_worked_on_once(threads: int) -> None:
    amounts = np.ones(1001, np.int64)
    Workers(threads, grain=1).spread(double_rows, 1001, amounts)
    assert np.all(amounts == 2)


def test_a_small_run_is_one_block() -> None:
    assert Workers(4).bounds(16_384) == [(0, 16_384)]
    assert len(Workers(4).bounds(4 * 16_384)) == 4
    assert len(Workers(4).bounds(400 * 16_384)) == 4 * SHARES


def test_an_error_in_a_thread_is_raised() -> None:
    def fail(lo: int, hi: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Workers(2, grain=1).spread(fail, 10)


def test_sums_of_shares_fit_into_whole_numbers() -> None:
    """Twenty million persons with a share of 1 each stay below the largest 64-bit number."""
    assert 20_000_000 * SCALE < 2**63


def test_loops_are_compiled_for_the_types_they_are_called_with_by_other_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(compiled, "LOOPS", [])
    doubling = loop(double_rows)
    amounts = np.ones(10, np.int64)
    monkeypatch.setattr(warming, "LOOPS", compiled.LOOPS)
    monkeypatch.setattr(warming, "course", lambda scenario, seed: doubling(0, 5, amounts))
    warming.share_compilation(Scenario())
    assert not doubling.signatures
    assert amounts.tolist() == [2] * 5 + [1] * 5
    doubling(5, 10, amounts)
    assert amounts.tolist() == [2] * 10
    assert sum(doubling.stats.cache_hits.values()) == 1
    assert not doubling.stats.cache_misses


def test_an_edited_rule_gets_another_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numba itself would go on using old code when an imported rule is edited."""
    rule = tmp_path / "mechanisms" / "rule.py"
    rule.parent.mkdir()
    monkeypatch.setattr(sources, "FILES", ())
    monkeypatch.setattr(compiled, "model_digest", lambda: sources.model_digest(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    rule.write_text("GAIN = 1")
    before = compiled._cache_folder()
    assert compiled._cache_folder() == before
    rule.write_text("GAIN = 2")
    assert compiled._cache_folder() != before


def test_every_file_with_compiled_code_is_a_source_of_the_model() -> None:
    """Else an edit of it would go on running the old code."""
    compiling = {
        path for path in sources.PACKAGE.rglob("*.py") if re.search(r"^@(rule|loop)\b|njit\(", path.read_text(), re.M)
    }
    published = {path for path in compiling if "replications" in path.parts}  # models of others, each in its own file
    assert compiling - published <= set(sources.model_sources())
