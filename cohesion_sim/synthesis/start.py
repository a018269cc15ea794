"""A run starts from a synthesised population, or from any network that NetworkX knows or a file holds."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.compiled import Workers
from cohesion_sim.context import Context
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.parameters import Parameters, param
from cohesion_sim.state.endowment import Dispositions
from cohesion_sim.state.world import World
from cohesion_sim.synthesis.graph_files import read_graph
from cohesion_sim.synthesis.graphs import world_from_graph
from cohesion_sim.synthesis.network import Mixing
from cohesion_sim.synthesis.population import synthesised
from cohesion_sim.synthesis.rings import ring

if TYPE_CHECKING:
    import networkx as nx

SOURCES = ("synthesised", "karate", "watts_strogatz", "file")
FEW = 20_000
"""Persons up to which a synthesised world is kept: other scenarios of the same replicate start from it, too."""


@dataclass(frozen=True, kw_only=True)
class Network(Parameters):
    """Where the contact network comes from.

    Attributes
    ----------
    source
        ``"synthesised"``, ``"karate"``, ``"watts_strogatz"`` or ``"file"``.
    path
        For ``"file"``: a GraphML (``.graphml``) or edge-list file.
    """

    source: str = "synthesised"
    path: str = ""
    slots: int = param(16, unit="ties", low=1, high=32, source="choice", meaning="most lasting ties a person has")
    neighbours: int = param(6, unit="ties", low=2, high=32, source="choice", meaning="ties of the ring")
    rewiring: float = param(0.1, unit="share", low=0, high=1, source="choice", meaning="ties of the ring rewired")


def started(
    context: Context, network: Network, dispositions: Dispositions, mixing: Mixing, seed: int, workers: Workers
) -> World:
    """Return the world in which a run starts.

    Raises
    ------
    UserError
        If the network has no such source, its file is broken, or it does not fit the context.
    """
    if network.source == "synthesised":
        given = context, dispositions, mixing, seed, network.slots
        return copy.deepcopy(last_synthesised(*given)) if context.population <= FEW else synthesised(*given, workers)
    graph = graph_of(network, context, seed)
    return world_from_graph(graph, context, dispositions, seed, network.slots, workers)


@lru_cache(maxsize=1)
def last_synthesised(context: Context, dispositions: Dispositions, mixing: Mixing, seed: int, slots: int) -> World:
    """Return a synthesised world, made once for all who ask for the same in turn; it is to be copied, not changed."""
    return synthesised(context, dispositions, mixing, seed, slots)


def graph_of(network: Network, context: Context, seed: int) -> nx.Graph[Any]:
    """Return the graph that a network names."""
    import networkx as nx

    if network.source == "karate":
        graph: nx.Graph[Any] = nx.karate_club_graph()
        return graph
    if network.source == "watts_strogatz":
        return ring(context, network.neighbours, network.rewiring, seed)
    if network.source == "file":
        return read_graph(Path(network.path))
    raise UserError(f"network.source={unknown('source of networks', network.source, SOURCES)}")
