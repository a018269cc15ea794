"""What a town is to a figure: its persons by place, who is a migrant, which ties bridge, layer by layer."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.state.ties import LAYERS

if TYPE_CHECKING:
    import networkx as nx

DRAWN_WHOLE = 1_000
"""Most persons that one figure shows."""
Tie = tuple[Hashable, Hashable]


def by_place(graph: nx.Graph[Any]) -> list[list[Hashable]]:
    """Return the persons of each place, largest place first."""
    found: dict[int, list[Hashable]] = {}
    for person, values in graph.nodes(data=True):
        found.setdefault(int(values.get("place", 0)), []).append(person)
    if not found:
        raise UserError("there is nobody to draw: the network is empty")
    return [found[place] for place in sorted(found, key=lambda place: (-len(found[place]), place))]


def fitting(places: Sequence[list[Hashable]]) -> list[list[Hashable]]:
    """Return the largest places that together fit into one figure, the first at least in part."""
    chosen, left = [places[0][:DRAWN_WHOLE]], DRAWN_WHOLE - len(places[0])
    for place in places[1:]:
        if len(place) <= left:
            chosen.append(place)
            left -= len(place)
    return chosen


def attribute(graph: nx.Graph[Any], name: str) -> dict[Hashable, float]:
    """Return each person's value of an attribute."""
    found = {person: values[name] for person, values in graph.nodes(data=True) if name in values}
    if len(found) < len(graph):
        known = {key for _, values in graph.nodes(data=True) for key in values}
        raise unknown("attribute of the persons in this network", name, known or {"none"})
    return {person: float(value) for person, value in found.items()}


def migrant(graph: nx.Graph[Any], person: Hashable) -> bool:
    """Return whether a person is a migrant."""
    return int(graph.nodes[person].get("group", 0)) > 0


def bridges(graph: nx.Graph[Any], tie: Tie) -> bool:
    """Return whether a tie bridges host and migrant."""
    return migrant(graph, tie[0]) != migrant(graph, tie[1])


def ties_by_layer(graph: nx.Graph[Any]) -> dict[str, list[Tie]]:
    """Return the ties of each layer that has any."""
    found: dict[str, list[Tie]] = {layer: [] for layer in LAYERS}
    for one, other, layer in graph.edges(data="layer", default=LAYERS[1]):
        found.setdefault(str(layer), []).append((one, other))
    return {layer: ties for layer, ties in found.items() if ties}


def share_across(graph: nx.Graph[Any], ties: Sequence[Tie]) -> float:
    """Return the percentage of ties that bridge."""
    return 100.0 * sum(bridges(graph, tie) for tie in ties) / max(1, len(ties))
