"""A run explains itself by a ledger: of all outcomes that are measured, with everything that moved them."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from cohesion_sim.ledger import Ledger
from cohesion_sim.measures.cutoffs import Measures
from cohesion_sim.measures.snapshot import EXPLAINED, Observer, Snapshot, same, worked_out


def ledger_of(measures: Measures) -> Ledger[Snapshot]:
    """Return an empty ledger of the outcomes."""
    return Ledger(Observer(measures), same)


def entries(ledger: Ledger[Snapshot], measures: Measures) -> dict[str, NDArray[Any]]:
    """Return the entries of a ledger at the end of a run, as columns by name."""
    return ledger.entries(lambda snapshots: worked_out(snapshots, measures), EXPLAINED)
