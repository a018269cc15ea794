"""A run is read as two short tables, hosts and migrants apart: at the start, at the end, and which way it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from cohesion_sim.cli.words import HOSTS, MIGRANTS, STYLES, Change
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.strings import label

if TYPE_CHECKING:
    import pandas as pd

    from cohesion_sim.runs.result import Result


def course(result: Result) -> Group:
    """Return the tables of a run with a heading."""
    scenario = result.scenario
    heading = Text.assemble(
        (scenario.title.get("en", scenario.name), "bold"),
        f"  {scenario.regime.name} · {scenario.funding.yearly} per migrant and year · "
        f"{scenario.context.name}, {scenario.context.population:,} persons · {scenario.months} months · "
        f"seed {result.seed}",
    )
    sides = result.by("side")
    tables = [table(sides, side, names) for side, names in (("migrants", MIGRANTS), ("hosts", HOSTS))]
    return Group(
        Text(), heading, *tables, Text("One run, one course of luck: cohesion-sim compare says what is policy.\n")
    )


def table(sides: pd.DataFrame, side: str, names: tuple[str, ...]) -> Table:
    """Return the table of one side."""
    made = Table(title=side.capitalize(), box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    made.add_column("")
    for heading in ("start", "end", "change"):
        made.add_column(heading, justify="right")
    made.add_column("")
    rows = sides[sides["subgroup"] == side]
    for name in names:
        start, end = float(rows[name].iloc[0]), float(rows[name].iloc[-1])
        change = Change(end - start, end - start, end - start, OUTCOMES[name].direction, OUTCOMES[name].unit == "share")
        if change.verdict == "hidden":
            made.add_row(label("outcome", name), "–", "–", "–", Text("too few persons to tell", style="dim"))
            continue
        arrow = "=" if change.verdict == "same" else "▲" if change.value > 0 else "▼"
        word = Text("about the same" if change.verdict == "same" else change.verdict, style=STYLES[change.verdict])
        made.add_row(label("outcome", name), f"{start:.2f}", f"{end:.2f}", f"{arrow} {change.value:+.2f}", word)
    return made
