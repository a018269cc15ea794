"""A run explains itself by a ledger: of all outcomes that are measured, with everything that moved them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohesion_sim.ledger import Ledger
from cohesion_sim.measures.cutoffs import Measures
from cohesion_sim.measures.snapshot import EXPLAINED, Snapshot, same, taken, worked_out

if TYPE_CHECKING:
    import pandas as pd


def ledger_of(measures: Measures) -> Ledger[Snapshot]:
    """Return an empty ledger of the outcomes."""
    return Ledger(lambda world: taken(world, measures), same)


def entries(ledger: Ledger[Snapshot], measures: Measures) -> pd.DataFrame:
    """Return the table of a ledger at the end of a run."""
    return ledger.table(lambda snapshots: worked_out(snapshots, measures), EXPLAINED)
