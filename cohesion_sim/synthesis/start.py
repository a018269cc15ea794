"""A run starts from a synthesised population, or from any network that NetworkX knows or a file holds."""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.compiled import Workers
from cohesion_sim.context import Context
from cohesion_sim.parameters import Parameters, param
from cohesion_sim.state.world import World
from cohesion_sim.synthesis.network import Mixing
from cohesion_sim.state.persons import Dispositions
from cohesion_sim.synthesis.population import synthesised


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
    slots: int = param(16, unit="ties", low=1, high=32, source="assumption", meaning="most lasting ties a person has")
    neighbours: int = param(6, unit="ties", low=2, high=32, source="assumption", meaning="ties of the ring")
    rewiring: float = param(0.1, unit="share", low=0, high=1, source="assumption", meaning="ties of the ring rewired")


def started(
    context: Context, network: Network, dispositions: Dispositions, mixing: Mixing, seed: int, workers: Workers
) -> World:
    """Return the world in which a run starts."""
    return synthesised(context, dispositions, mixing, seed, network.slots, workers)
