"""A world is made to measure: sizes, shares and dissimilarity as asked, the same for the same seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.context import Context, Origin
from cohesion_sim.errors import UserError
from cohesion_sim.state.endowment import Dispositions, contact_chances
from cohesion_sim.state.people import ADULT, CITIZEN
from cohesion_sim.state.places import dissimilarity
from cohesion_sim.state.ties import ASSOCIATION, KIN
from cohesion_sim.state.world import World
from cohesion_sim.synthesis.network import Mixing
from cohesion_sim.synthesis.population import distances, synthesised
from cohesion_sim.synthesis.segregation import exponential, settlement, sizes
from tests.invariants import broken
from tests.worlds import TWO_ORIGINS, context_of, settled

CITY = Context(origins=TWO_ORIGINS)


@pytest.fixture(scope="module")
def city() -> World:
    return synthesised(CITY, Dispositions(), Mixing(), seed=5)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("target", [0.2, 0.4, 0.6])
def test_dissimilarity_is_hit_within_two_hundredths(target: float, seed: int) -> None:
    table = settlement(replace(CITY, dissimilarity=target), seed)
    assert abs(dissimilarity(table[:, 0], table[:, 1:].sum(axis=1)) - target) <= 0.02


@given(st.integers(30, 4000), st.integers(1, 20), st.floats(0.0, 1.5), st.integers(0, 2**32 - 1))
def test_place_sizes_add_up_and_nobody_lives_nowhere(persons: int, places: int, spread: float, seed: int) -> None:
    found = sizes(replace(CITY, population=persons, places=places, place_spread=spread), seed)
    assert found.sum() == persons
    assert len(found) == places
    assert found.min() >= 1


@given(st.floats(-4.0, 4.0))
def test_exponential_is_near_the_exact_one(x: float) -> None:
    assert exponential(x) == pytest.approx(float(np.exp(x)), rel=1e-6)


def test_shares_are_as_asked(city: World) -> None:
    people = city.people
    assert len(people) == 2000
    assert people.active.all()
    assert np.array_equal(people.founder, people.age >= ADULT)
    assert np.bincount(people.group).tolist() == [1760, 120, 120]
    assert np.mean(people.generation[people.group > 0] == 2) == pytest.approx(0.3, abs=0.12)
    assert np.all(people.generation[people.group == 0] == 0)


def test_the_world_is_sound(city: World) -> None:
    assert not broken(city)


def test_rows_of_a_place_lie_together(city: World) -> None:
    assert np.all(np.diff(city.people.place) >= 0)


def test_the_same_seed_makes_the_same_world(city: World) -> None:
    again = synthesised(CITY, Dispositions(), Mixing(), seed=5)
    other = synthesised(CITY, Dispositions(), Mixing(), seed=6)
    assert np.array_equal(again.people.trust, city.people.trust)
    assert np.array_equal(again.ties.partner, city.ties.partner)
    assert not np.array_equal(other.people.trust, city.people.trust)


def test_hosts_start_with_the_attitudes_of_the_context(city: World) -> None:
    """1,760 hosts: the standard error of a mean is about .005; four of them are .02."""
    hosts = city.people.group == 0
    assert city.people.trust[hosts].mean() == pytest.approx(0.5, abs=0.025)
    assert city.people.warmth[hosts].mean() == pytest.approx(0.56, abs=0.025)
    assert city.people.belonging[hosts].mean() == pytest.approx(0.78, abs=0.025)


def test_persons_differ_for_good(city: World) -> None:
    """The spread of hosts' view of immigration is 2.3 on a scale to 10 (A120)."""
    hosts = city.people.group == 0
    assert 0.18 < city.people.warmth[hosts].std() < 0.27


def test_attitudes_go_together_as_in_surveys(city: World) -> None:
    """A121: economic and cultural view r = .73, A122: schooling r = .31; 1,760 hosts, four standard errors are .07."""
    hosts = (city.people.group == 0) & (city.people.age > 0)
    threat = np.corrcoef(city.people.threat_economic[hosts], city.people.threat_cultural[hosts])[0, 1]
    school = np.corrcoef(city.people.education[hosts], city.people.warmth[hosts])[0, 1]
    assert threat == pytest.approx(0.73, abs=0.08)
    assert school == pytest.approx(0.31, abs=0.08)


def test_who_was_born_here_speaks_and_is_a_citizen(city: World) -> None:
    second = city.people.generation == 2
    assert np.all(city.people.language[second] > 0.95)
    assert np.all(city.people.status[second] == CITIZEN)
    assert np.all(city.people.months_since_arrival[second] == city.people.age[second])


def test_longer_stay_goes_with_more_language(city: World) -> None:
    people = city.people
    first = (people.generation == 1) & (people.age >= ADULT)
    assert np.corrcoef(people.months_since_arrival[first], people.language[first])[0, 1] > 0.3


def test_nobody_has_more_ties_than_she_keeps_up(city: World) -> None:
    assert np.all(city.ties.degree <= city.people.sociability)
    assert city.ties.degree.mean() > 6.0


def test_kin_are_mostly_of_one_side_and_all_layers_are_there(city: World) -> None:
    one, other, layer, _ = city.ties.edges()
    across = (city.people.group[one] == 0) != (city.people.group[other] == 0)
    assert np.unique(layer).tolist() == [0, 1, 2, 3]
    assert across[layer == KIN].mean() < across[layer == ASSOCIATION].mean()


def test_few_slots_cap_the_network() -> None:
    table = ((30, 10, 5),)
    world = settled(table, context_of(table), slots=2)
    assert world.ties.degree.max() == 2
    assert not broken(world)


def test_numbers_of_ties_have_the_mean_that_is_asked_for() -> None:
    chances = contact_chances(12.0, 1.82, 15)
    assert len(chances) == 15
    assert chances[-1] == 1.0
    assert np.all(np.diff(chances) > 0)
    weight = 1.82 * 12.0 / 13.82 / 2
    assert chances[1] / chances[0] - 1.0 == pytest.approx((1 + 1.82) / 2.0 * 12.0 / 13.82), weight


def test_distances_by_hand() -> None:
    far = distances(
        Context(origins=(Origin(name="a", share=0.5, distance=0.2), Origin(name="b", share=0.5, distance=0.6)))
    )
    assert np.allclose(far, [[0.0, 0.2, 0.6], [0.2, 0.0, 0.4], [0.6, 0.4, 0.0]])


def test_a_dissimilarity_out_of_reach_is_said() -> None:
    with pytest.raises(UserError, match=r"context\.dissimilarity is 0\.9; .* the nearest that can be reached"):
        settlement(replace(CITY, population=12, places=2, migrant_share=0.5, dissimilarity=0.9, place_spread=1.5), 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"origins": []}, "must name at least one"),
        ({"origins": [{"name": "a", "share": 0.4}]}, "add up to 0.4"),
        ({"origins": [{"name": "a", "share": 1.0}, {"name": "b", "share": 0.0}]}, "'b' is empty"),
        ({"origins": [{"name": "a", "share": 0.5}, {"name": "a", "share": 0.5}]}, "twice"),
        ({"origins": "a"}, "must be a list"),
        ({"population": 3, "places": 4}, "more than the 3 persons"),
        ({"populaton": 3}, "did you mean 'population'"),
        ({"migrant_share": 1.2}, r"must lie in \[0, 0.95\]"),
    ],
)
def test_a_context_that_does_not_hold_together_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(UserError, match=said):
        Context.read_context(given)
