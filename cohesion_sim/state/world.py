"""The world is what a month changes: people, their ties, their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.compiled import Workers
from cohesion_sim.state.people import Blocks, People, column_of
from cohesion_sim.state.places import Places
from cohesion_sim.state.ties import Ties, part_all

if TYPE_CHECKING:
    from cohesion_sim.state.endowment import Endowment


class Gone(NamedTuple):
    """Persons who left for good in a month, as they were: their columns, and their ties before these were cut.

    ``blocks`` holds the columns of people, :meth:`column` one of them; ``link`` and ``degree`` are as in :class:`Ties`.
    """

    cause: str
    blocks: Blocks
    link: NDArray[np.uint8]
    degree: NDArray[np.uint8]

    def column(self, name: str) -> NDArray[Any]:
        """Return a column of people, as it was."""
        return column_of(self.blocks, name)


def together(several: Sequence[Gone]) -> Gone:
    """Return all who left as if they had left at once."""
    if len(several) == 1:
        return several[0]
    blocks = {kind: np.concatenate([gone.blocks[kind] for gone in several], axis=1) for kind in several[0].blocks}
    link, degree = (np.concatenate([getattr(gone, name) for gone in several]) for name in ("link", "degree"))
    return Gone(several[0].cause, blocks, link, degree)


@dataclass
class World:
    """All state of a run.

    Attributes
    ----------
    people, ties, places
        The columns.
    distance
        Cultural distance between groups, shape ``(G + 1, G + 1)``, 0 to 1, 0 on the diagonal.
    group_names
        ``("hosts", …)``, one name a group.
    endowment
        What newcomers and newborn bring along.
    founded
        Number of founders: arrivals are counted against it, the same in every scenario.
    month
        Months completed.
    flows
        Persons who arrived, were born, died and departed in the month that ran last.
    mood
        What politics adds to rights and funding, -1 to 1; 0 unless the mechanism runs.
    gone
        Persons who died or departed in the month that ran last: a fixed cohort keeps counting them.
    vacant_rows
        Rows that nobody uses.
    faces
        What each row shows to others this month (see :mod:`cohesion_sim.state.surroundings`).
    """

    people: People
    ties: Ties
    places: Places
    distance: NDArray[np.float64]
    group_names: tuple[str, ...]
    endowment: Endowment
    workers: Workers = field(default_factory=Workers)
    founded: int = 0
    month: int = 0
    flows: dict[str, int] = field(
        default_factory=lambda: {"arrivals": 0, "births": 0, "deaths": 0, "departures": 0, "moves": 0}
    )
    mood: float = 0.0
    gone: list[Gone] = field(default_factory=list)
    vacant_rows: list[int] = field(default_factory=list)
    faces: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))

    @property
    def population(self) -> int:
        """Number of persons who live here now."""
        return int(np.count_nonzero(self.people.active))

    def admit(self, count: int) -> NDArray[np.int64]:
        """Return empty rows for newcomers: those that others left first, then new ones."""
        reused = [self.vacant_rows.pop() for _ in range(min(count, len(self.vacant_rows)))]
        first = len(self.people)
        fresh = count - len(reused)
        if fresh:
            self.people.extend(fresh)
            self.ties.grow(self.people.room)
        return np.array(reused + list(range(first, first + fresh)), np.int64)

    def remove(self, rows: NDArray[np.int64], cause: str = "departure") -> None:
        """Take persons who left for good (``"death"``, ``"departure"``) out of register and network."""
        people, ties, places = self.people, self.ties, self.places
        self.gone.append(Gone(cause, people.taken(rows), ties.link[rows], ties.degree[rows]))
        part_all(rows, ties.partner, ties.link, ties.strength, ties.degree)
        places.leave(people, rows)
        people.clear(rows)
        self.vacant_rows.extend(rows[::-1].tolist())

    def bytes_per_person(self) -> float:
        """Return the bytes of state and network a person, the register included."""
        used = max(1, len(self.people))
        register = self.places.register.nbytes / used
        return self.people.bytes_per_person() + self.ties.bytes_per_person() + register
