"""Local money has four sources, each with its conditions; what cannot be drawn is lost, what is owed is paid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.errors import UserError
from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.revenue import served
from tests.governed import governances
from tests.money import Revenue, revenue

MIGRANTS, RESIDENTS = np.array([10, 30, 60]), np.array([500, 300, 200])
NEED = np.array([30.0, 30.0, 40.0])
PLAIN = {"need_based": 0.0, "own_revenue": 0.0, "borrowing": 0.0, "partnership": 0.0, "standards": 0.0}


def drawn_by(slump: float = 0.0, **levers: float) -> Revenue:
    """Return 1,000 EUR divided over three places under a form of governance."""
    return revenue(100_000, MIGRANTS, NEED, RESIDENTS, Governance(**{**PLAIN, **levers}), slump)


def test_a_lump_sum_goes_by_head() -> None:
    assert drawn_by().drawn.tolist() == [10_000, 30_000, 60_000]


def test_money_by_need_goes_by_need() -> None:
    assert drawn_by(need_based=1.0).drawn.tolist() == [30_000, 30_000, 40_000]
    assert drawn_by(need_based=0.5).drawn.tolist() == [20_000, 30_000, 50_000]


def test_own_revenue_is_where_residents_are() -> None:
    assert drawn_by(own_revenue=1.0).drawn.tolist() == [50_000, 30_000, 20_000]


def test_partners_and_borrowing_go_by_head_and_only_borrowing_is_owed() -> None:
    money = drawn_by(partnership=0.4, borrowing=0.6)
    assert money.drawn.tolist() == [10_000, 30_000, 60_000]
    assert money.credit.tolist() == [6_000, 18_000, 36_000]


def test_a_floor_lifts_the_place_that_is_worst_off() -> None:
    """By residents the last place has 20 of 60 a head; a floor of one half gives it 30 of then 110 parts."""
    money = drawn_by(own_revenue=1.0, standards=0.5).drawn
    assert money.tolist() == [45_454, 27_273, 27_273]
    assert int(money.sum()) == 100_000


def test_cofinancing_lets_a_place_draw_only_against_its_own_part() -> None:
    """A quarter is partners' money; at co-financing of a half it draws as much in transfers, of three quarters."""
    money = drawn_by(partnership=0.25, cofinancing=0.5)
    assert money.entitled.tolist() == [10_000, 30_000, 60_000]
    assert money.drawn.tolist() == [5_000, 15_000, 30_000]
    assert money.unclaimed.tolist() == [5_000, 15_000, 30_000]
    assert drawn_by(partnership=0.5, cofinancing=0.5).unclaimed.tolist() == [0, 0, 0]


def test_a_slump_takes_own_revenue_and_nothing_else() -> None:
    assert drawn_by(own_revenue=1.0, slump=0.25).drawn.tolist() == [37_500, 22_500, 15_000]
    assert drawn_by(partnership=0.5, slump=0.25).unclaimed.tolist() == [0, 0, 0]


def test_a_place_without_migrants_gets_nothing() -> None:
    money = revenue(1_001, np.array([0, 7]), np.array([0.0, 9.0]), np.array([900, 100]), Governance(own_revenue=0.9))
    assert money.drawn.tolist() == [0, 1_001]


def test_debt_by_hand() -> None:
    """12,000 cents at 3 % a year over 120 months: 30 of interest and 100 of principal in the first month."""
    assert served(12_000, 5_000, 0.03, 120) == (130, 11_900)
    assert served(0, 5_000, 0.03, 120) == (0, 0)


def test_who_has_no_money_pays_nothing_and_owes_the_interest_as_well() -> None:
    assert served(12_000, 0, 0.03, 120) == (0, 12_030)


def test_sources_beyond_all_money_are_refused() -> None:
    with pytest.raises(UserError, match=r"add up to 1\.2; they must not exceed 1"):
        Governance(own_revenue=0.7, borrowing=0.5, partnership=0.0)


PLACES = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 50_000), st.floats(0.0, 3.0)), min_size=1, max_size=8)
CENTS = st.integers(0, 10**12)


@given(CENTS, PLACES, governances(), st.sampled_from([0.0, 0.3, 1.0]))
def test_every_cent_of_the_budget_is_drawn_or_unclaimed(
    total: int, places: list[tuple[int, int, float]], governance: Governance, slump: float
) -> None:
    migrants = np.array([row[0] for row in places])
    residents = migrants + np.array([row[1] for row in places])
    need = migrants * np.array([row[2] for row in places])
    money = revenue(total, migrants, need, residents, governance, slump)
    assert int(money.entitled.sum()) == (total if migrants.sum() else 0)
    assert np.array_equal(money.entitled, money.drawn + money.unclaimed)
    assert money.unclaimed.min() >= 0
    assert money.drawn.min() >= 0
    assert (money.credit <= money.drawn).all()
    assert (money.drawn[migrants == 0] == 0).all()


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=30))
def test_what_is_owed_is_what_was_owed_and_interest_and_borrowed_less_paid(months: list[tuple[int, int]]) -> None:
    owed = 0
    for drawn, loan in months:
        interest = int(np.floor(owed * (0.05 / 12.0)))
        paid, left = served(owed, drawn, 0.05, 60)
        assert left == owed + interest - paid
        assert 0 <= paid <= drawn
        assert left >= 0
        owed = left + loan


def test_a_debt_is_paid_back_if_nothing_new_is_borrowed() -> None:
    owed, repaid = 600_000, 0
    for _ in range(2_000):
        paid, owed = served(owed, 10**9, 0.03, 120)
        repaid += paid
    assert owed == 0
    assert repaid > 600_000
