"""A number of a run is explained: what moved it, by which rules, with which numbers, and what those rest on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError

KEYS: dict[str, Any] = {"output": None}
MOST = 14
"""Terms shown."""


def main(arguments: Sequence[str]) -> int:
    """Explain one outcome of a run and return the exit code."""
    words = [word for word in arguments if "=" not in word]
    own = settings("explain", [word for word in arguments if "=" in word], KEYS)
    if len(words) != 2:
        raise UserError(
            "explain needs a run and an outcome, such as: cohesion-sim explain outputs/run/targeted/… belonging"
        )

    from rich.console import Console

    from cohesion_sim.analysis.tracing import behind, found_run, grounds, steps
    from cohesion_sim.cli.findings import frame
    from cohesion_sim.cli.stores import ROOM
    from cohesion_sim.measures.outcomes import OUTCOMES
    from cohesion_sim.runs import stored

    run, outcome = found_run(words[0], ROOM), words[1]
    parts = behind(outcome)
    moved, numbers = steps(run, outcome), grounds(run, outcome)
    console = Console(highlight=False)
    meant = OUTCOMES[outcome]
    console.print(f"\n{outcome} of run {run.name}: {meant.meaning}", soft_wrap=True)
    for side, column in meant.columns.items():
        value = run.ends.get(column, math.nan)
        console.print(f"  {side}: {value:.4g} ({meant.unit})" if not math.isnan(value) else f"  {side}: not shown")
    if parts != (outcome,):
        console.print(f"  worked out from {', '.join(parts)}")
    console.print(terms(moved))
    if moved and math.isnan(moved[0].change):
        console.print("How much each term moved it is written down in a run with ledger=true.\n")
    console.print(table(numbers))
    assumed = sum(each.rests_on == "assumption" for each in numbers)
    console.print(f"{len(numbers)} numbers, {assumed} of them assumptions.")
    if own["output"]:
        folder = stored.folder_for(own["output"])
        stored.table(folder / "terms.parquet", frame(moved), csv=True)
        stored.table(folder / "numbers.parquet", frame(numbers), csv=True)
        console.print(f"Tables: {folder}", soft_wrap=True)
    return 0


def terms(moved: Sequence[Any]) -> Any:
    """Return what moved the outcome as a table."""
    from rich import box
    from rich.table import Table

    made = Table(title="What moved it", box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    for heading in ("outcome", "of", "rule", "term"):
        made.add_column(heading)
    made.add_column("change, start to end", justify="right")
    for each in moved[:MOST]:
        change = "" if math.isnan(each.change) else f"{each.change:+.4f}"
        made.add_row(each.outcome, each.side, each.mechanism, each.term, change)
    if len(moved) > MOST:
        made.add_row("", "", f"{len(moved) - MOST} more", "", "")
    return made


def table(numbers: Sequence[Any]) -> Any:
    """Return the numbers of the rules and their sources as a table."""
    from rich import box
    from rich.table import Table

    made = Table(
        title="The numbers of these rules",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        title_style="bold",
        pad_edge=False,
    )
    made.add_column("number", no_wrap=True)
    made.add_column("value", justify="right")
    made.add_column("range and unit")
    made.add_column("rests on")
    for each in numbers:
        changed = "" if each.value == each.default else f" (usually {each.default:g})"
        source = each.source if each.found == "" else f"{each.source}: {each.found}"
        said = each.rests_on if each.rests_on == each.source else f"{each.rests_on}: {source}"
        made.add_row(each.number, f"{each.value:g}{changed}", f"{each.low:g} … {each.high:g} {each.unit}", said)
    return made
