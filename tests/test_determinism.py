"""One scenario and one seed make one world: whatever the threads, the process, or what ran before."""

from __future__ import annotations

import pytest

from cohesion_sim.compiled import Workers
from cohesion_sim.context import Context
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from tests.configurations import KINDS, configuration
from tests.digests import digests, first_difference, months_of
from tests.processes import Run
from tests.worlds import running

SOME = range(3 * len(KINDS))


@pytest.mark.parametrize("threads", [2, 4])
def test_threads_change_nothing(threads: int) -> None:
    for number in SOME:
        assert first_difference(months_of(number), months_of(number, threads)) is None, configuration(number).kind


def test_a_fresh_process_finds_the_same() -> None:
    elsewhere = Run(0, len(KINDS), {"PYTHONHASHSEED": "99"}).digests()
    for number, months in elsewhere.items():
        assert first_difference(months, months_of(number)) is None, configuration(number).kind


def test_the_same_seed_twice_is_the_same_world() -> None:
    assert digests(running(months=4)) == digests(running(months=4))


def test_another_seed_is_another_world() -> None:
    """Control that must fail: if seeds did nothing, all of the above would pass."""
    assert digests(running(months=1, seed=1))["people.warmth"] != digests(running(months=1, seed=2))["people.warmth"]


def test_runs_side_by_side_do_not_touch_each_other() -> None:
    alone = running(months=3)
    one, other = running(seed=1), running(seed=2)
    for _ in range(3):
        one.step()
        other.step()
    assert digests(one) == digests(alone)


def test_runs_that_share_a_start_do_not_touch_each_other() -> None:
    """Both copy the world that is kept; nothing of it may be changed by the first."""
    scenario = Scenario(context=Context(population=300))
    first, second = Simulation(scenario, 3), Simulation(scenario, 3)
    before = digests(second)
    for _ in range(3):
        first.step()
    assert digests(second) == digests(Simulation(scenario, 3)) == before != digests(first)


@pytest.mark.parametrize("grain", [1, 7, 10_000])
@pytest.mark.parametrize("count", [0, 1, 5, 43, 100])
def test_blocks_cover_every_row_once_and_in_order(count: int, grain: int) -> None:
    bounds = Workers(4, grain).bounds(count)
    rows = [row for lo, hi in bounds for row in range(lo, hi)]
    assert rows == list(range(count))
