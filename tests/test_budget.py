"""A place's money goes to its instruments, by shares and by what people ask for there, and no cent is lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.policy.budget import each_divided
from tests.money import Cents, lines, moved


def test_lines_by_hand() -> None:
    """Shares of a half and a quarter; one place is asked for twice as much of the first as the country."""
    shares, pressure = np.array([0.5, 0.25]), np.array([[1.0, 1.0], [2.0, 1.0]])
    money = np.array([1_000, 1_000])
    assert lines(money, shares, pressure, 0.0).tolist() == [[500, 250, 250]] * 2
    assert lines(money, shares, pressure, 1.0).tolist() == [[500, 250, 250], [600, 150, 250]]


def test_money_moves_from_where_nobody_asks_to_where_people_wait() -> None:
    """300 are left over, 200 are short: by half 150 move, all of 300 would fill the gap."""
    by_line, wanted = np.array([[500, 300, 200]]), np.array([[200, 400, 300]])
    assert moved(by_line, wanted, 0.0).tolist() == [[500, 300, 200]]
    assert moved(by_line, wanted, 0.5).tolist() == [[350, 375, 275]]
    assert moved(by_line, wanted, 1.0).tolist() == [[300, 400, 300]]


def test_nothing_moves_where_nobody_waits() -> None:
    assert moved(np.array([[500, 300]]), np.array([[100, 300]]), 1.0).tolist() == [[500, 300]]


@st.composite
def tables(draw: Any) -> tuple[Cents, Cents]:
    """Return what places have by line, and what is wanted there."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 18))
    numbers = st.lists(st.integers(0, 10**10), min_size=rows * columns, max_size=rows * columns)
    table, other = (np.array(draw(numbers), np.int64).reshape(rows, columns) for _ in range(2))
    return table, other


@given(tables(), st.floats(0.0, 1.0))
def test_moving_money_loses_no_cent_and_takes_none_that_is_wanted(tables: tuple[Cents, Cents], share: float) -> None:
    by_line, wanted = tables
    after = moved(by_line, wanted, share)
    assert np.array_equal(after.sum(axis=1), by_line.sum(axis=1))
    assert after.min() >= 0
    assert (after >= np.minimum(by_line, wanted)).all()
    assert (after <= np.maximum(by_line, wanted) + 1).all()


@given(tables(), st.floats(0.0, 1.0))
def test_more_freedom_to_move_leaves_less_wanted_money_missing(tables: tuple[Cents, Cents], share: float) -> None:
    by_line, wanted = tables

    def missing(flexibility: float) -> int:
        return int(np.maximum(0, wanted - moved(by_line, wanted, flexibility)).sum())

    assert missing(1.0) <= missing(share) + by_line.size <= missing(0.0) + 2 * by_line.size


@given(tables(), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_place_gives_out_all_it_has(tables: tuple[Cents, Cents], freedom: float, total: float) -> None:
    by_line, asked = tables
    money = by_line.sum(axis=1)
    shares = np.full(by_line.shape[1], total / by_line.shape[1])
    pressure = 0.5 + 1.5 * asked / 10**10
    given_out = lines(money, shares, pressure, freedom)
    assert given_out.shape == (by_line.shape[0], by_line.shape[1] + 1)
    assert np.array_equal(given_out.sum(axis=1), money)
    assert given_out.min() >= 0


@given(tables())
def test_each_place_is_divided_as_if_it_were_alone(tables: tuple[Cents, Cents]) -> None:
    sums, weights = tables[0].sum(axis=1), tables[1].astype(np.float64)
    together = each_divided(sums, weights)
    for row in range(len(sums)):
        assert together[row].tolist() == each_divided(sums[row : row + 1], weights[row : row + 1])[0].tolist()


@pytest.mark.parametrize("freedom", [0.0, 0.5, 1.0])
def test_local_freedom_leaves_to_no_instrument_what_was_left_before(freedom: float) -> None:
    shares, pressure = np.array([0.3, 0.3]), np.array([[2.0, 0.5]])
    assert lines(np.array([10_000]), shares, pressure, freedom)[0, -1] == 4_000
