"""What a network says about its nodes becomes columns: known attributes are checked and kept, unknown ones ignored.

A group may be given by number or name, a status by code or name, a place by any number or name; all other attributes
have the names and units of :data:`cohesion_sim.state.people.COLUMNS`. An attitude that is given is taken for lasting:
unless its set point is given too, the set point follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.state.people import ATTITUDES, CATALOGUE, STATUSES, People
from cohesion_sim.state.values import admitted

Attributes = Mapping[str, Any]
DECIDED = ("key", "place", "address", "group", "generation", "active", "founder")
"""Columns that are decided before a person is endowed, or follow from others."""
GIVEN = tuple(name for name in CATALOGUE if name not in DECIDED)
UNKNOWN = -1


def at(node: object, name: str) -> str:
    """Return how an error calls an attribute of a node."""
    return f"network: {name} of node '{node}'"


def groups_of(nodes: Mapping[Any, Attributes], names: Sequence[str]) -> NDArray[np.int64]:
    """Return the group of each node, −1 where it is not given.

    Raises
    ------
    UserError
        For a group that the context does not have.
    """
    return np.array([group_of(node, given, names) for node, given in nodes.items()], np.int64)


def group_of(node: object, given: Attributes, names: Sequence[str]) -> int:
    """Return the group of one node, −1 if it is not given."""
    if "group" not in given:
        return UNKNOWN
    group = given["group"]
    if isinstance(group, str):
        if group not in names:
            raise UserError(f"{at(node, 'group')} is {unknown('group in the context', group, names)}")
        return names.index(group)
    number = int(admitted(at(node, "group"), CATALOGUE["group"], group))
    if number >= len(names):
        known = ", ".join(f"{code} {name}" for code, name in enumerate(names))
        raise UserError(f"{at(node, 'group')} is {number}; the context has the groups {known}")
    return number


def generations_of(nodes: Mapping[Any, Attributes], group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the generation of each node, −1 where it is not given."""
    result = np.full(len(nodes), UNKNOWN, np.int64)
    for row, (node, given) in enumerate(nodes.items()):
        if "generation" in given:
            where = at(node, "generation")
            number = int(admitted(where, CATALOGUE["generation"], given["generation"]))
            if (number == 0) != (group[row] == 0):
                right = "0 for a host" if group[row] == 0 else "1 or 2 for a migrant"
                raise UserError(f"{where} is {number}; it must be {right}")
            result[row] = number
    return result


def places_of(nodes: Mapping[Any, Attributes]) -> NDArray[np.int64]:
    """Return the place of each node, numbered in order of number or name; all live in one if no node says where.

    Raises
    ------
    UserError
        If some nodes have a place and others none, or one is neither a whole number nor a name.
    """
    labels: list[tuple[bool, int | str]] = []
    for node, given in nodes.items():
        if "place" in given:
            place = given["place"]
            named = isinstance(place, str)
            labels.append((named, place if named else int(admitted(at(node, "place"), CATALOGUE["place"], place))))
        elif labels:
            raise UserError(f"network: node '{node}' has no place, though others have; give one to all or to none")
    if not labels:
        return np.zeros(len(nodes), np.int64)
    if len(labels) < len(nodes):
        raise UserError(
            f"network: node '{next(iter(nodes))}' has no place, though others have; give one to all or to none"
        )
    number = {label: rank for rank, label in enumerate(sorted(set(labels), key=lambda label: (label[0], label[1])))}
    return np.array([number[label] for label in labels], np.int64)


def keep_attributes(people: People, nodes: Mapping[Any, Attributes], rows: NDArray[np.int64]) -> None:
    """Write what nodes say of themselves over what their persons were endowed with; ``rows`` one a node."""
    for row, (node, given) in zip(rows.tolist(), nodes.items(), strict=True):
        for name in GIVEN:
            if name in given:
                getattr(people, name)[row] = kept(node, name, given[name])
        for name in ATTITUDES:
            if name in given and f"{name}_setpoint" not in given:
                getattr(people, f"{name}_setpoint")[row] = int(getattr(people, name)[row] * 255.0 + 0.5)


def kept(node: object, name: str, value: Any) -> float | int | bool:
    """Return one attribute as its column keeps it."""
    where = at(node, name)
    if name == "status" and isinstance(value, str):
        if value not in STATUSES:
            raise UserError(f"{where} is {unknown('status', value, STATUSES)}")
        return STATUSES.index(value)
    return admitted(where, CATALOGUE[name], value)
