"""An attribution ledger says what moved each outcome: its entries add up to the change, exactly.

After each process of a month the outcomes are taken again, and what has changed since the last time is put down to
that process. The entries telescope, so that nothing is lost and nothing counted twice; who came, came of age, died or
left is a process like the others. Where a mechanism reports its terms, its entry is split into them, and what the terms
do not explain (bounds, the rounding of a column) stands beside them. A run without a ledger does none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import SCALE
from cohesion_sim.state.world import World

S = TypeVar("S")
REST = "bounds and rounding"
ELSEWHERE = "outside the mechanisms"
COLUMNS = ("month", "outcome", "side", "mechanism", "term", "change")


class Detail(NamedTuple):
    """What a term of the mechanism of an entry added to an outcome, summed over hosts and migrants, in 1/SCALE."""

    entry: int
    term: str
    hosts: int
    migrants: int


class Entry(NamedTuple):
    """A process that has just run; the snapshot of the same number precedes it, the next one follows it."""

    month: int
    mechanism: str
    term: str


class Lines(NamedTuple):
    """Lines of the table: number of the entry, term, change."""

    entry: NDArray[np.int64]
    term: NDArray[Any]
    change: Doubles


class Worked(Protocol):
    """Outcomes by column, one value a snapshot, and the number of persons behind each."""

    @property
    def value(self) -> dict[str, Doubles]:
        """Outcomes."""

    @property
    def behind(self) -> dict[str, Doubles]:
        """Persons."""


class Ledger(Generic[S]):
    """The ledger of a run; a :class:`cohesion_sim.mechanisms.mechanism.Book`.

    Parameters
    ----------
    take
        Returns a snapshot of a world: all that outcomes are made of.
    same
        Returns whether two snapshots differ in nothing.
    """

    def __init__(self, take: Callable[[World], S], same: Callable[[S, S], bool]) -> None:
        self._take, self._same = take, same
        self._world: World | None = None
        self._snapshots: list[S] = []
        self._entries: list[Entry] = []
        self._details: dict[str, list[Detail]] = {}
        self._explained = False

    def watch(self, world: World) -> None:
        """Begin with the start of a run, and end each month."""
        if world.month == 0:
            self.open(world)
        else:
            self.close()

    def open(self, world: World) -> None:
        """Begin with the start of a run."""
        self._world = world
        self._snapshots = [self._take(world)]

    def add(self, mechanism: str, terms: tuple[tuple[str, str], ...], sums: Counts) -> None:
        """Note how much each (outcome, term) of a mechanism moved the sum over adult hosts and adult migrants."""
        for (outcome, term), (hosts, migrants) in zip(terms, sums.tolist(), strict=True):
            if hosts or migrants:
                self._details.setdefault(outcome, []).append(Detail(len(self._entries), term, hosts, migrants))
                self._explained = True

    def mark(self, mechanism: str, term: str) -> None:
        """Put down to a mechanism, or a part of it, all that has changed since the last mark."""
        if self._world is None:
            return
        self._write(self._world, self._world.month + 1, mechanism, term)

    def close(self) -> None:
        """End a month: what changed after the last mark was not the work of a mechanism."""
        if self._world is not None:
            self._write(self._world, self._world.month, ELSEWHERE, "")

    def _write(self, world: World, month: int, mechanism: str, term: str) -> None:
        now = self._take(world)
        if self._explained or not self._same(now, self._snapshots[-1]):
            self._entries.append(Entry(month, mechanism, term))
            self._snapshots.append(now)
            self._explained = False

    def entries(
        self, work_out: Callable[[Sequence[S]], Worked], columns: Sequence[tuple[str, str, str]]
    ) -> dict[str, NDArray[Any]]:
        """Return the entries that are not 0, as columns by name.

        Parameters
        ----------
        work_out
            Returns the outcomes of a sequence of snapshots.
        columns
            (outcome, side, column) of what is to be explained.

        Returns
        -------
        dict
            ``month`` (the row of the monthly table that the change led to), ``outcome``, ``side``, ``mechanism``,
            ``term`` (empty for a mechanism as a whole) and ``change`` (in the outcome's unit).
        """
        found = work_out(self._snapshots)
        terms = np.array([each.term for each in self._entries], object)
        parts = [
            self._lines(outcome, side, terms, found.value[column], found.behind[column])
            for outcome, side, column in columns
        ]
        length = [len(part.change) for part in parts]
        entry, term, change = (np.concatenate(several) for several in zip(*parts, strict=True))
        month, mechanism = (np.array([each[part] for each in self._entries], object)[entry] for part in (0, 1))
        outcome, side = (np.repeat(np.array([each[part] for each in columns], object), length) for part in (0, 1))
        order = np.argsort(month.astype(np.int64), kind="stable")
        told = (month.astype(np.int64), outcome, side, mechanism, term, change)
        return {name: each[order] for name, each in zip(COLUMNS, told, strict=True)}

    def _lines(self, outcome: str, side: str, of_entry: NDArray[Any], value: Doubles, behind: Doubles) -> Lines:
        """Return the entries of one outcome and side, in the order of time, each after those of its terms.

        ``of_entry`` holds the term that each entry has of its own.
        """
        change = np.diff(value)
        known = np.isfinite(change)
        details = self._details.get(outcome, [])
        sums = np.array([(each.entry, each.hosts, each.migrants) for each in details], np.int64)
        entry, hosts, migrants = sums.reshape(-1, 3).T
        added = {"hosts": hosts, "migrants": migrants}.get(side, hosts + migrants)
        persons = behind[entry + 1]
        told = np.flatnonzero(known[entry] & (added != 0) & (persons > 0.0))
        entry, amount = entry[told], added[told] / SCALE / persons[told]
        np.subtract.at(change, entry, amount)
        rest = np.flatnonzero(known & (change != 0.0))
        term = of_entry.copy()
        term[entry] = REST
        terms = np.array([each.term for each in details], object)[told]
        order = np.argsort(np.concatenate([entry, rest]), kind="stable")
        parts = ((entry, rest), (terms, term[rest]), (amount, change[rest]))
        return Lines(*(np.concatenate(part)[order] for part in parts))
