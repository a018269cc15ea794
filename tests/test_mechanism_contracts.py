"""Every mechanism keeps the same contract: what it may write, what it draws on, what it must never depend on."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from cohesion_sim.chance import Key, stream
from cohesion_sim.compiled import Workers
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.mechanisms.language import Language
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.parameters import declarations
from cohesion_sim.policy.levers import Abroad, Country, Levers, Local
from cohesion_sim.policy.rights import Access
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.people import ASYLUM_SEEKER, CATALOGUE, IRREGULAR
from cohesion_sim.state.world import World
from tests.digests import columns, digest
from tests.invariants import broken
from tests.worlds import Table, by_key, context_of, copied, emptied, permuted, running, tie_set

LARGE: Table = ((60, 14, 9), (34, 6, 12), (9, 1, 2))
MONTH = 47
"""The last month of a politician's term, so that elections are held too."""

mechanisms = pytest.mark.parametrize("cls", list(MECHANISMS.values()), ids=list(MECHANISMS))


def lively() -> Simulation:
    """Return a town of 147 persons after three months, with arrivals and every mechanism on."""
    context = context_of(LARGE, arrivals=0.2, unemployment=0.12, reactivity=2.0)
    regime = replace(Scenario().regime, access=Access(asylum_wait=1.0, work_ban=2.0, permanence=6.0, citizenship=6.0))
    scenario = Scenario(context=context, regime=regime, mechanisms=tuple(cls() for cls in MECHANISMS.values()))
    simulation = running(scenario, LARGE, months=3)
    simulation.world.month = MONTH
    return simulation


@pytest.fixture(scope="module")
def town() -> Simulation:
    """Share one town; every test copies its world."""
    return lively()


def key_of(cls: type[Mechanism], seed: int = 1, month: int = MONTH) -> Key:
    """Return the key that a simulation would give."""
    return Key(seed, stream(cls.name), month)


def after(cls: type[Mechanism], world: World, levers: Levers, months: int = 1, **numbers: Any) -> World:
    """Return a copy of the world after some months of one mechanism alone."""
    twin = copied(world)
    for month in range(months):
        cls(**numbers).step(twin, levers, key_of(cls, month=MONTH + month), None)
    return twin


def state(world: World) -> dict[str, str]:
    """Return the digest of everything that a mechanism could touch."""
    found: dict[str, NDArray[Any]] = {f"people.{name}": column for name, column in world.people.snapshot().items()}
    for owner in ("ties", "places"):
        part = vars(getattr(world, owner))
        found |= {f"{owner}.{name}": value for name, value in part.items() if isinstance(value, np.ndarray)}
    found["flows"] = np.array([world.flows[name] for name in sorted(world.flows)])
    found["mood"] = np.array([world.mood])
    found["faces"], found["distance"] = world.faces, world.distance
    found["vacant_rows"], found["gone"] = np.array(world.vacant_rows), np.array([len(world.gone)])
    found["month"], found["founded"] = np.array([world.month]), np.array([world.founded])
    return {name: digest(column) for name, column in found.items()}


def allowed_by(name: str) -> set[str]:
    """Return the names of all that a declared name covers."""
    groups = {
        "people": {f"people.{column}" for column in (*CATALOGUE, "stage")} | {"vacant_rows", "gone"},
        "ties": {f"ties.{column}" for column in ("partner", "link", "strength", "degree")},
        "places.register": {f"places.{column}" for column in ("register", "residents", "start", "span")}
        | {"people.address"},
    }
    return groups.get(name, {name})


def allowed(cls: type[Mechanism]) -> set[str]:
    """Return the names of all that the mechanism declares to write."""
    return set().union(*(allowed_by(name) for name in cls.writes))


@mechanisms
def test_it_writes_only_what_it_declares(cls: type[Mechanism], town: Simulation) -> None:
    before, behind = state(town.world), state(after(cls, town.world, town.levers))
    written = {name for name in before if before[name] != behind[name]}
    assert written <= allowed(cls)


