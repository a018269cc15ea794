"""Ties know both their ends whatever is added and dropped; the register finds everybody; rows are used again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.state.people import ATTITUDES, COLUMNS, PROGRAMMES, People
from cohesion_sim.state.places import dissimilarity
from cohesion_sim.state.surroundings import (
    group_of,
    language_of,
    look_around,
    shown,
    threat_of,
    warmth_of,
    works,
)
from cohesion_sim.state.ties import KIN, WORK, Ties, add_tie, drop_tie, tied
from tests.invariants import broken, broken_register, broken_sides, broken_ties
from tests.worlds import TOWN, context_of, copied, running, settled

PERSONS = 7
STEPS = st.lists(
    st.tuples(
        st.booleans(), st.integers(0, PERSONS - 1), st.integers(0, PERSONS - 1), st.integers(0, 3), st.integers(0, 1)
    ),
    max_size=60,
)


@given(STEPS, st.sampled_from([1, 2, 4, 32]))
def test_ties_are_a_set_of_pairs_with_two_ends(steps: list[tuple[bool, int, int, int, int]], slots: int) -> None:
    """Adding and dropping in any order does what a plain set of pairs would do."""
    ties = Ties(PERSONS, slots)
    expected: dict[frozenset[int], tuple[int, int]] = {}
    for adding, one, other, layer, bridging in steps:
        if adding:
            room = all(sum(end in pair for pair in expected) < slots for end in (one, other))
            fits = one != other and frozenset((one, other)) not in expected and room
            done = add_tie(ties.partner, ties.link, ties.strength, ties.degree, one, other, layer, bridging, 99)
            assert done == fits
            if fits:
                expected[frozenset((one, other))] = (layer, bridging)
        elif ties.degree[one]:
            slot = other % int(ties.degree[one])
            del expected[frozenset((one, int(ties.partner[one, slot])))]
            drop_tie(ties.partner, ties.link, ties.strength, ties.degree, one, slot)
        assert not broken_ties(ties)
    found = {frozenset((a, b)): layer for a, b, layer, _ in zip(*(x.tolist() for x in ties.edges()), strict=True)}
    assert found == {pair: layer for pair, (layer, _) in expected.items()}


def test_a_tie_by_hand() -> None:
    ties = Ties(3, 4)
    assert add_tie(ties.partner, ties.link, ties.strength, ties.degree, 0, 2, WORK, 1, 110)
    assert (ties.partner[0, 0], ties.partner[2, 0]) == (2, 0)
    assert ties.link[0, 0] == ties.link[2, 0] == 0 | WORK << 5 | 1 << 7
    assert ties.strength[0, 0] == ties.strength[2, 0] == 110
    assert tied(ties.partner, ties.degree, 0, 2)
    assert not tied(ties.partner, ties.degree, 0, 1)


def test_dropping_the_first_tie_moves_the_last_into_its_slot() -> None:
    ties = Ties(4, 4)
    for other in (1, 2, 3):
        add_tie(ties.partner, ties.link, ties.strength, ties.degree, 0, other, KIN, 0, other)
    drop_tie(ties.partner, ties.link, ties.strength, ties.degree, 0, 0)
    assert ties.partner[0].tolist() == [3, 2, -1, -1]
    assert ties.strength[0, 0] == 3
    assert int(ties.link[3, 0]) & 31 == 0
    assert ties.degree.tolist() == [2, 0, 1, 1]


def test_a_tie_whose_two_ends_disagree_is_seen() -> None:
    """Control that must fail."""
    ties = Ties(3, 4)
    add_tie(ties.partner, ties.link, ties.strength, ties.degree, 0, 2, WORK, 1, 110)
    ties.link[2, 0] ^= 1
    assert broken_ties(ties)


def test_a_growing_network_keeps_its_ties() -> None:
    world = settled(TOWN, context_of(TOWN))
    before = [end.tolist() for end in world.ties.edges()]
    world.ties.grow(500)
    assert [end.tolist() for end in world.ties.edges()] == before


@pytest.mark.parametrize("table", [TOWN, ((1, 0),), ((0, 0), (3, 0)), ((200, 0, 0), (1, 0, 0)), ((0, 0),)])
def test_everybody_has_one_address(table: tuple[tuple[int, ...], ...]) -> None:
    assert not broken(settled(table, context_of(table)))


def test_a_register_with_a_wrong_entry_is_seen() -> None:
    """Control that must fail."""
    world = settled(TOWN, context_of(TOWN))
    world.places.register[world.people.address[3]] = 4
    assert broken_register(world)


@given(st.lists(st.integers(0, 42), max_size=30, unique=True), st.integers(0, 60))
def test_leaving_and_coming_keep_every_book(leaving: list[int], coming: int) -> None:
    """Persons leave, others take their rows, a larger register is opened when a place gets full."""
    world = copied(START)
    world.remove(np.array(leaving, np.int64))
    assert world.population == 43 - len(leaving)
    assert not broken(world)
    keys = 2**40 + np.arange(coming)
    rows = world.admit(keys, np.ones(coming, np.int8), np.ones(coming, np.int32), 2)
    people = world.people
    assert np.array_equal(people.key[rows], keys)
    assert people.generation[rows].tolist() == [2] * coming
    assert not world.ties.degree[rows].any()
    assert world.population == 43 - len(leaving) + coming
    assert len(people) == 43 + max(0, coming - len(leaving))
    assert not broken(world)


START = settled(TOWN, context_of(TOWN))


def test_a_vacant_row_keeps_nothing_of_who_was_there() -> None:
    world = copied(START)
    world.remove(np.array([5]))
    assert all(not getattr(world.people, column.name)[5] for column in COLUMNS)


def test_growing_people_keeps_what_they_are() -> None:
    people = People(3)
    people.trust[:] = [0.1, 0.2, 0.3]
    people.stage[2] = 7
    room = people.room
    for extra in (2, room):
        people.extend(extra)
        assert people.trust[:5].tolist() == pytest.approx([0.1, 0.2, 0.3, 0.0, 0.0])
        assert people.stage[2].tolist() == [7] * PROGRAMMES
        assert not people.stage[3:].any()
    assert len(people) == 5 + room < people.room


def test_attitudes_are_columns_once_more() -> None:
    people = People(3)
    for number, name in enumerate(ATTITUDES):
        getattr(people, name)[:] = number / 10.0
        getattr(people, f"{name}_setpoint")[:] = number
    assert people.attitudes[:, 1].tolist() == pytest.approx([number / 10.0 for number in range(9)])
    assert people.setpoints[:, 2].tolist() == list(range(9))


def test_order_of_rows_can_be_changed() -> None:
    people = People(3)
    people.age[:] = [10, 20, 30]
    people.reorder(np.array([2, 0, 1]))
    assert people.age.tolist() == [30, 10, 20]


def test_every_column_is_declared_once_and_typed() -> None:
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    assert {*names, "stage", "attitudes", "setpoints"} == set(People.__annotations__)


@given(st.integers(0, 63), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_a_face_shows_what_a_person_is(
    group: int, warmth: float, language: float, threat: float, employed: bool
) -> None:
    face = shown(group, warmth, language, threat, employed)
    assert 0 <= face < 2**31
    assert group_of(face) == group
    assert works(face) == int(employed)
    assert warmth_of(face) == pytest.approx(warmth, abs=0.5 / 255)
    assert language_of(face) == pytest.approx(language, abs=0.5 / 255)
    assert threat_of(face) == pytest.approx(threat, abs=0.5 / 127)


def test_what_a_person_sees_along_her_ties_by_hand() -> None:
    """A host with one host friend (in work, warmth 1) and one migrant friend (language 0)."""
    world = settled(((2, 1, 0),), context_of(((2, 1, 0),)))
    people, ties = world.people, world.ties
    ties.degree[:] = 0
    hosts, migrant = np.flatnonzero(people.group == 0), int(np.flatnonzero(people.group)[0])
    ego, friend = int(hosts[0]), int(hosts[1])
    people.warmth[[ego, friend, migrant]] = [0.5, 1.0, 0.2]
    people.language[[ego, friend, migrant]] = [1.0, 1.0, 0.0]
    people.employed[[ego, friend, migrant]] = [False, True, False]
    add_tie(ties.partner, ties.link, ties.strength, ties.degree, ego, friend, KIN, 0, 99)
    add_tie(ties.partner, ties.link, ties.strength, ties.degree, ego, migrant, WORK, 1, 99)
    look_around(world)
    assert (people.own_ties[ego], people.bridging_ties[ego], people.employed_ties[ego]) == (1, 1, 1)
    assert people.peer_warmth[ego] == 255
    assert people.speaking_ties[ego] == 127
    assert (people.own_ties[migrant], people.bridging_ties[migrant]) == (0, 1)
    assert people.peer_warmth[migrant] == 51  # nobody of her own side: her own warmth, 0.2


def test_what_a_place_sees_by_hand() -> None:
    world = settled(((3, 1, 0), (0, 0, 0)), context_of(((3, 1, 0), (0, 0, 0))))
    people, places = world.people, world.places
    hosts = people.group == 0
    people.warmth[hosts], people.warmth[~hosts] = [0.25, 0.5, 0.75], 1.0
    people.language[hosts], people.language[~hosts] = 1.0, 0.0
    people.threat_economic[hosts], people.threat_cultural[hosts] = 0.5, 0.25
    look_around(world)
    assert places.hosts.tolist() == [3, 0]
    assert places.migrants.tolist() == [1, 0]
    assert places.migrant_share.tolist() == [0.25, 0.0]
    assert places.host_warmth.tolist() == [0.5, 0.5]
    assert places.migrant_warmth.tolist() == [1.0, 0.5]
    assert places.host_threat.tolist() == [0.375, 0.0]
    assert places.language.tolist() == [0.75, 0.0]


def test_the_growth_of_the_share_is_over_a_year() -> None:
    simulation = running()
    before = simulation.world.places.migrant_share.copy()
    simulation.world.month = 12
    simulation.world.places.share_year_ago[:, 0] = before - 0.1
    look_around(simulation.world)
    assert np.allclose(simulation.world.places.share_growth, 0.1)


@pytest.mark.parametrize(
    ("hosts", "migrants", "expected"),
    [([10, 0], [0, 5], 1.0), ([10, 10], [5, 5], 0.0), ([30, 10], [5, 5], 0.25), ([0, 0], [5, 5], 0.0)],
)
def test_dissimilarity_by_hand(hosts: list[int], migrants: list[int], expected: float) -> None:
    assert dissimilarity(np.array(hosts), np.array(migrants)) == pytest.approx(expected)


def test_ties_bridge_exactly_host_and_migrant() -> None:
    world = running(months=3).world
    assert not broken_sides(world)
    assert int((world.ties.link[:43] >> 7).sum()) > 0
