"""An attribution ledger says what moved each outcome: its entries add up to the change, exactly.

After each process of a month the outcomes are taken again, and what has changed since the last time is put down to
that process. The entries telescope, so that nothing is lost and nothing counted twice; who came, came of age, died or
left is a process like the others. Where a mechanism reports its terms, its entry is split into them, and what the terms
do not explain (bounds, the rounding of a column) stands beside them. A run without a ledger does none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

import numpy as np

from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import SCALE
from cohesion_sim.state.world import World

if TYPE_CHECKING:
    import pandas as pd

S = TypeVar("S")
REST = "bounds and rounding"
ELSEWHERE = "outside the mechanisms"
COLUMNS = ("month", "outcome", "side", "mechanism", "term", "change")


class Detail(NamedTuple):
    """What a term of a mechanism added to an outcome, summed over hosts and over migrants, in 1/SCALE."""

    outcome: str
    term: str
    hosts: int
    migrants: int

    def of(self, side: str) -> int:
        """Return the sum over a side, or over both."""
        return {"hosts": self.hosts, "migrants": self.migrants}.get(side, self.hosts + self.migrants)


class Entry(NamedTuple):
    """A process that has just run; snapshot number ``after`` follows it, the one before precedes it."""

    month: int
    mechanism: str
    term: str
    details: tuple[Detail, ...]


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
        self._details: list[Detail] = []

    def open(self, world: World) -> None:
        """Begin with the start of a run."""
        self._world = world
        self._snapshots = [self._take(world)]

    def add(self, mechanism: str, terms: tuple[tuple[str, str], ...], sums: Counts) -> None:
        """Note how much each (outcome, term) of a mechanism moved the sum over adult hosts and adult migrants."""
        for (outcome, term), (hosts, migrants) in zip(terms, sums.tolist(), strict=True):
            if hosts or migrants:
                self._details.append(Detail(outcome, term, hosts, migrants))

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
        if self._details or not self._same(now, self._snapshots[-1]):
            self._entries.append(Entry(month, mechanism, term, tuple(self._details)))
            self._snapshots.append(now)
            self._details = []

    def table(self, work_out: Callable[[Sequence[S]], Worked], columns: Sequence[tuple[str, str, str]]) -> pd.DataFrame:
        """Return the entries that are not 0.

        Parameters
        ----------
        work_out
            Returns the outcomes of a sequence of snapshots.
        columns
            (outcome, side, column) of what is to be explained.

        Returns
        -------
        DataFrame
            Columns ``month`` (the row of the monthly table that the change led to), ``outcome``, ``side``,
            ``mechanism``, ``term`` (empty for a mechanism as a whole) and ``change`` (in the outcome's unit).
        """
        import pandas as pd

        found = work_out(self._snapshots)
        lines = [
            line
            for outcome, side, column in columns
            for line in self._lines(outcome, side, found.value[column], found.behind[column])
        ]
        frame = pd.DataFrame(lines, columns=list(COLUMNS))
        return frame.sort_values(["month"], kind="stable", ignore_index=True)

    def _lines(
        self, outcome: str, side: str, value: Doubles, behind: Doubles
    ) -> Iterator[tuple[int, str, str, str, str, float]]:
        change = np.diff(value)
        for number in np.flatnonzero(np.isfinite(change)).tolist():
            entry = self._entries[number]
            left, term = float(change[number]), entry.term
            for detail in entry.details:
                persons = float(behind[number + 1])
                if detail.outcome == outcome and detail.of(side) and persons > 0.0:
                    amount = detail.of(side) / SCALE / persons
                    left, term = left - amount, REST
                    yield entry.month, outcome, side, entry.mechanism, detail.term, amount
            if left != 0.0:
                yield entry.month, outcome, side, entry.mechanism, term, left
