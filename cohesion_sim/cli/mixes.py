"""A search is read as four short lists: the front, where near-best mixes lie, what a point costs, who loses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from cohesion_sim.strings import label, subgroup_label

if TYPE_CHECKING:
    from cohesion_sim.optimise.optimum import Optimum

LISTED = 12
"""Losers listed."""


def table(title: str, *columns: str) -> Table:
    """Return an empty table whose columns but the first stand to the right."""
    made = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    for number, column in enumerate(columns):
        made.add_column(column, justify="right" if number else "left")
    return made


def called(outcome: str, of: str) -> str:
    """Return an outcome and whose it is."""
    return f"{label('outcome', outcome)}, {subgroup_label(of)}"


def front(found: Optimum) -> Table:
    """Return the mixes of the front with their gains on fresh luck."""
    made = table(
        "Best mixes, against the present one, on fresh luck", "mix",
        *(called(goal.outcome, goal.of) for goal in found.goals),
    )  # fmt: skip
    for name in found.names:
        gains = [found.gain(name, goal) for goal in found.goals]
        made.add_row(name.replace("_", " "), *(f"{mean:+.4f} [{low:+.4f}, {high:+.4f}]" for mean, low, high in gains))
    return made


def spread(found: Optimum) -> Table:
    """Return where near-best mixes lie, in percent."""
    near = int(found.tried["near"].sum())
    title = f"{near} of {len(found.mixes)} mixes are near-best: % of the budget, of the range for levers"
    made = table(title, "", "present", "from", "median", "to")
    for row in found.spread.to_dict("records"):
        section, _, name = str(row["coordinate"]).partition(".")
        said = label("instrument", name) if section == "instruments" else label("lever", f"{section}.{name}")
        made.add_row(said, *(f"{100.0 * row[part]:.0f}" for part in ("present", "low", "median", "high")))
    return made


def prices(found: Optimum) -> Table:
    """Return what a point of each goal costs under each mix."""
    made = table("What a point (0.01) costs, against no money", "mix", "outcome", "EUR per migrant and year")
    for row in found.prices.to_dict("records"):
        said = "no point gained"
        if not math.isnan(row["eur_per_point"]):
            said = f"{row['eur_per_point']:,.0f} [{row['low']:,.0f}, {row['high']:,.0f}]"
        made.add_row(str(row["mix"]).replace("_", " "), called(str(row["outcome"]), str(row["of"])), said)
    return made


def losers(found: Optimum) -> Text:
    """Return who loses by the best compromise."""
    best = found.compromise
    rows = found.losers[found.losers["mix"] == best].sort_values("gain").head(LISTED).to_dict("records")
    said = Text.assemble((f"Who loses by {best.replace('_', ' ')}: ", "bold"))
    if not rows:
        return said.append("nobody that can be told, in the outcomes watched.")
    return said.append(
        "; ".join(f"{called(str(row['outcome']), str(row['subgroup']))} {row['gain']:+.4f}" for row in rows) + "."
    )
