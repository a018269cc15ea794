"""Loops treat the person exactly on a threshold, the person in row 0 and the rare case as their rules say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cohesion_sim.chance import Key, stream
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.mechanisms.demography import tie_children, tie_families
from cohesion_sim.mechanisms.employment import Employment
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.mechanisms.moves import Moves, attractions
from cohesion_sim.mechanisms.wellbeing import Wellbeing
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.state.people import ADULT, IRREGULAR, RETIRED
from cohesion_sim.state.ties import ASSOCIATION, KIN, WORK, Ties, add_tie
from cohesion_sim.state.turnover import change_ties
from cohesion_sim.state.world import World
from tests.worlds import Table, copied, running

CITY: Table = ((300, 60, 40), (200, 30, 70), (200, 60, 40))


@pytest.fixture(scope="module")
def city() -> Simulation:
    """Share a town of 1,000; every test copies its world."""
    return running(table=CITY, months=1)


def changed(city: Simulation, cls: type[Mechanism], months: int = 12, **columns: Any) -> World:
    """Return a copy of the city, some columns set for everybody, after a year of one mechanism."""
    world = copied(city.world)
    for name, value in columns.items():
        getattr(world.people, name)[world.people.active] = value
    for month in range(months):
        cls().step(world, city.levers, Key(1, stream(cls.name), month), None)
    return world


@pytest.mark.parametrize(
    ("mechanism", "column", "edge", "alike", "unlike"),
    [
        ("employment", "employed", ADULT, ADULT + 1, ADULT - 1),
        ("employment", "employed", RETIRED, RETIRED + 1, RETIRED - 1),
        ("discrimination", "discrimination", ADULT, ADULT + 1, ADULT - 1),
        ("moves", "place", RETIRED, RETIRED - 1, RETIRED + 1),
    ],
)
def test_who_is_exactly_of_an_age_belongs_to_one_side(
    mechanism: str, column: str, edge: int, alike: int, unlike: int, city: Simulation
) -> None:
    cls = MECHANISMS[mechanism]
    at, same, other = (getattr(changed(city, cls, age=age).people, column) for age in (edge, alike, unlike))
    assert np.array_equal(at, same)
    assert not np.array_equal(at, other)


def test_the_exploited_fare_worse(city: Simulation) -> None:
    fine = changed(city, Wellbeing, 1, employed=True, exploited=False).people
    abused = changed(city, Wellbeing, 1, employed=True, exploited=True).people
    here = fine.active
    drop = fine.wellbeing[here] - abused.wellbeing[here]
    level = city.world.people.wellbeing[here].astype(np.float64)
    assert drop == pytest.approx(2.0 * Wellbeing().abused * level * (1.0 - level), abs=1e-6)


def test_ties_begin_and_end_with_row_0() -> None:
    """Row 1 loses row 0; row 2 meets row 0 in her place, row 3 meets row 0 of another place; groups set the side.

    Three threads decided: two lists are full, the one in the middle has nobody after row 2.
    """
    ties, nobody = Ties(4, 4), -1
    add_tie(ties.partner, ties.link, ties.strength, ties.degree, 0, 1, KIN, 0, 200)
    decided = np.array([[1, 2, nobody, 3], [0, nobody, 9, nobody], [nobody, 0, 9, 0]], np.int32)
    group, place = np.array([0, 0, 1, 0], np.int8), np.array([5, 5, 5, 6], np.int32)
    bridging = np.zeros(4, np.uint8)
    starts = np.array([0, 1, 3])
    change_ties(decided, starts, group, place, bridging, ties.partner, ties.link, ties.strength, ties.degree)
    assert bridging.tolist() == [1, 0, 1, 0]
    assert ties.degree.tolist() == [2, 0, 1, 1]
    assert ties.partner[2, 0] == ties.partner[3, 0] == 0
    assert int(ties.link[2, 0]) >> 5 == ASSOCIATION | 1 << 2
    assert int(ties.link[3, 0]) >> 5 == WORK


def test_newcomers_of_one_origin_and_place_come_in_pairs() -> None:
    """Seven newcomers: the first two, the third pair; not those of different origins or places, nor the last alone."""
    ties = Ties(20, 4)
    rows = np.arange(10, 17, dtype=np.int64)
    group = np.array([1, 1, 1, 2, 2, 2, 2], np.int8)
    place = np.array([0, 0, 0, 0, 3, 3, 3], np.int32)
    tie_families(rows, group, place, ties.partner, ties.link, ties.strength, ties.degree)
    one, other, layer, strength = ties.edges()
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(10, 11), (14, 15)]
    assert set(layer.tolist()) == {KIN}
    assert set(strength.tolist()) == {220}


def test_a_child_is_tied_to_her_mother_and_her_mothers_kin() -> None:
    """The mother (row 0) has two kin and a colleague; a second child's mother has left: her row has another key."""
    ties = Ties(8, 6)
    for other, layer in ((1, KIN), (2, WORK), (3, KIN)):
        add_tie(ties.partner, ties.link, ties.strength, ties.degree, 0, other, layer, 0, 100)
    born, mothers, keys = np.array([6, 7]), np.array([0, 4]), np.array([70, 99])
    people_key, group = np.arange(70, 78), np.array([0, 0, 0, 1, 0, 0, 0, 0], np.int8)
    tie_children(born, mothers, keys, people_key, group, ties.partner, ties.link, ties.strength, ties.degree)
    assert sorted(ties.partner[6, : ties.degree[6]].tolist()) == [0, 1, 3]
    assert ties.degree[7] == 0
    sides = {int(row): int(bits) >> 7 for row, bits in zip(ties.partner[6], ties.link[6], strict=True) if row >= 0}
    assert sides == {0: 0, 1: 0, 3: 1}


