"""The world is what a month changes: people, their ties, their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Bytes, Codes, Counts, Flags, Floats, Keys, Months, Rows
from cohesion_sim.compiled import Workers, loop, rule
from cohesion_sim.state.people import WHERE, Blocks, People, column_of
from cohesion_sim.state.places import Places, entered, strike_off
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

    def admit(
        self, key: NDArray[np.int64], group: NDArray[np.int8], place: NDArray[np.int32], born: int
    ) -> NDArray[np.int64]:
        """Give new persons an address and an empty row: one that others left first, then a new one; return the rows.

        Parameters
        ----------
        key, group, place
            One a person.
        born
            Generation of the migrants among them.
        """
        if len(key) == 0:
            return np.zeros(0, np.int64)
        people, places, count = self.people, self.places, len(self.people)
        rows = [self.vacant_rows.pop() for _ in range(min(len(key), len(self.vacant_rows)))]
        fresh = len(key) - len(rows)
        if fresh:
            people.extend(fresh)
            self.ties.grow(people.room)
            rows += range(count, count + fresh)
        taken = np.array(rows, np.int64)
        if not admit_all(
            taken, key, group, place, born, people.key, people.group, people.place, people.active, people.generation,
            people.address, places.register, places.start, places.span, places.residents,
        ):  # fmt: skip
            places.open_register(people)
        return taken

    def remove(self, rows: NDArray[np.int64], cause: str = "departure") -> None:
        """Take persons who left for good (``"death"``, ``"departure"``) out of register and network."""
        people, ties, places, count = self.people, self.ties, self.places, len(rows)
        blocks = {kind: np.empty((len(block), count), kind) for kind, block in people.blocks.items()}
        gone = Gone(cause, blocks, np.empty((count, ties.slots), np.uint8), np.empty(count, np.uint8))
        remove_all(
            rows, places.register, places.residents, ties.partner, ties.link, ties.strength, ties.degree, people.stage,
            gone.link, gone.degree, *people.blocks.values(), *blocks.values(),
        )  # fmt: skip
        self.gone.append(gone)
        self.vacant_rows.extend(rows[::-1].tolist())

    def bytes_per_person(self) -> float:
        """Return the bytes of state and network a person, the register included."""
        used = max(1, len(self.people))
        register = self.places.register.nbytes / used
        return self.people.bytes_per_person() + self.ties.bytes_per_person() + register


@loop
def admit_all(
    rows: Keys, keys: Keys, origin: Codes, where: Rows, born: int, people_key: Keys, group: Codes, place: Rows,
    active: Flags, generation: Codes, address: Rows, register: Rows, start: Counts, span: Counts, residents: Counts,
) -> bool:  # fmt: skip
    """Write who new persons are; return whether they could be entered where they live."""
    for n in range(len(rows)):
        i = rows[n]
        people_key[i] = keys[n]
        group[i] = origin[n]
        place[i] = where[n]
        active[i] = True
        generation[i] = born if origin[n] > 0 else 0
    return entered(rows, place, people_key, address, register, start, span, residents)


PLACE, ADDRESS = WHERE["place"][1], WHERE["address"][1]


@rule
def taken_out(rows: Keys, block: NDArray[Any], left: NDArray[Any]) -> None:
    """Move some rows of the columns of a block to ``left``, and leave nothing there."""
    for n in range(len(rows)):
        left[:, n] = block[:, rows[n]]
        block[:, rows[n]] = 0


@loop
def remove_all(
    rows: Keys, register: Rows, residents: Counts, partner: Rows, link: Bytes, strength: Bytes, degree: Bytes,
    stages: Bytes, left_link: Bytes, left_degree: Bytes, floats: Floats, flags: Flags, codes: Codes, octets: Bytes,
    months: Months, places: Rows, keys: Keys, left_floats: Floats, left_flags: Flags, left_codes: Codes,
    left_octets: Bytes, left_months: Months, left_places: Rows, left_keys: Keys,
) -> None:  # fmt: skip
    """Take persons out of network, register and columns, and write down what they were; blocks in their own order."""
    for n in range(len(rows)):
        left_link[n] = link[rows[n]]
        left_degree[n] = degree[rows[n]]
        stages[rows[n]] = 0
    part_all(rows, partner, link, strength, degree)
    strike_off(rows, places[PLACE], places[ADDRESS], register, residents)
    taken_out(rows, floats, left_floats)
    taken_out(rows, flags, left_flags)
    taken_out(rows, codes, left_codes)
    taken_out(rows, octets, left_octets)
    taken_out(rows, months, left_months)
    taken_out(rows, places, left_places)
    taken_out(rows, keys, left_keys)
