"""A mechanism is a room: its numbers, what it writes, its rule for one person, its loop over people.

A mechanism knows the world and the levers, never another mechanism. Whoever wants a new one writes such a file and
registers the class (:func:`cohesion_sim.mechanisms.register`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key
from cohesion_sim.compiled import SCALE, rule
from cohesion_sim.parameters import Parameters
from cohesion_sim.policy.levers import Levers
from cohesion_sim.state.people import ADULT
from cohesion_sim.state.world import World

Sums = NDArray[np.int64] | None
"""Sums of a ledger's terms over hosts and migrants, in 1/SCALE, or None where no ledger is kept."""


class Book(Protocol):
    """Where an attribution ledger writes down what moved an outcome."""

    def add(self, mechanism: str, terms: tuple[tuple[str, str], ...], sums: NDArray[np.int64]) -> None:
        """Note how much each (outcome, term) moved the sum over hosts and over migrants; ``sums`` (terms, 2)."""

    def mark(self, mechanism: str, term: str) -> None:
        """Note that all that changed since the last mark was this."""


class Mechanism(Parameters, ABC):
    """One process of a month.

    Attributes
    ----------
    name
        Its name in configuration, tables and streams of chance.
    writes
        Columns it may change, as ``"people.trust"``, ``"ties"`` or ``"places.register"``.
    terms
        (outcome, term) of each column of its ledger entries.
    vital
        Whether it runs before services are given, because it decides who is there.
    default_on
        Whether it runs unless a scenario says otherwise.
    """

    name: ClassVar[str]
    writes: ClassVar[frozenset[str]]
    terms: ClassVar[tuple[tuple[str, str], ...]] = ()
    vital: ClassVar[bool] = False
    default_on: ClassVar[bool] = True

    @abstractmethod
    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Apply a month of this process."""

    def sweep(self, world: World, book: Book | None, work: Callable[..., Any], *arguments: Any) -> None:
        """Run a loop ``work(lo, hi, sums, active, …)`` over everybody; ``sums`` is None unless a ledger is kept.

        A ledger explains outcomes, which are measured on adults: children then have a pass of their own, not noted.
        """
        people = world.people
        count = len(people)
        if book is None:
            world.workers.spread(work, count, None, *arguments)
        else:
            active, *rest = arguments
            adult = people.age >= ADULT
            sums = world.workers.total(work, count, (len(self.terms), 2), active & adult, *rest)
            world.workers.spread(work, count, None, active & ~adult, *rest)
            book.add(self.name, self.terms, sums)


@rule
def noted(sums: Sums, term: int, migrant: bool, amount: float) -> None:
    """Add an amount to a term of a ledger, if one is kept; without one Numba drops the branch."""
    if sums is not None:
        sums[term, 1 if migrant else 0] += int(amount * SCALE)