def exploited_share(city: Simulation, language: float) -> float:
    """Return the share of hires that are exploited, where irregular migrants are hired and let go for 30 years."""
    world = copied(city.world)
    people = world.people
    migrants = people.active & (people.group > 0)
    people.status[migrants], people.language[migrants], people.age[migrants] = IRREGULAR, language, 360
    hires = exploited = 0
    for month in range(360):
        people.employed[migrants], people.exploited[migrants] = False, False
        Employment().step(world, city.levers, Key(1, stream("employment"), month), None)
        hires += int(people.employed[migrants].sum())
        exploited += int(people.exploited[migrants].sum())
    return exploited / hires


def test_who_speaks_the_language_is_exploited_less_than_half_as_often(city: Simulation) -> None:
    """1.2 − 0.7·l: 1.2 against 0.5 of the same chance, within a third."""
    mute, fluent = exploited_share(city, 0.0), exploited_share(city, 1.0)
    assert fluent / mute == pytest.approx(0.5 / 1.2, rel=0.33)


def test_hosts_move_where_people_live_and_migrants_rather_where_migrants_do_and_no_threat_is() -> None:
    residents, migrants = np.array([500, 300, 200]), np.array([10, 60, 30])
    p = Moves(follow=0.8, shun=0.3)
    where_hosts, where_migrants = attractions(residents, migrants, np.array([0.0, 0.5, 0.2]), p)
    assert where_hosts.tolist() == pytest.approx([0.5, 0.8, 1.0])
    drawn = [0.8 * 0.1 + 0.2 * 0.5, (0.8 * 0.6 + 0.2 * 0.3) * 0.85, (0.8 * 0.3 + 0.2 * 0.2) * 0.94]
    assert where_migrants.tolist() == pytest.approx(np.cumsum(drawn) / sum(drawn))
    _, where_migrants = attractions(residents, np.zeros(3, np.int64), np.zeros(3), Moves(follow=1.0))
    assert where_migrants.tolist() == [1.0, 1.0, 1.0]
