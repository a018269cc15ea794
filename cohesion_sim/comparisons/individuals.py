"""The same person in two scenarios meets the same chances: her difference is policy, and what others carry over to her.

Compared are persons who are found in both runs of a pair: the adults who live there at the end, and the fixed cohort,
whose members who died or departed count with the values they left with. A mean that hardly moves can hide as many who
gain as who lose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.errors import unknown
from cohesion_sim.measures.personal import PERSONAL
from cohesion_sim.measures.subgroups import coded

if TYPE_CHECKING:
    import pandas as pd

KEPT = 200_000_000
"""Most bytes of persons kept in one comparison."""
BYTES = 100
Keys = NDArray[np.int64]
SUBGROUPS = ("side", "group", "generation", "sex", "age", "education", "vulnerability", "place", "cohort")


def pairs_kept(population: int, scenarios: int, replicates: int) -> int:
    """Return the replicates whose persons are kept, so that a comparison of millions still fits into memory."""
    return min(replicates, KEPT // max(1, population * BYTES * scenarios))


class Pairs(NamedTuple):
    """Persons found in both runs of pairs, by replicate and key; arrays of shape (persons,) or (rows, persons).

    ``codes`` has a row for each of :data:`SUBGROUPS`, as persons are in the baseline; ``values`` and
    ``baseline_values`` have one for each outcome asked for.
    """

    replicate: NDArray[np.int64]
    key: NDArray[np.int64]
    codes: NDArray[np.int32]
    here: NDArray[np.bool_]
    baseline_here: NDArray[np.bool_]
    values: NDArray[np.float32]
    baseline_values: NDArray[np.float32]

    def only(self, rows: Sequence[int]) -> Pairs:
        """Return them with some of the outcomes."""
        wanted = list(rows)
        return self._replace(values=self.values[wanted], baseline_values=self.baseline_values[wanted])


def paired(runs: Sequence[Finished], scenario: str, baseline: str, outcomes: Sequence[str]) -> Pairs:
    """Return the persons found in both runs of each pair.

    Raises
    ------
    UserError
        If one person has no value of an outcome.
    """
    for outcome in outcomes:
        if outcome not in PERSONAL:
            raise unknown("outcome of one person", outcome, PERSONAL)
    rows = np.array([PERSONAL.index(outcome) for outcome in outcomes], np.intp)
    kept = {(run.name, run.replicate): run.persons for run in runs if run.persons is not None}
    parts = [nobody(len(rows))]
    for name, replicate in sorted(kept):
        if name == scenario and (baseline, replicate) in kept:
            here, there = kept[scenario, replicate], kept[baseline, replicate]
            both, one, other = in_both(here.key, there.key)
            codes = np.array([coded(key, there)[other] for key in SUBGROUPS])
            values = (each.values[np.ix_(rows, at)] for each, at in ((here, one), (there, other)))
            parts.append(Pairs(np.full(len(both), replicate), both, codes, here.here[one], there.here[other], *values))
    joined: Any = [np.concatenate(each, axis=-1) for each in zip(*parts, strict=True)]
    return Pairs._make(joined)


def in_both(mine: Keys, theirs: Keys) -> tuple[Keys, NDArray[np.intp], NDArray[np.intp]]:
    """Return the keys, each of them there once, that are in two arrays, in order, and where they are in each."""
    one, other = np.argsort(mine), np.argsort(theirs)
    wanted, there = mine[one], theirs[other]
    at = np.searchsorted(there, wanted)
    same = at < len(there)
    same[same] = there[at[same]] == wanted[same]
    return wanted[same], one[same], other[at[same]]


def nobody(outcomes: int) -> Pairs:
    """Return pairs without persons."""
    number, yes, value = np.zeros(0, np.int64), np.zeros(0, np.bool_), np.zeros((outcomes, 0), np.float32)
    return Pairs(number, number, np.zeros((len(SUBGROUPS), 0), np.int32), yes, yes, value, value)


def individuals(found: Pairs, names: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return one row a person and pair of runs who has a value of an outcome, the only one that was asked for.

    Columns: ``replicate``, ``key``, the subgroups of :data:`SUBGROUPS`, ``here`` and ``baseline_here`` (False for
    members of the fixed cohort who left), ``value``, ``baseline_value`` and ``difference``.

    Parameters
    ----------
    names
        Names of the subgroups of each key, in the order of their codes.
    """
    import pandas as pd

    value, against = found.values[0], found.baseline_values[0]
    known = ~np.isnan(value - against)
    columns: dict[str, Any] = {"replicate": found.replicate[known], "key": found.key[known]}
    for key, code in zip(SUBGROUPS, found.codes[:, known], strict=True):
        columns[key] = pd.Categorical.from_codes(code, dtype=pd.CategoricalDtype(list(names[key])))
    columns |= {"here": found.here[known], "baseline_here": found.baseline_here[known]}
    columns |= {"value": value[known], "baseline_value": against[known], "difference": (value - against)[known]}
    return pd.DataFrame(columns)
