"""Accounts close exactly, every month: persons come from somewhere and go somewhere, and so does every cent."""

from __future__ import annotations

import numpy as np
import pytest

from cohesion_sim.errors import UserError
from cohesion_sim.runs.simulation import Simulation
from tests.configurations import KINDS, configuration
from tests.invariants import broken
from tests.worlds import Table, running, with_context

NUMBERS = range(1000, 1000 + 8 * len(KINDS))
MONTHS = 8


def started(number: int) -> Simulation:
    """Return the simulation of a configuration; of the next of its kind, where one cannot be laid out."""
    try:
        return configuration(number).simulation()
    except UserError:
        return started(number + len(KINDS) * len(NUMBERS))


@pytest.mark.parametrize("number", NUMBERS)
def test_persons_and_euros_add_up_every_month(number: int) -> None:
    simulation = started(number)
    world = simulation.world
    for _ in range(MONTHS):
        before = world.population
        simulation.step()
        flows = world.flows
        assert min(flows.values()) >= 0
        assert before + flows["arrivals"] + flows["births"] - flows["deaths"] - flows["departures"] == world.population
        assert world.population + len(world.vacant_rows) == len(world.people)
        accounts = simulation.accounts
        assert accounts is not None
        assert np.array_equal(accounts.allocated, accounts.spent + accounts.unspent)
        assert accounts.unspent.min(initial=0) >= 0
        assert accounts.spent.min(initial=0) >= 0
        assert not broken(world)


def test_the_year_adds_up_to_the_budget() -> None:
    """1,750 EUR a head and year: each month's cents are a twelfth of it for those here, to half a cent."""
    simulation = running(months=0)
    for _ in range(12):
        simulation.step()
        accounts = simulation.accounts
        assert accounts is not None
        migrants = int(simulation.world.places.migrants.sum())
        assert int(accounts.allocated.sum()) == round(7000.0 * 100.0 * migrants / 12.0)


LARGE: Table = ((400, 60, 40), (200, 30, 70))


def test_flows_are_counted_where_they_happen() -> None:
    """With many arrivals there are some of each; whoever left is not there, whoever came has a new key."""
    simulation = running(with_context(running().scenario, arrivals=0.2), LARGE)
    world = simulation.world
    total = dict.fromkeys(world.flows, 0)
    keys = set(world.people.key[world.people.active].tolist())
    for _ in range(12):
        simulation.step()
        now = set(world.people.key[world.people.active].tolist())
        assert len(now - keys) == world.flows["arrivals"] + world.flows["births"]
        assert len(keys - now) == world.flows["deaths"] + world.flows["departures"]
        keys = now
        total = {name: total[name] + world.flows[name] for name in total}
    assert all(total[name] > 0 for name in ("arrivals", "births", "departures", "moves"))


def test_a_missing_person_is_noticed() -> None:
    """Control that must fail: somebody vanishes without being counted."""
    simulation = running(months=1)
    world = simulation.world
    before = world.population
    world.people.active[np.flatnonzero(world.people.active)[0]] = False
    assert before != world.population
    assert broken(world)


def test_arrivals_have_the_mean_that_is_asked_for() -> None:
    """0.12 a person and year, 800 persons: 96 expected in a year; five deviations are 49 (false alarm 6e-7)."""
    table: Table = ((500, 40, 30), (200, 10, 20))
    simulation = running(with_context(running().scenario, arrivals=0.12), table)
    arrived = 0
    for _ in range(12):
        simulation.step()
        arrived += simulation.world.flows["arrivals"]
    assert abs(arrived - 96) < 49
