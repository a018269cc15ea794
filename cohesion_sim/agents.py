"""An agent is a thin view on a row: reading an attribute reads the column, writing it changes the column.

Agents are made for classes that know Mesa. The model itself runs on columns and never asks for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from cohesion_sim.errors import UserError
from cohesion_sim.state.people import CATALOGUE
from cohesion_sim.state.ties import LAYERS
from cohesion_sim.state.values import admitted

if TYPE_CHECKING:
    from cohesion_sim.model import CohesionModel

FIXED = ("key", "place", "address", "group", "generation", "active", "founder")
"""Columns on which registers, ties and identity rest; they can be read."""


class Person(mesa.Agent):  # type: ignore[misc]  # Mesa has no types
    """A person, by key; every column of :data:`cohesion_sim.state.people.COLUMNS` is an attribute.

    ``unique_id`` is the key: the same person has it in every scenario with one seed. Attributes that are no columns
    belong to whoever sets them.

    Parameters
    ----------
    model
        The model in which she lives.
    row
        Her row, which she keeps as long as she lives here.
    """

    model: CohesionModel
    row: int

    def __init__(self, model: CohesionModel, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.unique_id = int(model.people.key[row])

    @property
    def lives_here(self) -> bool:
        """Whether she has neither left nor died."""
        people = self.model.people
        return bool(people.active[self.row]) and int(people.key[self.row]) == self.unique_id

    @property
    def contacts(self) -> list[tuple[Person, str, float]]:
        """Her ties: the other person, the layer, and the strength from 0 to 1."""
        self._must_live_here()
        ties = self.model.simulation.world.ties
        used = slice(int(ties.degree[self.row]))
        partner, link = ties.partner[self.row, used].tolist(), ties.link[self.row, used].tolist()
        strength = ties.strength[self.row, used].tolist()
        return [
            (self.model.person(other), LAYERS[(bits >> 5) & 3], strong / 255.0)
            for other, bits, strong in zip(partner, link, strength, strict=True)
        ]

    def __getattr__(self, name: str) -> Any:
        """Return the value in a column."""
        if name not in CATALOGUE:
            raise AttributeError(f"'{type(self).__name__}' has no attribute '{name}'")
        self._must_live_here()
        return getattr(self.model.people, name)[self.row].item()

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a value into a column.

        Raises
        ------
        UserError
            If the value is outside the column's range, the column is not hers to change, or she has left.
        """
        if name not in CATALOGUE:
            super().__setattr__(name, value)
            return
        if name in FIXED:
            raise UserError(f"agent.{name} can only be read; registers and ties rest on it")
        self._must_live_here()
        getattr(self.model.people, name)[self.row] = admitted(f"agent.{name}", CATALOGUE[name], value)

    def __dir__(self) -> list[str]:
        """Return all attributes, columns included."""
        return sorted({*super().__dir__(), *CATALOGUE})

    def _must_live_here(self) -> None:
        if not self.lives_here:
            raise UserError(f"agent {self.unique_id} does not live here any more; take agents from model.agents anew")


class Host(Person):
    """A person of the society that was here before."""


class Migrant(Person):
    """A person born abroad, or here to migrants."""
