"""What must hold of every world at any time: bounds, ties that know both ends, a register that knows everybody."""

from __future__ import annotations

import numpy as np

from cohesion_sim.state.people import COLUMNS
from cohesion_sim.state.ties import Ties
from cohesion_sim.state.world import World


def broken_ties(ties: Ties) -> list[str]:
    """Return what is wrong with the two ends of ties."""
    found = []
    for i in np.flatnonzero(ties.degree).tolist():
        row = ties.partner[i, : ties.degree[i]].tolist()
        if i in row or len(set(row)) < len(row):
            found.append(f"row {i} is tied to itself or twice to the same: {row}")
        for slot, other in enumerate(row):
            far = int(ties.link[i, slot]) & 31
            if far >= ties.degree[other] or ties.partner[other, far] != i or int(ties.link[other, far]) & 31 != slot:
                found.append(f"the tie of row {i} in slot {slot} is not the one of row {other} in slot {far}")
            elif int(ties.link[other, far]) >> 5 != int(ties.link[i, slot]) >> 5:
                found.append(f"rows {i} and {other} disagree on layer or side")
            elif ties.strength[other, far] != ties.strength[i, slot]:
                found.append(f"rows {i} and {other} disagree on the strength of their tie")
    return found


def broken_sides(world: World) -> list[str]:
    """Return ties of persons who are not there, and ties whose bridging bit is wrong."""
    people, ties, found = world.people, world.ties, []
    for i in np.flatnonzero(ties.degree).tolist():
        for slot in range(int(ties.degree[i])):
            j = int(ties.partner[i, slot])
            if not (people.active[i] and people.active[j]):
                found.append(f"rows {i} and {j} are tied, but one is empty")
            if (int(ties.link[i, slot]) >> 7 == 1) != ((people.group[i] == 0) != (people.group[j] == 0)):
                found.append(f"the side of the tie of rows {i} and {j} is wrong")
    return found


def broken_register(world: World) -> list[str]:
    """Return what is wrong with the register of places."""
    people, places, found = world.people, world.places, []
    rows = np.flatnonzero(people.active)
    counts = np.bincount(people.place[rows], minlength=len(places))
    if not np.array_equal(counts, places.residents):
        found.append(f"residents are {places.residents.tolist()}, persons are {counts.tolist()}")
    if np.count_nonzero(places.register >= 0) != len(rows):
        found.append("somebody is registered twice or not at all")
    for i in rows.tolist():
        address, place = int(people.address[i]), int(people.place[i])
        if not places.start[place] <= address < places.start[place] + places.span[place]:
            found.append(f"row {i} has an address outside her place")
        elif places.register[address] != i:
            found.append(f"row {i} does not live at her address")
    return found


def out_of_bounds(world: World) -> list[str]:
    """Return the columns of people that leave their range or are not numbers."""
    rows = world.people.active
    found = []
    for column in COLUMNS:
        values = getattr(world.people, column.name)[rows]
        if len(values) and not (np.all(values >= column.low) and np.all(values <= column.high)):
            found.append(f"{column.name} leaves [{column.low:g}, {column.high:g}]: {values.min()} … {values.max()}")
    return found


def broken_keys(world: World) -> list[str]:
    """Return a line if two persons share a key."""
    keys = world.people.key[world.people.active]
    return [] if len(np.unique(keys)) == len(keys) else ["two persons share a key"]


def broken(world: World) -> list[str]:
    """Return all that is wrong with a world; empty if nothing is."""
    return [
        *broken_ties(world.ties), *broken_sides(world), *broken_register(world), *out_of_bounds(world),
        *broken_keys(world),
    ]  # fmt: skip