@mechanisms
def test_what_it_declares_exists_and_is_written_some_day(cls: type[Mechanism], town: Simulation) -> None:
    world = copied(town.world)
    migrants = world.people.active & (world.people.group > 0)
    world.people.status[migrants] = np.where(world.people.key[migrants] % 2, IRREGULAR, ASYLUM_SEEKER)
    world.people.employed[migrants] = False
    before = state(world)
    unwritten = set(cls.writes)
    levers = replace(town.levers, abroad=Abroad(1.0, 1.0, 1.0, 1.0, 0.0, 12.0))
    for month in range(240):
        cls().step(world, levers, key_of(cls, month=MONTH + month), None)
        behind = state(world)
        written = {part for part in behind if part not in before or before[part] != behind[part]}
        unwritten -= {name for name in unwritten if written & ({name} | allowed_by(name))}
        if not unwritten:
            break
    assert not unwritten


@mechanisms
def test_the_same_key_makes_the_same_world(cls: type[Mechanism], town: Simulation) -> None:
    assert state(after(cls, town.world, town.levers)) == state(after(cls, town.world, town.levers))


@mechanisms
def test_threads_make_the_same_world(cls: type[Mechanism], town: Simulation) -> None:
    world = copied(town.world)
    world.workers = Workers(3, grain=1)
    cls().step(world, town.levers, key_of(cls), None)
    assert state(world) == state(after(cls, town.world, town.levers))


class Notes:
    """A ledger that only listens."""

    def __init__(self) -> None:
        self.heard = 0

    def add(self, mechanism: str, terms: tuple[tuple[str, str], ...], sums: NDArray[np.int64]) -> None:
        """Check that sums are one a term and side."""
        assert sums.shape == (len(terms), 2)
        self.heard += 1

    def mark(self, mechanism: str, term: str) -> None:
        """Hear a mark."""
        self.heard += 1


@mechanisms
def test_a_ledger_changes_nothing(cls: type[Mechanism], town: Simulation) -> None:
    world, notes = copied(town.world), Notes()
    cls().step(world, town.levers, key_of(cls), notes)
    assert state(world) == state(after(cls, town.world, town.levers))
    assert notes.heard > 0 or not cls.terms


@mechanisms
@pytest.mark.parametrize("end", ["low", "high"])
def test_bounds_are_kept_with_all_numbers_at_their_limits(cls: type[Mechanism], end: str, town: Simulation) -> None:
    numbers = {declared.name: declared.metadata[end] for declared in declarations(cls)}
    world = after(cls, town.world, town.levers, months=3, **numbers)
    assert not broken(world)
    assert -1.0 <= world.mood <= 1.0


@mechanisms
@pytest.mark.parametrize("edge", [0.0, 1.0])
def test_bounds_are_kept_where_everybody_is_at_an_end(cls: type[Mechanism], edge: float, town: Simulation) -> None:
    world = copied(town.world)
    for name, column in CATALOGUE.items():
        if column.dtype is np.float32 and (column.low, column.high) == (0, 1):
            getattr(world.people, name)[world.people.active] = edge
    assert not broken(after(cls, world, town.levers, months=2))


@mechanisms
def test_vacant_rows_stay_empty(cls: type[Mechanism], town: Simulation) -> None:
    world = copied(town.world)
    world.remove(np.flatnonzero(world.people.active)[::3])
    twin = after(cls, world, town.levers)
    vacant = ~twin.people.active
    for name in CATALOGUE:
        assert not getattr(twin.people, name)[vacant].any(), name


@mechanisms
def test_nothing_changes_for_nobody(cls: type[Mechanism], town: Simulation) -> None:
    empty = emptied(town.world)
    empty.founded = 0
    empty.flows = dict.fromkeys(empty.flows, 0)
    before = state(empty)
    behind = state(after(cls, empty, town.levers))
    assert behind == before


@mechanisms
def test_the_order_of_rows_does_not_matter(cls: type[Mechanism], town: Simulation) -> None:
    """The same persons in other rows live through the same month, ties included."""
    straight = after(cls, town.world, town.levers, months=2)
    for number in range(4):
        order = np.random.default_rng(number).permutation(len(town.world.people))
        mixed = after(cls, permuted(town.world, order), town.levers, months=2)
        one, other = by_key(straight), by_key(mixed)
        differing = [name for name in one if not np.array_equal(one[name], other[name])]
        assert not differing
        assert tie_set(straight) == tie_set(mixed)
        assert straight.flows == mixed.flows
        assert straight.mood == mixed.mood


