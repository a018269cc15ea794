"""A comparison is read as two grids, migrants and hosts apart, then one sentence a scenario: who gains, who loses.

An arrow says which way an outcome differs from the baseline, its sign whether that is good; what chance alone could
have done is a question mark, never a number.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from cohesion_sim.cli.words import HOSTS, MIGRANTS, SHORT, Change, cell, listed
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.strings import cell as split_name
from cohesion_sim.strings import label, scenario_label

if TYPE_CHECKING:
    import pandas as pd

    from cohesion_sim.comparisons.comparison import Comparison

SIDES = {"migrants": MIGRANTS, "hosts": HOSTS}
LEGEND = (
    "▲ higher  ▼ lower than the baseline, in points of 100 (ties across: ties a person)\n"
    "+ better  − worse  · neither  = about the same  ? cannot tell it from chance"
)


def verdicts(comparison: Comparison) -> Group:
    """Return the summary of a comparison."""
    table, baseline, replicates = comparison.table, comparison.baseline, comparison.replicates
    scenarios = [name for name in comparison.scenarios if name != baseline]
    heading = Text.assemble(
        ("Compared with ", "bold"),
        (scenario_label(baseline), "bold cyan"),
        f"   {replicates} paired runs of each, same persons, same luck",
    )
    parts: list[Any] = [Text(), heading]
    for side, names in SIDES.items():
        parts.append(grid(table, scenarios, side, names))
    parts.append(Text(LEGEND, style="dim"))
    parts.append(Text())
    parts += [sentence(table, name) for name in scenarios]
    if replicates < 10:
        parts.append(Text(f"\n{replicates} runs are few: take replicates=20 or more before you rely on this."))
    return Group(*parts, Text())


def changes(table: pd.DataFrame, scenario: str, side: str, names: tuple[str, ...]) -> dict[str, Change]:
    """Return the differences of one scenario to the baseline, by outcome, on one side."""
    rows = table[(table["scenario"] == scenario) & (table["subgroup"] == side)]
    found = {str(row["outcome"]): row for row in rows.to_dict("records")}
    return {name: change(found[name], name) for name in names if name in found}


def change(row: dict[Hashable, Any], name: str) -> Change:
    """Return the difference that a row of the table holds."""
    value, low, high = (float(row[column]) for column in ("difference", "low", "high"))
    chance = row.get("p_better")
    shares = OUTCOMES[name].unit == "share"
    return Change(value, low, high, OUTCOMES[name].direction, shares, math.nan if chance is None else float(chance))


def grid(table: pd.DataFrame, scenarios: list[str], side: str, names: tuple[str, ...]) -> Table:
    """Return one side's grid: a row a scenario, a column an outcome."""
    made = Table(title=side.capitalize(), box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    made.padding = (0, 0)
    made.add_column("", no_wrap=True)
    for name in names:
        made.add_column(SHORT[name], justify="right", no_wrap=True)
    for scenario in scenarios:
        found = changes(table, scenario, side, names)
        made.add_row(row_label(scenario), *(cell(found[name]) if name in found else "–" for name in names))
    return made


def row_label(scenario: str) -> str:
    """Return a short name: regime and funding, or the scenario's own."""
    regime, funding = split_name(scenario)
    return f"{label('regime', regime)}, {funding}" if funding else scenario_label(scenario)


def sentence(table: pd.DataFrame, scenario: str) -> Text:
    """Return who gains and who loses under a scenario."""
    said = Text.assemble((f"{scenario_label(scenario)}: ", "bold"))
    said.append("; ".join(side_words(changes(table, scenario, side, names), side) for side, names in SIDES.items()))
    return said.append(".")


def side_words(found: dict[str, Change], side: str) -> str:
    """Return what one side gains and loses."""
    gains, losses, unclear = (with_verdict(found, verdict) for verdict in ("better", "worse", "open"))
    if gains and losses:
        return f"{side} gain ({listed(gains)}) and lose ({listed(losses)})"
    if gains:
        return f"{side} gain ({listed(gains)})"
    if losses:
        return f"{side} lose ({listed(losses)})"
    return f"for {side} we cannot tell" if unclear else f"for {side} about the same"


def with_verdict(found: dict[str, Change], verdict: str) -> dict[str, Change]:
    """Return the changes of one verdict."""
    return {name: change for name, change in found.items() if change.verdict == verdict}
