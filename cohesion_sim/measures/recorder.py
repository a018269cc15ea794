"""A recorder writes down every month what there is to know of a world, and makes tables of it at the end.

The monthly table costs one pass over people. Subgroups cost one more pass each: they are measured every
``subgroups_every`` months and in the last one, and by themselves only up to 200,000 persons and 500 places
(:func:`usual_keys`); beyond that, ask for the keys that you need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Counts
from cohesion_sim.measures.cutoffs import Measures
from cohesion_sim.measures.money import NAMES, booked
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.measures.segregation import dissimilarity_and_exposure, residents
from cohesion_sim.measures.subgroups import FOUNDERS, KEYS, LEAST, ONE_SIDED, checked, codes, labels
from cohesion_sim.measures.tally import WIDTH, Columns, Cuts, columns_of, count_ties, cuts, tallied
from cohesion_sim.measures.values import Values, values
from cohesion_sim.policy.accounts import Accounts
from cohesion_sim.sealing import sealed
from cohesion_sim.state.people import F
from cohesion_sim.state.world import Gone, World, together

if TYPE_CHECKING:
    import pandas as pd

MANY_PERSONS, MANY_PLACES, MANY_LEAVING, PENDING = 200_000, 500, 4_096, 4_000_000


def usual_keys(population: int, places: int) -> tuple[str, ...]:
    """Return the keys of subgroups that are measured unless asked otherwise."""
    if population > MANY_PERSONS:
        return ()
    return KEYS if places <= MANY_PLACES else tuple(key for key in KEYS if key != "place")


class Cells:
    """The subgroups of one key through time.

    Tallies are turned into outcomes in batches, so that many small months cost no more than one large one and many
    places do not fill the memory.
    """

    def __init__(self, key: str, names: tuple[str, ...], measures: Measures) -> None:
        self.key, self.names, self.measures = key, names, measures
        self._months: list[int] = []
        self._waiting: list[Counts] = []
        self._done: list[tuple[list[int], Values, slice]] = []

    def add(self, month: int, tally: Counts) -> None:
        """Write down a month's tally, shape (subgroups, 2, WIDTH)."""
        self._months.append(month)
        self._waiting.append(tally)
        if sum(waiting.size for waiting in self._waiting) > PENDING:
            self._work_out()

    def _work_out(self) -> None:
        if self._waiting:
            work_out([self])

    def shown(self, outcomes: Sequence[str], least: int = LEAST) -> NDArray[np.float64]:
        """Return outcomes, shape (outcomes, months, subgroups); what rests on fewer persons is hidden (NaN)."""
        self._work_out()
        parts = [hidden(found, here, outcomes, least) for _, found, here in self._done]
        return np.concatenate(parts, axis=1).reshape(len(outcomes), -1, len(self.names))

    def table(self, least: int = LEAST) -> pd.DataFrame:
        """Return the tidy table; values that rest on fewer than ``least`` persons are hidden (NaN)."""
        import pandas as pd

        self._work_out()
        parts = []
        for months, found, here in self._done:
            subgroup = {"month": np.repeat(months, len(self.names)), "subgroup": list(self.names) * len(months)}
            columns = dict(zip(found.value, hidden(found, here, list(found.value), least), strict=True))
            parts.append(pd.DataFrame({**subgroup, **columns}))
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"month": [], "subgroup": []})


def hidden(found: Values, here: slice, outcomes: Sequence[str], least: int) -> NDArray[np.float64]:
    """Return outcomes of some tallies, without what rests on fewer than ``least`` persons; head counts hide nobody.

    Returns
    -------
    array of shape (outcomes, tallies)
    """
    value, behind = (np.array([each[name][here] for name in outcomes]) for each in found)
    counted = np.array([name in OUTCOMES and OUTCOMES[name].family == "population" for name in outcomes])
    return np.where((behind < least) & ~counted[:, None], np.nan, value)


def work_out(several: Sequence[Cells]) -> None:
    """Turn the tallies that wait in several keys into outcomes at once, which costs no more than one key alone."""
    waiting = [cells for cells in several if cells._waiting]
    if not waiting:
        return
    tallies = [np.concatenate(cells._waiting) for cells in waiting]
    one_sided = np.repeat([cells.key in ONE_SIDED for cells in waiting], [len(tally) for tally in tallies])
    found = values(np.concatenate(tallies), waiting[0].measures, one_sided)
    first = 0
    for cells, tally in zip(waiting, tallies, strict=True):
        here = slice(first, first + len(tally))
        cells._done.append((cells._months, found, here))
        cells._months, cells._waiting = [], []
        first += len(tally)


