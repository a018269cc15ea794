"""A world is also a NetworkX graph: persons are nodes named by their keys, ties are edges with layer and strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cohesion_sim.state.people import COLUMNS
from cohesion_sim.state.ties import LAYERS
from cohesion_sim.state.world import World

if TYPE_CHECKING:
    import networkx as nx

INTERNAL = ("active", "address")
"""Columns that mean nothing outside the columns themselves."""


def to_networkx(world: World) -> nx.Graph[int]:
    """Return the persons who live here now and the ties between them.

    Returns
    -------
    networkx.Graph
        Nodes are keys. A node's attributes are all columns of :data:`cohesion_sim.state.people.COLUMNS` that mean
        something by themselves, as plain numbers; an edge's are ``layer`` (``"kin"``, ``"neighbourhood"``, ``"work"``,
        ``"association"``) and ``strength``, 0 to 1. ``graph.graph["month"]`` holds the months completed. The graph can
        be written as GraphML and read again (:func:`cohesion_sim.synthesis.graphs.world_from_graph`).

    Notes
    -----
    Where people stand in programmes (``people.stage``) is left out: who is read again waits in no queue and attends
    nothing, and asks in her turn, within a quarter. The doses of the month that ran last are kept.
    """
    import networkx as nx

    people = world.people
    graph: nx.Graph[int] = nx.Graph(month=world.month)
    here = np.flatnonzero(people.active)
    names = [column.name for column in COLUMNS if column.name not in INTERNAL]
    values = [getattr(people, name)[here].tolist() for name in names]
    for row in zip(*values, strict=True):
        graph.add_node(row[0], **dict(zip(names, row, strict=True)))
    keys = people.key
    one, other, layer, strength = world.ties.edges()
    for a, b, l, s in zip(keys[one].tolist(), keys[other].tolist(), layer.tolist(), strength.tolist(), strict=True):  # noqa: E741
        graph.add_edge(a, b, layer=LAYERS[l], strength=s / 255.0)
    return graph