@mechanisms
def test_every_number_has_a_source_a_unit_and_a_range(cls: type[Mechanism]) -> None:
    assert declarations(cls)
    for declared in declarations(cls):
        said = declared.metadata
        known = re.fullmatch(r"[A-Z]+\d+|MIPEX|assumption|convention", said["source"])
        assert known, f"{declared.name}: {said['source']}"
        assert said["unit"], declared.name
        assert said["low"] < said["high"], declared.name
        assert said["opposed"] == "" or re.fullmatch(r"[A-Z]+\d+", said["opposed"]), declared.name


def levers_used(cls: type[Mechanism]) -> set[str]:
    """Return the levers that the module reads, as ``levers.country.x``, ``.local.x``, ``.abroad.x``, by its source."""
    used: set[str] = set()
    country, local, abroad = set(Country._fields), set(Local.__annotations__), set(Abroad._fields)
    for node in ast.walk(ast.parse(inspect.getsource(sys.modules[cls.__module__]))):
        if not isinstance(node, ast.Attribute):
            continue
        owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        if owner == "country" and node.attr in country:
            used.add(f"levers.country.{node.attr}")
        if owner == "local" and node.attr in local:
            used.add(f"levers.local.{node.attr}")
        if owner == "abroad" and node.attr in abroad:
            used.add(f"levers.abroad.{node.attr}")
    return used


@mechanisms
def test_the_docstring_names_every_parameter_and_lever(cls: type[Mechanism]) -> None:
    said = sys.modules[cls.__module__].__doc__ or ""
    missing = [name.name for name in declarations(cls) if not re.search(rf"\b{name.name}\b", said)]
    missing += [lever for lever in sorted(levers_used(cls)) if lever not in said]
    assert not missing


@mechanisms
def test_the_docstring_names_no_lever_that_the_code_does_not_use(cls: type[Mechanism]) -> None:
    said = set(re.findall(r"levers\.(?:country|local|abroad)\.\w+", sys.modules[cls.__module__].__doc__ or ""))
    assert said == levers_used(cls)


@mechanisms
def test_the_docstring_has_its_parts(cls: type[Mechanism]) -> None:
    said = sys.modules[cls.__module__].__doc__ or ""
    assert said.split("\n", 1)[0].endswith((".", ".\n"))
    for part in ("\nEquation", "\nAssumes", "\nSources"):
        assert part in said


@mechanisms
def test_its_terms_name_outcomes_that_it_writes(cls: type[Mechanism]) -> None:
    columns_of = {"employment": "employed"}
    for outcome, term in cls.terms:
        assert f"people.{columns_of.get(outcome, outcome)}" in cls.writes
        assert term


def test_a_mechanism_that_writes_more_than_it_says_is_caught(town: Simulation) -> None:
    """Control that must fail: a language course that also makes people trust."""

    class Overreaching(Language):
        def step(self, world: World, *rest: Any) -> None:
            super().step(world, *rest)
            world.people.trust[:] += np.float32(0.01)

    with pytest.raises(AssertionError):
        test_it_writes_only_what_it_declares(Overreaching, town)


def test_a_mechanism_that_depends_on_the_order_of_rows_is_caught(town: Simulation) -> None:
    """Control that must fail: the first row learns."""

    class FirstComes(Language):
        def step(self, world: World, *rest: Any) -> None:
            world.people.language[np.flatnonzero(world.people.active)[0]] = 0.123

    with pytest.raises(AssertionError):
        test_the_order_of_rows_does_not_matter(FirstComes, town)


def test_columns_of_a_running_simulation_hold_all_that_mechanisms_can_touch(town: Simulation) -> None:
    """What the contract looks at, the differential test looks at too."""
    missing = set(state(town.world)) - set(columns(town)) - {"distance", "gone", "month", "founded"}
    assert not missing
