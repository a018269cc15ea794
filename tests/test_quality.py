"""Places learn from targeted work and from each other; every lever of delivery has its price; general services lag."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.policy.delivery import Delivery
from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.quality import FULL, Quality
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.services import OVERHEADS, Services

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


@pytest.mark.parametrize("lever", OVERHEADS)
def test_no_lever_is_free(lever: str) -> None:
    quality = Quality(SERVICES, ABILITY)
    cheap = quality.dearer(with_levers(targeted_share=0.0))
    assert cheap.tolist() == [1.0, 1.0, 1.0]
    price = getattr(SERVICES, f"overhead_{lever}")
    assert quality.dearer(with_levers(targeted_share=0.0, **{lever: 1.0})) == pytest.approx([1.0 + price] * 3)
    assert price > 0.0


def test_targeting_and_transfer_have_their_price() -> None:
    quality = Quality(SERVICES, ABILITY)
    assert quality.dearer(with_levers(targeted_share=1.0)) == pytest.approx([1.15] * 3)
    assert quality.dearer(with_levers(targeted_share=0.0, knowledge_transfer=1.0)) == pytest.approx([1.05] * 3)


def test_knowledge_by_hand() -> None:
    """A half targeted at full activity, transfer 1: .05·½ in the first month; then ·.99 + .025·(1 − K)."""
    quality = Quality(SERVICES, ABILITY)
    regime = with_levers(targeted_share=0.5, knowledge_transfer=1.0)
    spent = np.round(np.full(3, FULL * 100.0 * 10)).astype(np.int64)
    quality.learn(spent, np.full(3, 10), regime)
    assert quality.knowledge == pytest.approx([0.025] * 3, rel=1e-5)
    quality.learn(spent, np.full(3, 10), regime)
    assert quality.knowledge == pytest.approx([0.025 * 0.99 + 0.025 * 0.975] * 3, rel=1e-5)
    assert quality.saved() == pytest.approx(SERVICES.saving * quality.knowledge)


def test_without_transfer_nothing_is_known_and_nothing_saved() -> None:
    quality = Quality(SERVICES, ABILITY)
    for _ in range(24):
        quality.learn(np.full(3, 10**7), np.full(3, 10), with_levers(targeted_share=1.0))
    assert quality.saved().tolist() == [0.0, 0.0, 0.0]


def test_knowledge_is_lost_when_targeted_work_ends() -> None:
    quality = Quality(SERVICES, ABILITY)
    quality.knowledge[:] = 0.5
    quality.learn(np.zeros(3, np.int64), np.full(3, 10), with_levers(knowledge_transfer=1.0))
    assert quality.knowledge == pytest.approx([0.495] * 3)


def test_a_centre_gives_all_the_mean_practice_and_places_their_own() -> None:
    quality = Quality(SERVICES, ABILITY)
    assert quality.worth(with_levers(decentralised=0.0)) == pytest.approx([1.0, 1.0, 1.0])
    assert quality.worth(with_levers(decentralised=1.0)) == pytest.approx([0.85, 1.0, 1.15])


def test_evaluation_raises_the_worse_to_the_best_and_exchange_lets_it_travel() -> None:
    alone, together, blind = (Quality(SERVICES, ABILITY) for _ in range(3))
    for _ in range(12):
        for quality, evaluation, exchange in ((alone, 1.0, 0.0), (together, 1.0, 1.0), (blind, 0.0, 1.0)):
            quality.learn(np.zeros(3, np.int64), np.full(3, 10), with_levers(
                decentralised=1.0, evaluation=evaluation, exchange=exchange))  # fmt: skip
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
    quality = Quality(SERVICES, ABILITY)
    plain = quality.responsiveness(with_levers(decentralised=0.0))
    better = quality.responsiveness(with_levers(decentralised=0.0, **{lever: 1.0}))
    assert plain == pytest.approx([SERVICES.responsive_least] * 3)
    assert better - plain == pytest.approx([(1.0 - SERVICES.responsive_least) * getattr(SERVICES, weight)] * 3)


def crowded(quality: Quality, residents: int, relief: float = 0.0, openness: float = 1.0) -> float:
    """Return the shortage in a place of 100 migrants whose services respond fully and which can pay for all."""
    one = np.ones(1)
    found = quality.congestion(
        np.array([residents]), np.array([100]), one, relief * one, one, openness, 0.0
    )  # fmt: skip
    return float(found[0])


def test_general_services_are_short_after_growth_and_catch_up() -> None:
    """Demand rises from 1,025 to 1,045 and room by 8 % of the difference: 12·20/1025, then 12·18.4/1026.6."""
    quality = Quality(SERVICES, np.zeros(1))
    assert crowded(quality, 1_000) == 0.0
    assert crowded(quality, 1_020) == pytest.approx(12.0 * 20.0 / 1_025.0)
    assert crowded(quality, 1_020) == pytest.approx(12.0 * 18.4 / 1_026.6)


def test_mainstreamed_money_relieves_and_closure_adds() -> None:
    quality = Quality(SERVICES, np.zeros(1))
    assert crowded(quality, 1_000, openness=0.5) == pytest.approx(0.25)
    assert crowded(quality, 1_000, relief=0.5, openness=0.5) == pytest.approx(0.10)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=20), st.floats(0.0, 1.0), st.floats(0.05, 1.0))
def test_shortage_stays_within_bounds(residents: list[int], relief: float, openness: float) -> None:
    quality = Quality(SERVICES, np.zeros(1))
    for number in residents:
        assert 0.0 <= crowded(quality, number, relief, openness) <= 1.0
        assert quality.room[0] >= 0.0
