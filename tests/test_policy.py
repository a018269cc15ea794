"""Money is divided to the cent, levers follow from regime and shocks, services obey their equations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.context import Context
from cohesion_sim.errors import UserError
from cohesion_sim.policy.budget import divided
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.levers import country_levers
from cohesion_sim.policy.regime import Dimensions, Regime
from cohesion_sim.policy.rights import Access, Rights
from cohesion_sim.policy.timeline import Phase, Shock, Timeline

WEIGHTS = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=30)
CENTS = st.integers(0, 10**13)


@given(CENTS, WEIGHTS)
def test_whole_cents_add_up_exactly(cents: int, weights: list[float]) -> None:
    given_out = divided(cents, np.array(weights))
    assert int(given_out.sum()) == (cents if sum(weights) > 0 else 0)
    assert given_out.min() >= 0


@given(st.integers(0, 10**9), WEIGHTS)
def test_nobody_is_a_cent_from_her_share(cents: int, weights: list[float]) -> None:
    if sum(weights) > 0:
        exact = cents * np.array(weights) / sum(weights)
        assert np.abs(divided(cents, np.array(weights)) - exact).max() < 1.0 + 1e-3


def test_the_largest_remainder_gets_the_last_cent() -> None:
    assert divided(10, np.array([1.0, 1.0, 1.0])).tolist() == [4, 3, 3]
    assert divided(11, np.array([1.0, 2.0, 3.0])).tolist() == [2, 4, 5]
    assert divided(7, np.array([0.0, 0.0])).tolist() == [0, 0]


def one_phase(**changes: Any) -> Timeline:
    """Return a timeline with one neutral phase, changed."""
    phase = Phase(month=0, regime=Regime(), funding=Funding(), context=Context())
    return Timeline(phases=(replace(phase, **changes),))


def test_neutral_levers_by_hand() -> None:
    levers = country_levers(one_phase().force(0))
    assert (levers.maintenance, levers.mixing, levers.pressure, levers.multicultural) == (0.5, 0.5, 0.25, 0.25)
    assert (levers.labour, levers.health, levers.meeting, levers.openness, levers.salience) == (0.5, 0.5, 1.0, 1.0, 0.0)
    assert (levers.unemployment, levers.arrivals) == (0.07, 0.006)


def test_pressure_is_mixing_without_maintenance() -> None:
    levers = country_levers(
        one_phase(regime=Regime(dimensions=Dimensions(cultural_maintenance=0.2, social_mixing=0.8))).force(0)
    )
    assert levers.pressure == pytest.approx(0.64)
    assert levers.multicultural == pytest.approx(0.16)


def test_every_right_and_wait_reaches_its_lever() -> None:
    strands = [
        "labour",
        "family",
        "education",
        "health",
        "participation",
        "residence",
        "citizenship",
        "antidiscrimination",
    ]
    rights = Rights(**{name: 10.0 * (1 + n) for n, name in enumerate(strands)})
    access = Access(asylum_wait=1.0, work_ban=2.0, permanence=3.0, citizenship=4.0, conditions=0.5)
    levers = country_levers(one_phase(regime=Regime(rights=rights, access=access)).force(0))
    assert [getattr(levers, name) for name in strands] == pytest.approx([0.1 * (1 + n) for n in range(8)])
    assert (levers.asylum_wait, levers.work_ban, levers.permanence_months, levers.citizenship_months) == (1, 2, 3, 4)
    assert levers.conditions == 0.5


@pytest.mark.parametrize(
    ("kind", "lever", "expected"),
    [
        ("pandemic", "meeting", 0.4),
        ("pandemic", "openness", 0.5),
        ("recession", "unemployment", 0.12),
        ("populist_salience", "salience", 1.0),
        ("arrival_surge", "arrivals", 0.03),
    ],
)
def test_a_shock_moves_its_own_lever(kind: str, lever: str, expected: float) -> None:
    calm, shaken = one_phase(), replace(one_phase(), shocks=(Shock(month=3, kind=kind),))
    assert country_levers(shaken.force(2)) == country_levers(calm.force(2))
    assert getattr(country_levers(shaken.force(3)), lever) == pytest.approx(expected)


def test_a_shock_is_full_then_halves() -> None:
    shock = Shock(month=10, kind="recession", strength=2.0, months=6, half_life=3.0)
    assert [shock.at(month) for month in (9, 10, 16)] == [0.0, 2.0, 2.0]
    assert shock.at(19) == pytest.approx(1.0)
    assert shock.at(22) == pytest.approx(0.5)


def test_strengths_of_one_kind_add_up() -> None:
    both = replace(
        one_phase(), shocks=(Shock(month=0, kind="recession"), Shock(month=0, kind="recession", strength=0.5))
    )
    assert both.strength("recession", 0) == 1.5
    assert both.strength("pandemic", 0) == 0.0


def test_levers_keep_their_bounds_in_the_worst_year() -> None:
    kinds = ("populist_salience", "pandemic", "recession", "arrival_surge")
    worst = replace(one_phase(), shocks=tuple(Shock(month=0, kind=kind, strength=50.0) for kind in kinds))
    levers = country_levers(worst.force(0))
    assert (levers.meeting, levers.openness, levers.unemployment) == (0.05, 0.05, 0.6)


def test_a_mood_moves_rights_within_bounds() -> None:
    assert country_levers(one_phase().force(0, 1.0)).labour == pytest.approx(0.65)
    assert country_levers(one_phase().force(0, -1.0)).labour == pytest.approx(0.35)
    full = one_phase(regime=Regime(rights=Rights(labour=100.0)))
    assert country_levers(full.force(0, 1.0)).labour == 1.0


def test_a_phase_holds_from_its_month_on() -> None:
    first = one_phase().phases[0]
    second = replace(first, month=5, funding=Funding(eur_per_migrant_year=1.0))
    timeline = Timeline(phases=(first, second))
    assert timeline.phase(4).funding.eur_per_migrant_year == 7000.0
    assert timeline.phase(5).funding.eur_per_migrant_year == 1.0


def test_shares_beyond_the_budget_are_refused() -> None:
    with pytest.raises(UserError, match=r"add up to 2.38; they must not exceed 1"):
        Regime.read({"instruments": {"language": 0.9, "vocational": 0.9}})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rigths": {}}, "did you mean 'rights'"),
        ({"rights": {"labor": 50}}, "did you mean 'labour'"),
        ({"rights": 50}, "it must be a group of levers"),
        ({"rights": {"labour": 101}}, r"regime\.rights\.labour is 101; it must lie in \[0, 100\]"),
        ({"social_mixing": -0.1}, r"social_mixing is -0\.1"),
        ({"box": {"rights.labour": [20, 500]}}, "it must be a range within"),
        ({"box": {"rights.labor": [20, 50]}}, "did you mean 'labour'"),
    ],
)
def test_a_regime_that_does_not_hold_together_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        Regime.read(given)


def test_a_regime_is_read_with_neutral_levers_for_the_rest() -> None:
    regime = Regime.read({"name": "own", "cultural_maintenance": 0.9, "rights": {"labour": 80}})
    assert (regime.name, regime.cultural_maintenance, regime.rights.labour, regime.rights.family) == (
        "own",
        0.9,
        80,
        50,
    )
