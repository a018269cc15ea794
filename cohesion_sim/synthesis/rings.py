"""A ring of neighbours with some ties rewired runs through the places of a context, one place after the other.

Who lives where is as in any synthesised population; within a place, groups stand in the ring in an order by chance. So
residence alone, and no homophily, decides who is tied to whom.

Source: Watts & Strogatz 1998, Collective dynamics of small-world networks, Nature 393.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cohesion_sim.chance import Key, draws, stream, words
from cohesion_sim.context import Context
from cohesion_sim.errors import UserError
from cohesion_sim.synthesis.graphml import MOST_NODES
from cohesion_sim.synthesis.segregation import settlement

if TYPE_CHECKING:
    import networkx as nx


def ring(context: Context, neighbours: int, rewiring: float, seed: int) -> nx.Graph[int]:
    """Return a Watts–Strogatz graph of a context's population, with ``place`` and ``group`` of each node.

    Parameters
    ----------
    neighbours
        Ties of each node in the ring; an odd number counts as the even one below.
    rewiring
        Share of them that lead elsewhere.
    seed
        The same seed gives the same graph.

    Raises
    ------
    UserError
        If the population is smaller than the neighbours, or too large for NetworkX.
    """
    import networkx as nx

    count = context.population
    if neighbours >= count:
        raise UserError(f"network.neighbours is {neighbours}; it must be less than the population, {count}")
    if count > MOST_NODES:
        raise UserError(f"context.population is {count}; a ring can hold at most {MOST_NODES} persons")
    table = settlement(context, seed)
    places, groups = np.meshgrid(np.arange(table.shape[0]), np.arange(table.shape[1]), indexing="ij")
    place, group = np.repeat(places.ravel(), table.ravel()), np.repeat(groups.ravel(), table.ravel())
    key = Key(seed, stream("ring"), 0)
    luck = np.array([draws(key, position, 0)[0] for position in range(count)])
    group = group[np.lexsort((luck, place))]
    graph: nx.Graph[int] = nx.watts_strogatz_graph(count, neighbours, rewiring, seed=int(words(key, 0, 1)[0]))
    nx.set_node_attributes(graph, dict(enumerate(place.tolist())), "place")
    nx.set_node_attributes(graph, dict(enumerate(group.tolist())), "group")
    return graph
