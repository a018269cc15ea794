"""Edges become ties: each pair once, with the layer and strength that the graph gives, if they fit a person."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Bytes, Codes, Rows
from cohesion_sim.compiled import loop
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.state.people import CATALOGUE
from cohesion_sim.state.ties import ASSOCIATION, LAYERS, MOST_SLOTS, add_tie
from cohesion_sim.state.values import admitted
from cohesion_sim.state.world import World

if TYPE_CHECKING:
    import networkx as nx

KNOWN_STRENGTH = 110
"""Strength in 1/255 of a tie of which nothing is said, that of a neighbour or colleague."""


class Edge(NamedTuple):
    """A tie between two persons: layer, and strength in 1/255."""

    layer: int
    strength: int


def edges_of(graph: nx.Graph[Any]) -> dict[tuple[Any, Any], Edge]:
    """Return each pair of tied nodes once, with its strongest edge."""
    listed: Iterable[tuple[Any, Any, dict[str, Any]]] = graph.edges(data=True)
    pairs = [(one, other, given) for one, other, given in listed if one != other]
    largest = max((weight_of(*pair) for pair in pairs), default=0.0)
    found: dict[tuple[Any, Any], Edge] = {}
    for one, other, given in pairs:
        edge = Edge(layer_of(one, other, given), strength_of(one, other, given, largest))
        ends = (other, one) if (other, one) in found else (one, other)
        if ends not in found or edge.strength > found[ends].strength:
            found[ends] = edge
    return found


def between(one: object, other: object, name: str) -> str:
    """Return how an error calls an attribute of an edge."""
    return f"network: {name} of the edge between '{one}' and '{other}'"


def weight_of(one: object, other: object, given: dict[str, Any]) -> float:
    """Return the weight of an edge, 0 if it has none."""
    weight = given.get("weight", 0.0)
    if not isinstance(weight, Real) or not math.isfinite(weight) or weight < 0:
        raise UserError(f"{between(one, other, 'weight')} is {weight!r}; it must be a finite number of at least 0")
    return float(weight)


def strength_of(one: object, other: object, given: dict[str, Any], largest: float) -> int:
    """Return the strength of an edge in 1/255."""
    if "strength" in given:
        share = CATALOGUE["trust"]
        return int(float(admitted(between(one, other, "strength"), share, given["strength"])) * 255.0 + 0.5)
    if "weight" in given and largest > 0.0:
        return int(weight_of(one, other, given) / largest * 255.0 + 0.5)
    return KNOWN_STRENGTH


def layer_of(one: object, other: object, given: dict[str, Any]) -> int:
    """Return the layer of an edge, by number."""
    layer = given.get("layer", ASSOCIATION)
    where = between(one, other, "layer")
    if isinstance(layer, str):
        if layer not in LAYERS:
            raise UserError(f"{where} is {unknown('layer', layer, LAYERS)}")
        return LAYERS.index(layer)
    return int(admitted(where, CATALOGUE["group"]._replace(high=len(LAYERS) - 1), layer))


def degrees(nodes: Iterable[Any], edges: Iterable[tuple[Any, Any]]) -> NDArray[np.int64]:
    """Return the number of ties of each node, and refuse more than there can be."""
    count = dict.fromkeys(nodes, 0)
    for one, other in edges:
        count[one] += 1
        count[other] += 1
    node = max(count, key=lambda node: count[node])
    if count[node] > MOST_SLOTS:
        raise UserError(f"network: node '{node}' has {count[node]} ties; a person can have at most {MOST_SLOTS}")
    return np.array(list(count.values()), np.int64)


@loop
def tie_pairs(
    one: Rows, other: Rows, layer: Bytes, strong: Bytes, group: Codes, partner: Rows, link: Bytes, strength: Bytes,
    degree: Bytes,
) -> None:  # fmt: skip
    """Tie pairs of rows, in their order."""
    for e in range(len(one)):
        i, j = int(one[e]), int(other[e])
        bridging = 1 if (group[i] == 0) != (group[j] == 0) else 0
        add_tie(partner, link, strength, degree, i, j, int(layer[e]), bridging, int(strong[e]))


def tie(world: World, edges: dict[tuple[Any, Any], Edge], row: dict[Any, int]) -> None:
    """Tie the persons of nodes as the edges say, in the order of rows, whatever the order of edges."""
    listed = sorted((*sorted((row[one], row[other])), *edge) for (one, other), edge in edges.items())
    table = np.array(listed, np.int64).reshape(-1, 4)
    one, other = table[:, 0].astype(np.int32), table[:, 1].astype(np.int32)
    layer, strong = table[:, 2].astype(np.uint8), table[:, 3].astype(np.uint8)
    ties = world.ties
    tie_pairs(one, other, layer, strong, world.people.group, ties.partner, ties.link, ties.strength, ties.degree)
