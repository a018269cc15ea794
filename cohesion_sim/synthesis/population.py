"""A world is made from a context and a seed: who lives where, what they bring along, whom they know."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key, identity, stream
from cohesion_sim.compiled import Workers, loop
from cohesion_sim.context import Context
from cohesion_sim.state.endowment import Dispositions, endowment
from cohesion_sim.state.people import ADULT, People
from cohesion_sim.state.persons import endow
from cohesion_sim.state.places import Places
from cohesion_sim.state.ties import Ties
from cohesion_sim.state.world import World
from cohesion_sim.synthesis.network import Mixing, tie_everybody
from cohesion_sim.synthesis.segregation import settlement


@loop
def name_all(
    lo: int, hi: int, group: NDArray[np.int8], ordinal: NDArray[np.int64], made: NDArray[np.int64], key: Key
) -> None:
    """Give each founder her key, from her group and ordinal within it."""
    for i in range(lo, hi):
        made[i] = identity(key, int(group[i]), int(ordinal[i]))


def distances(context: Context) -> NDArray[np.float64]:
    """Return cultural distance between groups, hosts first; shape (groups + 1, groups + 1), symmetric.

    Two origin groups are as far apart as the mean of their distances to the hosts.
    """
    far = np.array([0.0, *(origin.distance for origin in context.origins)])
    result: NDArray[np.float64] = 0.5 * (far[:, None] + far[None, :])
    result[0, :] = far
    result[:, 0] = far
    np.fill_diagonal(result, 0.0)
    return result


def empty_world(context: Context, dispositions: Dispositions, count: int, slots: int, workers: Workers | None) -> World:
    """Return a world with ``count`` rows to be filled."""
    people = People(count)
    return World(
        people=people,
        ties=Ties(count, slots),
        places=Places(context.places),
        distance=distances(context),
        group_names=("hosts", *(origin.name for origin in context.origins)),
        endowment=endowment(context, dispositions),
        workers=workers or Workers(),
    )


def founders(world: World, context: Context, seed: int) -> None:
    """Fill all rows with founders, who must have place and group."""
    people = world.people
    count = len(people)
    key = Key(seed, stream("identity"), 0)
    order = np.argsort(people.group, kind="stable")
    ordinal = np.empty(count, np.int64)
    starts = np.searchsorted(people.group[order], np.arange(len(world.group_names)))
    ordinal[order] = np.arange(count) - starts[people.group[order]]
    made = np.zeros(count, np.int64)
    world.workers.spread(name_all, count, people.group, ordinal, made, key)
    people.key[:] = made
    people.active[:] = True
    world.founded = count
    people.generation[:] = generations(made, people.group, context)
    endow(world, np.arange(count), True, seed)
    people.founder[:] = people.age >= ADULT


def generations(keys: NDArray[np.int64], group: NDArray[np.signedinteger[Any]], context: Context) -> NDArray[np.int64]:
    """Return 0 for hosts, 1 for migrants born abroad, 2 for those born here; which of the two follows from the key."""
    second = ((keys >> 3) & 0xFFFF) < context.second_generation * 65536
    return np.where(group == 0, 0, np.where(second, 2, 1))


def synthesised(
    context: Context,
    dispositions: Dispositions,
    mixing: Mixing,
    seed: int,
    slots: int = 16,
    workers: Workers | None = None,
) -> World:
    """Return a world made from a context: founders in households, of one group, place by place, tied to each other.

    Parameters
    ----------
    seed
        The same seed gives the same world.
    slots
        The most ties a person can have.
    """
    table = settlement(context, seed)
    world = empty_world(context, dispositions, context.population, slots, workers)
    people = world.people
    places, groups = np.meshgrid(np.arange(table.shape[0]), np.arange(table.shape[1]), indexing="ij")
    people.place[:] = np.repeat(places.ravel(), table.ravel())
    people.group[:] = np.repeat(groups.ravel(), table.ravel())
    founders(world, context, seed)
    interleave(people)
    world.places.open_register(people)
    tie_everybody(world, mixing, seed)
    return world


def interleave(people: People) -> None:
    """Mix the households of a place: blocks of three of one group, in an order that follows from their keys."""
    rank = np.arange(len(people)) // 3
    lead = people.key[np.minimum(rank * 3, len(people) - 1)] & 0xFFFFF
    people.reorder(np.lexsort((np.arange(len(people)), lead, people.place)))
