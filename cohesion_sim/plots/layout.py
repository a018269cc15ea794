"""Places are round clusters on a page; who is tied to many in a place lies towards its middle."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import networkx as nx

Point = NDArray[np.float64]
GOLDEN = math.pi * (3.0 - math.sqrt(5.0))
ROUNDS = 40
"""Steps of the spring layout."""


def positions(graph: nx.Graph[Any], places: Sequence[Sequence[Hashable]]) -> dict[Hashable, Point]:
    """Return where each person lies.

    Parameters
    ----------
    graph
        Persons and ties.
    places
        The persons of each place, largest place first.
    """
    found: dict[Hashable, Point] = {}
    for centre, persons in zip(centres([len(persons) for persons in places]), places, strict=True):
        for person, offset in zip(persons, disc(graph, persons), strict=True):
            found[person] = centre + offset
    return found


def disc(graph: nx.Graph[Any], persons: Sequence[Hashable]) -> Point:
    """Return the persons of one place in rings around its middle, neighbours near each other, nobody on another."""
    import networkx as nx

    if len(persons) == 1:
        return np.zeros((1, 2))
    sunflower = [
        (math.sqrt(k + 0.5) * math.cos(k * GOLDEN), math.sqrt(k + 0.5) * math.sin(k * GOLDEN))
        for k in range(len(persons))
    ]
    start = dict(zip(persons, np.array(sunflower) / math.sqrt(len(persons)), strict=True))
    laid = nx.spring_layout(graph.subgraph(persons), pos=start, iterations=ROUNDS, seed=1)
    at = np.array([laid[person] for person in persons], np.float64)
    at -= at.mean(axis=0)
    angle = np.arctan2(at[:, 1], at[:, 0])
    outwards = np.argsort(np.hypot(at[:, 0], at[:, 1]), kind="stable")
    found = np.zeros((len(persons), 2))
    done, ring = 0, 0
    while done < len(persons):
        held = outwards[done : done + max(1, 6 * ring)]
        ordered = held[np.argsort(angle[held], kind="stable")]
        turn = angle[ordered[0]] + 2.0 * math.pi * np.arange(len(ordered)) / len(ordered)
        found[ordered] = ring * np.column_stack([np.cos(turn), np.sin(turn)])
        done, ring = done + len(held), ring + 1
    return found


def radius(size: int) -> float:
    """Return the radius of a disc of so many persons, with a margin."""
    return math.sqrt(size / 3.0) + 2.2


def centres(sizes: Sequence[int]) -> list[Point]:
    """Return a centre for each disc: each one touches two that are there, as near to the middle as there is room."""
    found: list[Point] = []
    radii = [radius(size) for size in sizes]
    for wide in radii:
        if not found:
            found.append(np.zeros(2))
        elif len(found) == 1:
            found.append(np.array([radii[0] + wide, 0.0]))
        else:
            middle = np.average(found, axis=0, weights=np.square(radii[: len(found)]))
            free = [spot for spot in touching(found, radii, wide) if clear(spot, found, radii, wide)]
            found.append(min(free, key=lambda spot: float(np.hypot(*(spot - middle)))))
    return found


def touching(found: Sequence[Point], radii: Sequence[float], wide: float) -> Iterator[Point]:
    """Return the centres at which a disc touches two others."""
    for (a, one), (b, other) in permutations(zip(found, radii), 2):
        near, far, apart = one + wide, other + wide, float(np.hypot(*(b - a)))
        along = (near * near - far * far + apart * apart) / (2.0 * apart)
        if abs(along) <= near:
            ahead = (b - a) / apart
            aside = math.sqrt(near * near - along * along)
            yield a + along * ahead + aside * np.array([-ahead[1], ahead[0]])


def clear(spot: Point, found: Sequence[Point], radii: Sequence[float], wide: float) -> bool:
    """Return whether a disc overlaps no other."""
    return all(float(np.hypot(*(spot - centre))) >= taken + wide - 1e-6 for centre, taken in zip(found, radii))