class Recorder:
    """Everything that is measured in a run.

    Parameters
    ----------
    measures
        Cut-offs, weights and how often subgroups are measured.
    months
        Length of the run: the last month is always measured.
    keys
        Keys of subgroups (see :mod:`cohesion_sim.measures.subgroups`).
    final_only
        Number of last months in which alone subgroups are measured; 0 for the whole run.
    """

    def __init__(self, measures: Measures, months: int, keys: Iterable[str] = (), final_only: int = 0) -> None:
        self.measures, self.months, self.final_only = measures, months, final_only
        self.keys = tuple(dict.fromkeys(checked(key) for key in keys))
        self.cells: dict[str, Cells] = {}
        self._cuts = sealed(cuts(measures))
        self._tallies: list[Counts] = []
        self._rest: list[tuple[float, ...]] = []
        self._leaving: list[Gone] = []
        self._left = 0
        self._departed: NDArray[np.int64] = np.zeros((2, 2, WIDTH), np.int64)

    def record(self, world: World, accounts: Accounts | None) -> None:
        """Write down a month; the first call is the start of the run, month 0."""
        columns = columns_of(world)
        self._tallies.append(tallied(columns, None, 1, self._cuts, world.workers))
        flows = (world.flows[name] for name in FLOWS)
        self._rest.append((*dissimilarity_and_exposure(residents(world)), *flows, *booked(accounts)))
        if "cohort" in self.keys:
            self._leaving += world.gone
            self._left += sum(len(gone.degree) for gone in world.gone)
        if self._left > MANY_LEAVING:
            self._count_departed(world)
        if self._due(world.month):
            for key in self.keys:
                self._count(key, world, columns)

    def _due(self, month: int) -> bool:
        every = self.measures.subgroups_every
        early = self.final_only > 0 and month <= self.months - self.final_only
        return month >= self.months or (month % every == 0 and not early)

    def _count(self, key: str, world: World, columns: Columns) -> None:
        if key not in self.cells:
            self.cells[key] = Cells(key, labels(key, world), self.measures)
        cells = self.cells[key]
        tally = tallied(columns, codes(key, world), len(cells.names), self._cuts, world.workers)
        if key == "cohort":
            self._count_departed(world)
            tally[cells.names.index(FOUNDERS)] += self._departed[0]
        cells.add(world.month, tally)

    def _count_departed(self, world: World) -> None:
        """Add those who left since it was last done, all at once, to the tally of those who are gone."""
        if self._leaving:
            self._departed += departed(self._leaving, self._cuts, world)
            self._leaving, self._left = [], 0

    def monthly(self) -> pd.DataFrame:
        """Return one row a month, the first of them month 0, and one column an outcome."""
        import pandas as pd

        return pd.DataFrame({**self.columns(), "month": np.arange(len(self._rest))})

    def columns(self) -> dict[str, NDArray[np.float64]]:
        """Return the same as arrays by name, ``month`` first."""
        found = values(np.concatenate(self._tallies), self.measures).value
        rest = np.array(self._rest)
        found |= {name: rest[:, number] for number, name in enumerate(REST)}
        ordered = [column for outcome in OUTCOMES.values() for column in outcome.columns.values()]
        ordered += [column for column in found if column not in ordered]
        return {"month": np.arange(len(rest), dtype=np.float64), **{column: found[column] for column in ordered}}

    def shown(self, outcomes: Sequence[str]) -> dict[str, tuple[tuple[str, ...], NDArray[np.float64]]]:
        """Return, by key, the names of its subgroups and outcomes, shape (outcomes, months measured, subgroups)."""
        work_out(list(self.cells.values()))
        return {key: (cells.names, cells.shown(outcomes)) for key, cells in self.cells.items()}

    def by(self, key: str) -> pd.DataFrame:
        """Return the table of a key's subgroups, empty if it was not measured."""
        name = checked(key)
        return self.cells[name].table() if name in self.cells else Cells(name, (), self.measures).table()


FLOWS = ("arrivals", "births", "deaths", "departures", "moves")
REST = ("dissimilarity", "exposure", *FLOWS, *NAMES)


def departed(several: Sequence[Gone], c: Cuts, world: World) -> Counts:
    """Return the tally of persons who are gone, founders at 0 and others at 1, with the values they left with."""
    gone = together(several)
    count = len(gone.degree)
    bridging, civic = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    there = np.ones(count, np.bool_)
    count_ties(0, count, there, gone.link, gone.degree, bridging, civic)
    group, age, status, employed, exploited, encounters, founder = (
        gone.column(name) for name in ("group", "age", "status", "employed", "exploited", "encounters", "founder")
    )
    columns = Columns(
        there, group, age, status, employed, exploited, gone.blocks[F], encounters, gone.degree, bridging, civic
    )
    return tallied(columns, (~founder).astype(np.int32), 2, c, world.workers)
