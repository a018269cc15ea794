"""The town is drawn person by person, year by year: who lives where, who knows whom, who feels at home.

Persons keep their place on the page from the first year to the last; newcomers appear, those who left fade out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cohesion_sim.plots.layout import positions
from cohesion_sim.plots.town import DRAWN_WHOLE, by_place, fitting
from cohesion_sim.runs.running import run_through
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.graph import to_networkx
from cohesion_sim.state.ties import LAYERS
from cohesion_sim.state.world import World

COLOURS = ("belonging", "trust", "language", "warmth")
"""What persons can be coloured by."""
YEAR = 12


def pictured(scenario: Scenario, seed: int) -> dict[str, Any]:
    """Run a scenario and return its town.

    Returns
    -------
    dict
        ``years``: each with ``month``, ``persons`` (``{key: [belonging, trust, language, warmth]}`` in hundredths),
        ``ties`` (pairs of keys with a layer and whether the tie bridges) and ``places`` (persons, migrants, means);
        ``where``: for each key her spot and group. Keys are texts: they are larger than a browser's whole numbers.
        Above 1,000 persons the largest places that fit are drawn; ``places`` always holds all of them.
    """
    years: list[dict[str, Any]] = []
    where: dict[int, list[float]] = {}
    drawn: set[int] = set()

    def watch(simulation: Simulation) -> None:
        if simulation.month % YEAR == 0 or simulation.month == scenario.months:
            world = simulation.world
            if not years:
                where.update(spots(world))
                drawn.update(int(world.people.place[row]) for row in rows(world) if int(world.people.key[row]) in where)
            add_newcomers(world, where, drawn)
            years.append(
                {"month": world.month, **shown(world, where), "places": [of_place(world, p) for p in places(world)]}
            )

    run_through(scenario, seed, watch, threads=1)
    return {
        "years": years,
        "where": {str(key): spot for key, spot in where.items()},
        "colours": list(COLOURS),
        "layers": list(LAYERS),
        "whole": len(drawn) == len(years[0]["places"]),
    }


def rows(world: World) -> list[int]:
    """Return the rows of those who live here."""
    found: list[int] = np.flatnonzero(world.people.active).tolist()
    return found


def places(world: World) -> range:
    """Return the numbers of all places."""
    return range(len(world.places))


def spots(world: World) -> dict[int, list[float]]:
    """Return where each person lies at the start, with her group: ``[x, y, group, place]``."""
    graph: Any = to_networkx(world)
    chosen = fitting(by_place(graph))
    drawn = [person for persons in chosen for person in persons]
    at = positions(graph.subgraph(drawn), chosen)
    nodes: Any = graph.nodes
    return {
        int(str(person)): [
            round(float(x), 2), round(float(y), 2), int(nodes[person]["group"]), int(nodes[person]["place"]),
        ]
        for person, (x, y) in at.items()
    }  # fmt: skip


def add_newcomers(world: World, where: dict[int, list[float]], drawn: set[int]) -> None:
    """Give those who came to a place that is drawn a spot on a ring around it."""
    people = world.people
    for row in rows(world):
        key, place = int(people.key[row]), int(people.place[row])
        if key in where or place not in drawn or len(where) >= 2 * DRAWN_WHOLE:
            continue
        mine = np.array([spot[:2] for spot in where.values() if spot[3] == place])
        middle = mine.mean(axis=0)
        ring = float(np.sqrt(len(mine) / np.pi)) + 0.8
        angle = len(mine) * 2.399963
        x, y = middle + ring * np.array([np.cos(angle), np.sin(angle)])
        where[key] = [round(float(x), 2), round(float(y), 2), int(people.group[row]), place]


def shown(world: World, where: dict[int, list[float]]) -> dict[str, Any]:
    """Return the persons who are drawn, in hundredths of each colour, and the ties between them."""
    people = world.people
    persons = {
        str(int(people.key[row])): [round(100 * float(getattr(people, name)[row])) for name in COLOURS]
        for row in rows(world)
        if int(people.key[row]) in where
    }
    one, other, layer, _ = world.ties.edges()
    group, key = people.group, people.key
    ties = [
        [str(int(key[a])), str(int(key[b])), int(level), int((group[a] > 0) != (group[b] > 0))]
        for a, b, level in zip(one.tolist(), other.tolist(), layer.tolist(), strict=True)
        if int(key[a]) in where and int(key[b]) in where
    ]
    return {"persons": persons, "ties": ties}


def of_place(world: World, place: int) -> dict[str, Any]:
    """Return who lives in a place and how they fare; means of migrants are hidden below ten persons."""
    people = world.people
    here = people.active & (people.place == place)
    migrants = here & (people.group > 0)
    found: dict[str, Any] = {"persons": int(here.sum()), "migrants": int(migrants.sum())}
    for name in COLOURS:
        values = getattr(people, name)
        found[f"{name}.hosts"] = mean(values[here & (people.group == 0)])
        found[f"{name}.migrants"] = mean(values[migrants])
    return found


FEW = 10


def mean(values: Any) -> float | None:
    """Return a mean, or nothing for a handful of persons."""
    return round(float(np.mean(values, dtype=np.float64)), 3) if len(values) >= FEW else None
