"""A run starts from a synthesised population, or from any network that NetworkX knows or a file holds."""

from __future__ import annotations

from dataclasses import dataclass
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
        return synthesised(context, dispositions, mixing, seed, network.slots, workers)
    graph = graph_of(network, context, seed)
    return world_from_graph(graph, context, dispositions, seed, network.slots, workers)


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
