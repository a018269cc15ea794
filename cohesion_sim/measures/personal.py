"""What is measured on a person can be followed through a change of policy, because a person's key never changes.

The adults who live here and the fixed cohort, whose members who died or departed keep the values they left with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.measures.cutoffs import Measures
from cohesion_sim.measures.marginalisation import counted, deprivation_bits, shares_of_weight
from cohesion_sim.measures.tally import SUMMED, columns_of, count_ties, cuts
from cohesion_sim.state.people import ADULT, RETIRED
from cohesion_sim.state.world import Gone, World, together

PERSONAL = (*SUMMED, "employment", "bridging_ties", "marginalisation")
"""Outcomes that one person has a value of; her share of deprivations, if she is marginalised, is her part of M₀."""
LASTING = ("key", "group", "generation", "woman", "age", "education", "vulnerability", "place", "founder")
MANY_LEAVING = 4_096
"""Persons who may leave before they are worked out, so that a large run does not keep them all as they were."""
HOSTS_ONLY, MIGRANTS_ONLY = ("threat_economic", "threat_cultural"), ("discrimination", "heritage", "host_orientation")


class Persons(NamedTuple):
    """Adults with their lasting attributes and outcomes; arrays of shape (persons,).

    ``here`` is False for those of the fixed cohort who died or departed; ``values`` holds an array an outcome, shape
    (outcomes, persons), in the order of :data:`PERSONAL`, NaN where an outcome does not cover the person.
    """

    key: NDArray[np.int64]
    group: NDArray[np.int8]
    generation: NDArray[np.int8]
    woman: NDArray[np.bool_]
    age: NDArray[np.int16]
    education: NDArray[np.float32]
    vulnerability: NDArray[np.float32]
    place: NDArray[np.int32]
    founder: NDArray[np.bool_]
    here: NDArray[np.bool_]
    values: NDArray[np.float32]


class Register:
    """The persons of a run: those who live here when it is asked, and the fixed cohort's members who left before."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self._leaving: list[Gone] = []
        self._count = 0
        self._left: list[Persons] = []

    def watch(self, world: World) -> None:
        """Note the members of the fixed cohort who left in the month that ran last."""
        self._leaving += world.gone
        self._count += sum(len(gone.degree) for gone in world.gone)
        if self._count > MANY_LEAVING:
            self._note_left()

    def _note_left(self) -> None:
        """Work out those who left since it was last done, all at once: many small months cost no more than one."""
        if self._leaving:
            self._left.append(self._of_gone(self._leaving))
            self._leaving, self._count = [], 0

    def persons(self, world: World) -> Persons:
        """Return everybody there is to follow."""
        self._note_left()
        columns = columns_of(world)
        adult = columns.active & (columns.age >= ADULT)
        named = {name: getattr(world.people, name)[adult] for name in (*LASTING, *NEEDED)}
        here = persons(named, columns.bridging[adult], np.ones(int(adult.sum()), np.bool_), self.measures)
        parts = [here, *self._left]
        joined: Any = [np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in Persons._fields]
        return Persons._make(joined)

    def _of_gone(self, several: Sequence[Gone]) -> Persons:
        gone = together(several)
        count = len(gone.degree)
        bridging, civic = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
        count_ties(0, count, np.ones(count, np.bool_), gone.link, gone.degree, bridging, civic)
        founder = gone.column("founder")
        named = {name: gone.column(name)[founder] for name in (*LASTING, *NEEDED)}
        return persons(named, bridging[founder], np.zeros(int(founder.sum()), np.bool_), self.measures)


NEEDED = (*SUMMED, "employed", "exploited", "status")
"""Columns of people that outcomes are made of."""


def persons(
    named: dict[str, NDArray[Any]], bridging: NDArray[np.uint8], here: NDArray[np.bool_], measures: Measures
) -> Persons:
    """Return persons with their outcomes, from columns of people."""
    migrant = named["group"] > 0
    working_age = named["age"] < RETIRED
    rows = [
        np.where(migrant, np.nan, named[name]) if name in HOSTS_ONLY
        else np.where(migrant, named[name], np.nan) if name in MIGRANTS_ONLY
        else named[name]
        for name in SUMMED
    ]  # fmt: skip
    rows.append(np.where(working_age, named["employed"], np.nan))
    rows.append(bridging)
    rows.append(marginalised(named, bridging, migrant, working_age, measures))
    values = np.array(rows, np.float32)
    lasting: Any = [named[name] for name in LASTING]
    return Persons._make([*lasting, here, values])


def marginalised(
    named: dict[str, NDArray[Any]], bridging: NDArray[np.uint8], migrant: NDArray[np.bool_],
    working_age: NDArray[np.bool_], measures: Measures,
) -> NDArray[np.float64]:  # fmt: skip
    """Return each person's weighted share of deprivations, 0 unless it reaches the cut-off: the mean of it is M₀."""
    c = cuts(measures)
    signs = (
        working_age & (~named["employed"] | named["exploited"]),
        named["language"] < c.language,
        named["status"] < c.rights,
        bridging < c.bridging,
        named["belonging"] < c.belonging,
        named["discrimination"] > c.discrimination,
        named["trust_institutions"] < c.institutions,
    )
    pattern = sum(sign.astype(np.int64) << bit for bit, sign in enumerate(signs))
    of_pattern = [
        (deprivation_bits() @ np.array(shares_of_weight(measures, hosts)))
        * counted(measures.weights(hosts), measures.deprivations)
        for hosts in (False, True)
    ]
    share: NDArray[np.float64] = np.where(migrant, of_pattern[0][pattern], of_pattern[1][pattern])
    return share
