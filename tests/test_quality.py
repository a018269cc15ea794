"""Places learn from targeted work and from each other; every lever of delivery has its price; general services lag."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cohesion_sim.policy.delivery import Delivery
from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.quality import FULL, crowded, dearer, quality, responding, teach_all, worth_all
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.services import OVERHEADS, Services
from cohesion_sim.policy.stocks import Stocks, stocks
from tests.rules import plain

SERVICES = Services()
ABILITY = np.array([-1.0, 0.0, 1.0])
NONE = dict.fromkeys(OVERHEADS, 0.0)


def with_levers(**levers: float) -> Regime:
    """Return a regime of which all that costs overhead is off, but for the levers given."""
    parts: dict[str, Any] = {}
    for name, cls in (("delivery", Delivery), ("governance", Governance)):
        known = cls.__dataclass_fields__
        parts[name] = cls(**{lever: value for lever, value in {**NONE, **levers}.items() if lever in known})
    return Regime(**parts)


def at_start() -> Stocks:
    """Return what three places have before the first month, the first of them worse and the last better than most."""
    return stocks(SERVICES, np.zeros(3), ABILITY)


def learning(s: Stocks, spent: float, **levers: float) -> None:
    """Let places of ten migrants learn for a month in which each spends so many cents."""
    cents = np.full(3, round(spent), np.int64)
    teach_all(s.knowledge, s.practice, cents, np.full(3, 10), quality(SERVICES, with_levers(**levers)))


@pytest.mark.parametrize("lever", OVERHEADS)
def test_no_lever_is_free(lever: str) -> None:
    assert dearer(SERVICES, with_levers(targeted_share=0.0)) == 1.0
    price = getattr(SERVICES, f"overhead_{lever}")
    assert dearer(SERVICES, with_levers(targeted_share=0.0, **{lever: 1.0})) == pytest.approx(1.0 + price)
    assert price > 0.0


def test_targeting_and_transfer_have_their_price() -> None:
    assert dearer(SERVICES, with_levers(targeted_share=1.0)) == pytest.approx(1.15)
    assert dearer(SERVICES, with_levers(targeted_share=0.0, knowledge_transfer=1.0)) == pytest.approx(1.05)


def test_knowledge_by_hand() -> None:
    """A half targeted at full activity, transfer 1: .05·½ in the first month; then ·.99 + .025·(1 − K)."""
    s = at_start()
    learning(s, FULL * 100.0 * 10, targeted_share=0.5, knowledge_transfer=1.0)
    assert s.knowledge == pytest.approx([0.025] * 3, rel=1e-5)
    learning(s, FULL * 100.0 * 10, targeted_share=0.5, knowledge_transfer=1.0)
    assert s.knowledge == pytest.approx([0.025 * 0.99 + 0.025 * 0.975] * 3, rel=1e-5)


def test_without_transfer_nothing_is_known() -> None:
    s = at_start()
    for _ in range(24):
        learning(s, 1e7, targeted_share=1.0)
    assert s.knowledge.tolist() == [0.0, 0.0, 0.0]


def test_knowledge_is_lost_when_targeted_work_ends() -> None:
    s = at_start()
    s.knowledge[:] = 0.5
    learning(s, 0.0, knowledge_transfer=1.0)
    assert s.knowledge == pytest.approx([0.495] * 3)


def worth(decentralised: float) -> NDArray[np.float64]:
    """Return what a dose is worth in each place before the first month."""
    found = np.empty(3)
    worth_all(at_start().practice, quality(SERVICES, with_levers(decentralised=decentralised)), found)
    return found


def test_a_centre_gives_all_the_mean_practice_and_places_their_own() -> None:
    assert worth(decentralised=0.0) == pytest.approx([1.0, 1.0, 1.0])
    assert worth(decentralised=1.0) == pytest.approx([0.85, 1.0, 1.15])


def test_evaluation_raises_the_worse_to_the_best_and_exchange_lets_it_travel() -> None:
    alone, together, blind = (at_start() for _ in range(3))
    for _ in range(12):
        for s, evaluation, exchange in ((alone, 1.0, 0.0), (together, 1.0, 1.0), (blind, 0.0, 1.0)):
            learning(s, 0.0, decentralised=1.0, evaluation=evaluation, exchange=exchange)
    assert blind.practice == pytest.approx([0.85, 1.0, 1.15])
    assert alone.practice == pytest.approx([0.85, 1.0, 1.15])
    assert together.practice[0] == pytest.approx(1.15 - 0.3 * 0.96**12)
    assert together.practice[2] == pytest.approx(1.15)


RESPONSIVE = {
    "intercultural_training": "weight_training",
    "mediators": "weight_mediators",
    "interpretation": "weight_interpretation",
    "migrant_participation": "weight_participation",
    "consultation": "weight_consultation",
}


@pytest.mark.parametrize(("lever", "weight"), RESPONSIVE.items())
def test_a_lever_makes_services_respond_by_its_weight(lever: str, weight: str) -> None:
    respond = plain(responding)
    least = respond(0.0, quality(SERVICES, with_levers(decentralised=0.0)))
    better = respond(0.0, quality(SERVICES, with_levers(decentralised=0.0, **{lever: 1.0})))
    assert least == pytest.approx(SERVICES.responsive_least)
    assert better - least == pytest.approx((1.0 - least) * getattr(SERVICES, weight))


def test_knowledge_and_local_decisions_make_services_respond() -> None:
    respond, least = plain(responding), SERVICES.responsive_least
    known = respond(1.0, quality(SERVICES, with_levers(decentralised=0.0)))
    local = respond(0.0, quality(SERVICES, with_levers(decentralised=1.0)))
    assert known == pytest.approx(least + (1.0 - least) * SERVICES.weight_knowledge)
    assert local == pytest.approx(least + (1.0 - least) * SERVICES.local_knowledge)


def shortages(residents: list[int], relief: float = 0.0, openness: float = 1.0) -> list[float]:
    """Return the shortage, month by month, in a place of 100 migrants whose services respond fully and can pay."""
    room, found = 0.0, []
    for number in residents:
        room, short = plain(crowded)(
            room, number, 100, 1.0, relief, 1.0, openness, 0.0, quality(SERVICES, Regime())
        )  # fmt: skip
        assert room >= 0.0
        found.append(short)
    return found


def test_general_services_are_short_after_growth_and_catch_up() -> None:
    """Demand rises from 1,025 to 1,045 and room by 8 % of the difference: 12·20/1025, then 12·18.4/1026.6."""
    expected = [0.0, 12.0 * 20.0 / 1_025.0, 12.0 * 18.4 / 1_026.6]
    assert shortages([1_000, 1_020, 1_020]) == pytest.approx(expected)


def test_mainstreamed_money_relieves_and_closure_adds() -> None:
    assert shortages([1_000], openness=0.5) == pytest.approx([0.25])
    assert shortages([1_000], relief=0.5, openness=0.5) == pytest.approx([0.10])


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=20), st.floats(0.0, 1.0), st.floats(0.05, 1.0))
def test_shortage_stays_within_bounds(residents: list[int], relief: float, openness: float) -> None:
    assert all(0.0 <= short <= 1.0 for short in shortages(residents, relief, openness))
