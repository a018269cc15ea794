"""The project's own exponential and logistic are near the exact ones, bounded, monotone; chances follow from rates."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.arithmetic import LARGEST, chance, clipped, decaying, logistic, logit, pushed

GRID = [*np.linspace(0.0, 40.0, 8001).tolist(), 1e-12, 1e-6, LARGEST, 1e3, 1e9]
RATES = st.floats(0.0, 50.0)
SHARES = st.floats(0.0, 1.0)


def test_decaying_is_near_the_exact_exponential() -> None:
    """Nearer than the 1e-6 that is asked for: every term of the series counts."""
    assert max(abs(decaying(y) - math.exp(-y)) for y in GRID) < 1e-8


def test_a_rate_of_nothing_decays_by_exactly_nothing() -> None:
    assert decaying(0.0) == 1.0


def test_logistic_is_near_the_exact_one() -> None:
    for x in [*GRID, *(-y for y in GRID)]:
        exact = 1.0 / (1.0 + math.exp(-x)) if x > -700 else 0.0
        assert abs(logistic(x) - exact) < 1e-6


@given(st.floats(-1e6, 1e6))
def test_logistic_is_a_share_and_symmetric(x: float) -> None:
    assert 0.0 <= logistic(x) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, abs=1e-15)


@given(st.floats(-35.0, 35.0), st.floats(1e-3, 5.0))
def test_logistic_rises(x: float, more: float) -> None:
    assert logistic(x + more) >= logistic(x)


def test_logistic_of_nothing_is_one_half() -> None:
    assert logistic(0.0) == 0.5


@given(RATES)
def test_chance_is_one_minus_the_exponential_never_the_rate(rate: float) -> None:
    assert abs(chance(rate) - (1.0 - math.exp(-rate))) < 1e-6
    assert 0.0 <= chance(rate) <= 1.0


def test_a_rate_of_one_is_a_chance_of_63_percent() -> None:
    assert chance(1.0) == pytest.approx(0.63212056, abs=1e-8)
    assert chance(0.0) == 0.0


@given(RATES, RATES)
def test_two_half_months_are_a_month(a: float, b: float) -> None:
    """Surviving two stretches is the product of surviving each."""
    assert decaying(a) * decaying(b) == pytest.approx(decaying(a + b), abs=1e-7)


@given(st.floats(-10.0, 10.0), SHARES, SHARES)
def test_clipped_stays_within(x: float, a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    assert clipped(x, low, high) == min(high, max(low, x))


@given(SHARES, st.floats(-0.5, 0.5))
def test_pushed_moves_towards_the_end_it_is_driven_to_and_never_past(x: float, drive: float) -> None:
    moved = x + pushed(x, drive)
    assert -1e-12 <= moved <= 1.0 + 1e-12
    assert (moved - x) * drive >= 0.0


def test_pushed_by_hand() -> None:
    assert pushed(0.25, 0.2) == pytest.approx(0.075)
    assert pushed(0.25, -0.2) == pytest.approx(-0.075)
    assert pushed(0.5, 0.2) == pytest.approx(0.1)
    assert pushed(0.25, 0.0) == 0.0


@given(SHARES, st.floats(0.0, 0.5))
def test_opposite_pushes_of_one_strength_cancel_wherever_one_stands(x: float, drive: float) -> None:
    assert pushed(x, drive) == -pushed(x, -drive)
    assert pushed(x, drive) == pytest.approx(pushed(1.0 - x, drive), abs=1e-12)


@given(st.floats(0.001, 0.999))
def test_logit_undoes_logistic(p: float) -> None:
    assert logistic(logit(p)) == pytest.approx(p, abs=1e-9)
