"""A variation changes the numbers it names and nothing else, and shares of a budget always add up to the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.errors import UserError
from cohesion_sim.policy.regime import Regime
from cohesion_sim.scenario import Scenario
from cohesion_sim.variation import INSTRUMENTS, differing, drawn, rebudgeted, until, value, varied

SCENARIO = Scenario()


def test_only_what_is_named_changes() -> None:
    changed = varied(
        SCENARIO, {"regime.rights.labour": 80, "funding.eur_per_migrant_year": 0, "context.unemployment": 0.2}
    )
    assert differing([SCENARIO, changed]) == [
        "regime.rights.labour", "funding.eur_per_migrant_year", "context.unemployment",
    ]  # fmt: skip
    assert value(changed, "regime.rights.labour") == 80.0


def test_both_dimensions_can_be_varied() -> None:
    assert varied(SCENARIO, {"regime.social_mixing": 0.9}).regime.social_mixing == 0.9


def test_a_wrong_key_or_number_is_refused() -> None:
    with pytest.raises(UserError, match=r"did you mean 'regime\.rights\.labour'"):
        varied(SCENARIO, {"regime.rights.labor": 80})
    with pytest.raises(UserError, match=r"regime\.rights\.labour is 120; it must lie in \[0, 100\]"):
        varied(SCENARIO, {"regime.rights.labour": 120})


def test_an_arm_that_ends_gives_the_regime_back() -> None:
    early = until(varied(SCENARIO, {"regime.rights.labour": 0}), SCENARIO, 12)
    assert early.timeline.phase(11).regime.rights.labour == 0.0
    assert early.timeline.phase(12).regime == SCENARIO.regime


@given(st.sampled_from(INSTRUMENTS), st.floats(0.0, 0.5))
def test_the_money_stays_the_same_when_one_instrument_gets_more(name: str, share: float) -> None:
    before = sum(getattr(SCENARIO.regime.instruments, each) for each in INSTRUMENTS)
    after = rebudgeted(SCENARIO.regime, {name: share}).instruments
    assert getattr(after, name) == share
    assert sum(getattr(after, each) for each in INSTRUMENTS) == pytest.approx(before)


def test_more_than_the_budget_cannot_be_given_away() -> None:
    with pytest.raises(UserError, match=r"would take 1\.5 of the budget"):
        rebudgeted(SCENARIO.regime, {INSTRUMENTS[0]: 1.5})


@given(st.integers(1, 10_000))
def test_a_drawn_regime_lies_in_its_box(draw: int) -> None:
    regime = Regime(name="mine", box=(("rights.labour", 20.0, 30.0), ("social_mixing", 0.1, 0.2)))
    point = drawn(regime, 1, draw)
    assert 20.0 <= point.rights.labour <= 30.0
    assert 0.1 <= point.social_mixing <= 0.2
    assert replace(point, rights=regime.rights, dimensions=regime.dimensions) == regime


def test_the_centre_of_a_box_is_the_regime_itself() -> None:
    regime = Regime(box=(("rights.labour", 20.0, 30.0),))
    assert drawn(regime, 1, 0) == regime
