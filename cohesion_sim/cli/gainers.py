"""Behind a mean there are persons: how many of each side gain and how many lose by enough to notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cohesion_sim.comparisons.shares import THRESHOLD
from cohesion_sim.strings import scenario_label

if TYPE_CHECKING:
    from cohesion_sim.comparisons.comparison import Comparison

OUTCOME = "belonging"
SIDES = ("migrants", "hosts")


def gainers(comparison: Comparison) -> Text:
    """Return one line a scenario; empty if no persons were kept."""
    table = comparison.gains.query("outcome == @OUTCOME")
    said = Text()
    rows = {(str(row["scenario"]), str(row["subgroup"])): row for row in table.to_dict("records")}
    for scenario in dict.fromkeys(table["scenario"]):
        clauses = [
            f"of {side} {100.0 * rows[scenario, side]['gaining']:.0f} % gain and "
            f"{100.0 * rows[scenario, side]['losing']:.0f} % lose"
            for side in SIDES
            if (scenario, side) in rows
        ]
        if clauses:
            said.append(f"{scenario_label(scenario)}: ", style="bold")
            said.append(f"{', '.join(clauses)}.\n")
    if said:
        said = Text(f"The same persons, by more than {THRESHOLD:g} in {OUTCOME}:\n", style="dim") + said
    return said
