"""Small worlds are laid out by hand: so many persons of each group in each place, then endowed and tied as usual."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.context import Context, Origin
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.endowment import Dispositions
from cohesion_sim.state.world import World
from cohesion_sim.synthesis.network import Mixing, tie_everybody
from cohesion_sim.synthesis.population import empty_world, founders, interleave

Table = Sequence[Sequence[int]]
"""Persons by place and group, hosts first."""

TWO_ORIGINS = (
    Origin(name="near", share=0.5, distance=0.3, language=0.2, education=0.6),
    Origin(name="far", share=0.5, distance=0.8, vulnerability=0.4, asylum=0.5, irregular=0.1),
)
TOWN: Table = ((18, 5, 3), (9, 2, 6))
"""Two places, 43 persons, two origin groups."""


def context_of(table: Table, origins: Sequence[Origin] = TWO_ORIGINS, **changes: Any) -> Context:
    """Return a context of the size of a table."""
    counts = np.array(table)
    persons, migrants = int(counts.sum()), int(counts[:, 1:].sum())
    sizes = {
        "population": max(1, persons),
        "places": min(len(table), max(1, persons)),
        "migrant_share": min(0.95, migrants / max(1, persons)),
    }
    return Context(origins=tuple(origins), **{**sizes, **changes})


def settled(
    table: Table,
    context: Context,
    seed: int = 1,
    slots: int = 16,
    dispositions: Dispositions | None = None,
    mixing: Mixing | None = None,
) -> World:
    """Return a world whose places hold exactly the persons of the table; places and table may be empty."""
    counts = np.array(table, np.int64)
    world = empty_world(context, dispositions or Dispositions(), int(counts.sum()), slots, None)
    world.places = type(world.places)(len(counts))
    people = world.people
    places, groups = np.meshgrid(np.arange(counts.shape[0]), np.arange(counts.shape[1]), indexing="ij")
    people.place[:] = np.repeat(places.ravel(), counts.ravel())
    people.group[:] = np.repeat(groups.ravel(), counts.ravel())
    founders(world, context, seed)
    interleave(people)
    world.places.open_register(people)
    tie_everybody(world, mixing or Mixing(), seed)
    return world


def running(
    scenario: Scenario | None = None,
    table: Table = TOWN,
    seed: int = 1,
    *,
    months: int = 0,
    threads: int = 1,
    grain: int = 1,
) -> Simulation:
    """Return a simulation of a world laid out by a table, after some months."""
    scenario = scenario or Scenario(context=context_of(table))
    world = settled(table, scenario.context, seed, scenario.network.slots, scenario.dispositions, scenario.mixing)
    simulation = Simulation(scenario, seed, threads=threads, grain=grain, world=world)
    for _ in range(months):
        simulation.step()
    return simulation


def copied(world: World) -> World:
    """Return a world of its own memory, equal in everything."""
    workers, world.workers = world.workers, type(world.workers)()
    try:
        return copy.deepcopy(world)
    finally:
        world.workers = workers


def permuted(world: World, order: NDArray[np.int64]) -> World:
    """Return the same world with its rows in another order: ``order[k]`` becomes ``k``; keys and ties follow."""
    twin = copied(world)
    count = len(twin.people)
    new_row = np.empty(count + 1, np.int64)
    new_row[order] = np.arange(count)
    new_row[count] = -1  # what -1 indexes: nobody
    twin.people.reorder(order)
    ties = twin.ties
    for name in ("link", "strength", "degree"):
        getattr(ties, name)[:count] = getattr(world.ties, name)[order]
    used = np.arange(ties.slots)[None, :] < ties.degree[:count, None]
    ties.partner[:count] = np.where(used, new_row[world.ties.partner[order]], -1)
    twin.places.register[:] = new_row[world.places.register]
    if len(world.faces):
        twin.faces = world.faces[order].copy()
    twin.vacant_rows = [int(new_row[row]) for row in world.vacant_rows]
    return twin


def by_key(world: World) -> dict[str, NDArray[Any]]:
    """Return all columns of those who are present, in the order of their keys, addresses left out."""
    people = world.people
    rows = np.flatnonzero(people.active)
    rows = rows[np.argsort(people.key[rows], kind="stable")]
    return {name: column[rows] for name, column in people.snapshot().items() if name != "address"}


def tie_set(world: World) -> set[tuple[int, int, int, int]]:
    """Return all ties as (smaller key, larger key, layer, strength)."""
    keys = world.people.key
    found = set()
    for one, other, layer, strength in zip(*(end.tolist() for end in world.ties.edges()), strict=True):
        a, b = sorted((int(keys[one]), int(keys[other])))
        found.add((a, b, layer, strength))
    return found


def emptied(world: World) -> World:
    """Return a copy of a world that everybody has left: rows are there, nobody is in them."""
    twin = copied(world)
    twin.remove(np.flatnonzero(twin.people.active))
    return twin


def with_context(scenario: Scenario, **changes: Any) -> Scenario:
    """Return the scenario with some numbers of its context changed."""
    return replace(scenario, context=replace(scenario.context, **changes))
