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
from cohesion_sim.policy.budget import INSTRUMENTS, PERSONAL, allocation, divided
from cohesion_sim.policy.doses import Fit, fitting
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.levers import country_levers
from cohesion_sim.policy.needs import Wanting, wanted
from cohesion_sim.policy.provision import Provision, informed
from cohesion_sim.policy.regime import Access, Delivery, Dimensions, Governance, Instruments, Regime, Rights
from cohesion_sim.policy.services import Services
from cohesion_sim.policy.timeline import Phase, Shock, Timeline
from cohesion_sim.state.surroundings import look_around
from tests.worlds import TOWN, context_of, settled

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


def shares(rng: np.random.Generator) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return ten budget shares that add up to at most 1."""
    drawn = rng.random(10)
    result: np.ndarray[Any, np.dtype[np.float64]] = drawn / max(drawn.sum(), 1.0) * rng.random()
    return result


@given(
    st.floats(0.0, 1e5),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=20),
    st.floats(0.0, 1.0),
    st.integers(0, 10**6),
)
def test_the_budget_is_allocated_to_the_cent(euros: float, migrants: list[int], by_need: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    heads = np.array(migrants)
    rule = Governance(need_based=by_need, own_revenue=rng.random())
    people = heads + rng.integers(0, 1000, len(heads))
    table = allocation(euros, heads, heads * rng.random(len(heads)), people, rule, shares(rng))
    assert table.shape == (len(migrants), 11)
    assert table.min() >= 0
    assert int(table.sum()) == round(euros * 100.0 * int(heads.sum()) / 12.0)


ONLY_LANGUAGE = np.array([1.0] + [0.0] * 9)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Governance(need_based=0.0, own_revenue=0.0), [100_000, 200_000, 0]),
        (Governance(need_based=1.0, own_revenue=0.0), [225_000, 75_000, 0]),
        (Governance(need_based=0.0, own_revenue=1.0), [270_000, 30_000, 0]),
        (Governance(need_based=0.5, own_revenue=0.5), [216_250, 83_750, 0]),
    ],
)
def test_lump_sums_follow_heads_formulas_need_and_own_revenue_people(formula: Governance, expected: list[int]) -> None:
    """1,200 EUR a head and year, 30 migrants: 3,000 EUR a month; a place without migrants gets nothing."""
    heads, need, residents = np.array([10, 20, 0]), np.array([3.0, 1.0, 0.0]), np.array([900, 100, 500])
    table = allocation(1200.0, heads, need, residents, formula, ONLY_LANGUAGE)
    assert table.sum(axis=1).tolist() == expected


def test_what_no_instrument_gets_is_the_last_column() -> None:
    half = np.array([0.5, 0.25] + [0.0] * 8)
    line = allocation(1200.0, np.array([12]), np.array([1.0]), np.array([50]), Governance(), half)[0]
    assert line.tolist() == [60_000, 30_000, *[0] * 8, 30_000]


def one_phase(**changes: Any) -> Timeline:
    """Return a timeline with one neutral phase, changed."""
    phase = Phase(month=0, regime=Regime(), funding=Funding(), context=Context())
    return Timeline(phases=(replace(phase, **changes),))


def test_neutral_levers_by_hand() -> None:
    levers = country_levers(one_phase(), 0)
    assert (levers.maintenance, levers.mixing, levers.pressure, levers.multicultural) == (0.5, 0.5, 0.25, 0.25)
    assert (levers.labour, levers.health, levers.meeting, levers.openness, levers.salience) == (0.5, 0.5, 1.0, 1.0, 0.0)
    assert (levers.unemployment, levers.arrivals) == (0.07, 0.006)


def test_pressure_is_mixing_without_maintenance() -> None:
    levers = country_levers(
        one_phase(regime=Regime(dimensions=Dimensions(cultural_maintenance=0.2, social_mixing=0.8))), 0
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
    levers = country_levers(one_phase(regime=Regime(rights=rights, access=access)), 0)
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
    assert country_levers(shaken, 2) == country_levers(calm, 2)
    assert getattr(country_levers(shaken, 3), lever) == pytest.approx(expected)


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
    levers = country_levers(worst, 0)
    assert (levers.meeting, levers.openness, levers.unemployment) == (0.05, 0.05, 0.6)


def test_a_mood_moves_rights_within_bounds() -> None:
    assert country_levers(one_phase(), 0, 1.0).labour == pytest.approx(0.65)
    assert country_levers(one_phase(), 0, -1.0).labour == pytest.approx(0.35)
    full = one_phase(regime=Regime(rights=Rights(labour=100.0)))
    assert country_levers(full, 0, 1.0).labour == 1.0


def test_a_phase_holds_from_its_month_on() -> None:
    first = one_phase().phases[0]
    second = replace(first, month=5, funding=Funding(eur_per_migrant_year=1.0))
    timeline = Timeline(phases=(first, second))
    assert timeline.phase(4).funding.eur_per_migrant_year == 7000.0
    assert timeline.phase(5).funding.eur_per_migrant_year == 1.0


def test_fit_by_hand() -> None:
    """Targeted money fits; general money leaks a fifth and fits special needs as far as services respond."""
    assert fitting(0.5, 0.2, Fit(1.0, 0.2, 100.0)) == 1.0
    assert fitting(0.5, 0.2, Fit(0.0, 0.2, 100.0)) == pytest.approx(0.8 * (1.0 - 0.5 * 0.8))
    assert fitting(0.0, 0.0, Fit(0.0, 0.2, 100.0)) == pytest.approx(0.8)


UNIT = st.floats(0.0, 1.0)


@given(UNIT, UNIT, UNIT, UNIT)
def test_fit_is_a_share_and_grows_with_responsiveness(
    vulnerable: float, responsive: float, targeted: float, leak: float
) -> None:
    f = Fit(targeted, leak, 100.0)
    fit = fitting(vulnerable, responsive, f)
    assert 0.0 <= fit <= 1.0
    assert fitting(vulnerable, 1.0, f) >= fit - 1e-12


WANTING = Wanting(0.44, 0.19, 0.4, 0.3, 0.0)


def wishes(**changes: Any) -> tuple[bool, bool, bool, bool]:
    """Return what a jobless newcomer of 30 with middling trust wants when every draw is low."""
    person: dict[str, Any] = {
        "month_age": 360, "woman": False, "employed": False, "language": 0.2, "trust": 0.5, "vulnerability": 0.5,
        "tenure": 6, "bridging": 0, "asylum": False, "banned": False, "family": 0.0, "digital": 0.0,
        "u_language": 0.0, "u_job": 0.0, "u_mentor": 0.0, "u_care": 0.0, "w": WANTING,
    }  # fmt: skip
    return wanted(*{**person, **changes}.values())


def test_a_newcomer_wants_everything_when_the_draws_are_low() -> None:
    assert wishes() == (True, True, True, True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"language": 0.8}, (False, True, True, True)),
        ({"employed": True}, (True, False, True, True)),
        ({"banned": True}, (True, False, True, True)),
        ({"tenure": 96}, (True, True, False, True)),
        ({"bridging": 4}, (True, True, False, True)),
        ({"vulnerability": 0.35}, (True, True, True, False)),
        ({"vulnerability": 0.35, "asylum": True}, (True, True, True, True)),
        ({"month_age": 17 * 12}, (False, False, False, True)),
        ({"month_age": 65 * 12}, (False, False, False, True)),
        ({"u_language": 0.45, "u_job": 0.45, "u_mentor": 0.2}, (False, False, False, True)),
        ({"u_language": 0.43, "u_job": 0.43, "u_mentor": 0.18}, (True, True, True, True)),
        ({"u_language": 0.43, "woman": True}, (False, True, True, True)),
        ({"u_language": 0.43, "woman": True, "family": 1.0}, (True, True, True, True)),
        ({"u_language": 0.43, "trust": 0.0}, (False, True, True, True)),
        ({"u_language": 0.5, "digital": 1.0}, (True, True, True, True)),
        ({"u_language": 0.3, "employed": True}, (False, False, True, True)),
    ],
)
def test_what_each_condition_changes(changes: dict[str, Any], expected: tuple[bool, ...]) -> None:
    assert wishes(**changes) == expected


def provided(regime: Regime, euros: float = 7000.0, capacity: float = 1.0, months: int = 1) -> Any:
    """Return provision, levers and accounts of a small town after some months."""
    context = context_of(TOWN, local_capacity=capacity, capacity_spread=0.0)
    world = settled(TOWN, context)
    look_around(world)
    timeline = Timeline(
        phases=(Phase(month=0, regime=regime, funding=Funding(eur_per_migrant_year=euros), context=context),)
    )
    provision = Provision(Services(), np.zeros(2))
    for month in range(months):
        world.month = month
        levers, accounts = provision.month(world, timeline, 1)
    return provision, levers, accounts, world


def test_every_cent_is_spent_or_left_over() -> None:
    _, _, accounts, _ = provided(Regime())
    assert np.array_equal(accounts.allocated, accounts.spent + accounts.unspent)
    assert accounts.unspent.min() >= 0
    assert accounts.spent.min() >= 0
    assert accounts.spent[:, -1].sum() == 0
    assert int(accounts.allocated.sum()) == round(700_000 * 16 / 12)


def test_a_place_without_capacity_spends_nothing() -> None:
    _, levers, accounts, world = provided(Regime(), capacity=0.0)
    assert accounts.spent.sum() == 0
    assert accounts.allocated.sum() > 0
    assert not world.people.language_hours.any()
    assert not levers.local.service.any()


def test_money_beyond_the_need_is_left_over() -> None:
    """100,000 EUR a head: every need is met, intensity is exactly 1 where somebody needs something."""
    provision, levers, accounts, _ = provided(Regime(), euros=100_000.0)
    assert np.all(provision.coverage[accounts.need > 0] == 1.0)
    assert np.allclose(levers.local.waiting, 0.0)
    assert accounts.unspent.sum() > 0
    assert accounts.queue.sum() == 0.0


def test_doses_go_to_migrants_only() -> None:
    _, _, _, world = provided(Regime())
    hosts = world.people.group == 0
    for dose in ("language_hours", "job_support", "mentoring", "care"):
        assert not getattr(world.people, dose)[hosts].any()
    assert world.people.language_hours[~hosts].max() > 0.0
    assert world.people.language_hours.max() <= 100.0


def test_knowledge_grows_only_where_targeted_work_is_transferred() -> None:
    still, *_ = provided(Regime(delivery=Delivery(targeted_share=1.0, knowledge_transfer=0.0)), months=6)
    moved, levers, *_ = provided(Regime(delivery=Delivery(targeted_share=1.0, knowledge_transfer=1.0)), months=6)
    general, *_ = provided(Regime(delivery=Delivery(targeted_share=0.0, knowledge_transfer=1.0)), months=6)
    assert not still.knowledge.any()
    assert not general.knowledge.any()
    assert np.all(moved.knowledge > 0.0)
    assert np.all(moved.knowledge < 1.0)
    assert np.array_equal(levers.local.knowledge, moved.knowledge)


def test_responsiveness_by_hand() -> None:
    """Weights of training, mediators, participation and local knowledge, each half there; nothing learnt yet."""
    p = Services()
    delivery = Delivery(intercultural_training=0.5, mediators=0.5, migrant_participation=0.5)
    _, levers, _, _ = provided(Regime(delivery=delivery, governance=Governance(decentralised=0.5)))
    built = 0.5 * (p.weight_training + p.weight_mediators + p.weight_participation + p.local_knowledge)
    assert levers.local.responsiveness == pytest.approx(p.responsive_least + (1.0 - p.responsive_least) * built)


def test_decentralised_places_spend_more_unevenly() -> None:
    """A place one deviation below the mean: .9 − .1·(½ + d) of the money; the other one .9 + .1·(½ + d), at most 1."""
    context = Context(local_capacity=0.9, capacity_spread=0.1)
    provision = Provision(Services(), np.array([-1.0, 1.0]))
    for d, expected in ((0.0, [0.85, 0.95]), (1.0, [0.75, 1.0])):
        regime = Regime(governance=Governance(decentralised=d))
        phase = Phase(month=0, regime=regime, funding=Funding(), context=context)
        assert provision.capacity(phase) == pytest.approx(expected)


def test_good_practice_travels_to_other_places() -> None:
    provision = Provision(Services(forgetting=0.0, learning=0.0), np.zeros(2))
    provision.knowledge = np.array([0.0, 0.8])
    provision.learn(np.zeros((2, 11), np.int64), np.array([3, 3]), Regime(governance=Governance(exchange=0.5)))
    assert provision.knowledge == pytest.approx([0.05 * 0.5 * 0.8, 0.8])


def test_information_by_hand() -> None:
    governance = Governance(coordination=1.0, partnership=0.5)
    assert informed(Regime(governance=governance, delivery=Delivery(civil_society=0.5))) == pytest.approx(0.85)


def test_only_visible_targeted_money_is_resented() -> None:
    _, general, *_ = provided(Regime(delivery=Delivery(targeted_share=0.0)))
    _, targeted, *_ = provided(Regime(delivery=Delivery(targeted_share=1.0)))
    assert not general.local.resentment.any()
    assert targeted.local.resentment.max() > 0.0


@given(st.dictionaries(st.sampled_from(INSTRUMENTS), st.floats(0.0, 0.1)), st.floats(0.0, 1e5), st.floats(0.0, 1.0))
def test_local_levers_are_shares(money: dict[str, float], euros: float, capacity: float) -> None:
    regime = Regime(instruments=Instruments(**{**dict.fromkeys(INSTRUMENTS, 0.0), **money}))
    _, levers, accounts, _ = provided(regime, euros, capacity)
    for name, column in vars(levers.local).items():
        assert np.all((column >= 0.0) & (column <= 1.0)), name
    assert accounts.unspent.min() >= 0
    assert accounts.queue.shape[1] == PERSONAL


def test_shares_beyond_the_budget_are_refused() -> None:
    with pytest.raises(UserError, match=r"add up to 2.3; they must not exceed 1"):
        Regime.read({"instruments": {"language": 0.9, "employment": 0.9}})


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
