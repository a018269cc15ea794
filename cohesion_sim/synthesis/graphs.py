"""Any graph of NetworkX can be the start of a run: nodes become founders, edges become ties.

Nodes
    A person's key follows from the node's name and the seed (or is the attribute ``key``), so neither the order of
    nodes nor other nodes matter to her. What the node's attributes say is kept (:mod:`cohesion_sim.synthesis.nodes`);
    the rest is drawn as for any founder. Without ``group``, as many nodes as ``context.migrant_share`` says are
    migrants, those with the smallest draws. Without ``place``, all live in one place.
Edges
    Directions are dropped, of several edges between two nodes the strongest counts, loops are passed over. ``layer`` is
    a name or its number, ``"association"`` if not given. ``strength`` lies in 0 to 1; without it, a ``weight`` counts
    relative to the largest of the graph. Persons keep up as many ties as they have.

Assumes
    Who is a migrant has nothing to do with the place in the network, unless the graph says so.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import IDENTITY, Key, draws, identity, stream
from cohesion_sim.compiled import Workers
from cohesion_sim.context import Context
from cohesion_sim.errors import UserError
from cohesion_sim.policy.budget import divided
from cohesion_sim.state.endowment import Dispositions
from cohesion_sim.state.people import ADULT, CATALOGUE
from cohesion_sim.state.persons import endow
from cohesion_sim.state.ties import MOST_SLOTS, SLOTS
from cohesion_sim.state.values import admitted
from cohesion_sim.state.world import World
from cohesion_sim.synthesis.edges import degrees, edges_of, tie
from cohesion_sim.synthesis.nodes import UNKNOWN, at, generations_of, groups_of, keep_attributes, places_of
from cohesion_sim.synthesis.population import empty_world, generations

if TYPE_CHECKING:
    import networkx as nx


def world_from_graph(
    graph: nx.Graph[Any],
    context: Context,
    dispositions: Dispositions | None = None,
    seed: int = 1,
    slots: int = SLOTS,
    workers: Workers | None = None,
) -> World:
    """Return a world whose persons are the nodes of a graph and whose ties are its edges.

    Parameters
    ----------
    graph
        Any graph of NetworkX; see above for the attributes that are understood.
    context
        Where it lies. Its population becomes the number of nodes, its places those that nodes name.
    dispositions
        What people bring along, as far as nodes do not say.
    seed
        The same seed and graph give the same world.
    slots
        The most ties a person can have; more where the graph needs it, up to 32.

    Raises
    ------
    UserError
        If the graph is empty, two nodes have one name, a node has more than 32 ties, or an attribute is wrong.
    """
    if len(graph) == 0:
        raise UserError("network: the graph is empty; it must hold at least one node")
    nodes = dict(graph.nodes(data=True))
    edges = edges_of(graph)
    degree = degrees(nodes, edges)
    keys = keys_of(nodes, seed)
    place = places_of(nodes)
    order = np.lexsort((keys, place))
    rows = np.empty(len(nodes), np.int64)
    rows[order] = np.arange(len(nodes))
    here = replace(context, population=len(nodes), places=int(place.max()) + 1)
    world = empty_world(
        here, dispositions or Dispositions(), len(nodes), max(slots, min(MOST_SLOTS, int(degree.max()) + 1)), workers
    )
    people = world.people
    group = with_migrants(groups_of(nodes, world.group_names), keys, context, seed)
    generation = generations_of(nodes, group)
    drawn = generations(keys, group, context)
    people.key[rows], people.place[rows], people.group[rows] = keys, place, group
    people.generation[rows] = np.where(generation == UNKNOWN, drawn, generation)
    people.active[:] = True
    world.founded = len(nodes)
    endow(world, np.arange(len(nodes)), True, seed)
    people.sociability[rows] = np.maximum(1, degree)
    keep_attributes(people, nodes, rows)
    people.founder[:] = people.age >= ADULT
    world.places.open_register(people)
    tie(world, edges, dict(zip(nodes, rows.tolist(), strict=True)))
    return world


def keys_of(nodes: dict[Any, dict[str, Any]], seed: int) -> NDArray[np.int64]:
    """Return the keys of persons: the attribute ``key``, or what follows from the node's name and the seed."""
    key = Key(seed, stream("identity"), 0)
    seen: dict[int, Any] = {}
    for node, given in nodes.items():
        if "key" in given:
            where = at(node, "key")
            made = int(admitted(where, CATALOGUE["key"]._replace(high=IDENTITY), given["key"]))
        else:
            name = int.from_bytes(hashlib.sha256(str(node).encode()).digest()[:8], "little") >> 2
            made = int(identity(key, name, 0))
        if made in seen:
            raise UserError(f"network: the nodes {seen[made]!r} and {node!r} have the same name or key")
        seen[made] = node
    return np.array(list(seen), np.int64)


def with_migrants(group: NDArray[np.int64], keys: NDArray[np.int64], context: Context, seed: int) -> NDArray[np.int64]:
    """Return groups in which those not given are drawn, as many of each as the context says."""
    open_rows = np.flatnonzero(group == UNKNOWN)
    key = Key(seed, stream("graph"), 0)
    luck = np.array([draws(key, int(keys[row]), 0)[0] for row in open_rows])
    turn = open_rows[np.lexsort((keys[open_rows], luck))]
    shares = np.array([origin.share for origin in context.origins])
    counts = divided(round(context.migrant_share * len(turn)), shares)
    result = group.copy()
    result[turn] = 0
    result[turn[: int(counts.sum())]] = np.repeat(np.arange(len(counts)) + 1, counts)
    return result
