"""Who gains, who loses: the difference that a policy makes for each subgroup, with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cohesion_sim.errors import UserError
from cohesion_sim.plots.intervals import difference, draw, rows, rows_shaded, which_way, widened, zero_line
from cohesion_sim.plots.meaning import better, called
from cohesion_sim.plots.numbers import digits_for, plain_ticks, step
from cohesion_sim.plots.source import source
from cohesion_sim.plots.style import BODY, HEADING, Look, canvas, heading, looks, named_colours, tidy, wrapped
from cohesion_sim.strings import cell, quoted, scenario_label, subgroup_label, text

MAIN = ("belonging", "marginalisation")
MOST_SCENARIOS = 4
COLUMNS = 2
NARROW = 2.3
"""Inches that the heading of one of three panels can take."""
PLACE = "place "
ROOMY = 12
"""Subgroups up to which rows are far apart."""


def gains(
    comparison: Any, outcomes: Sequence[str] | None = None, language: str = "en", scenarios: Sequence[str] | None = None
) -> Figure:
    """Return differences to the baseline by subgroup, one column of dots an outcome, one colour a scenario.

    Parameters
    ----------
    comparison
        A :class:`cohesion_sim.comparisons.comparison.Comparison`.
    outcomes
        Which ones, at most three; by default belonging and marginalisation.
    language
        ``"en"`` or ``"fr"``.
    scenarios
        Which ones; by default all, or where there are more than four those with the funding of the last one.

    Raises
    ------
    UserError
        If nothing is left to show.
    """
    table = comparison.table
    names = list(scenarios or shown_scenarios(table))
    wanted = list(outcomes or MAIN)[:3]
    kept = table[
        table["outcome"].isin(wanted) & table["scenario"].isin(names) & (table["scenario"] != table["baseline"])
    ]
    kept = kept[~kept["subgroup"].str.startswith(PLACE)].dropna(subset=["difference"])
    if kept.empty:
        raise UserError(f"no difference in {', '.join(wanted)} between {', '.join(names)} and a baseline to show")
    names = [name for name in names if name in set(kept["scenario"])]
    wanted = [outcome for outcome in wanted if outcome in set(kept["outcome"])]
    subgroups = list(dict.fromkeys(kept["subgroup"]))
    baseline = str(kept["baseline"].iloc[0])
    style = looks(names)
    note = text("note.against", language, baseline=quoted(scenario_label(baseline, language), language))
    footnote = f"{note} {text('note.intervals', language)} {source(comparison, language)}"
    each = 0.2 + 0.16 * len(names) if len(subgroups) <= ROOMY else 0.14 + 0.115 * len(names)
    height = len(subgroups) * each + 1.1
    key = 0.27 * -(-len(names) // COLUMNS) + 0.15
    figure = canvas(message(kept, wanted[0], language), footnote, height, key=key)
    narrow = len(wanted) > COLUMNS
    panels = figure.subplots(1, len(wanted), squeeze=False, sharey=True)[0]
    for axes, outcome in zip(panels, wanted):
        rows_shaded(axes, len(subgroups))
        tidy(axes, grid="")
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0, left=False)
        zero_line(axes)
        heading(axes, wrapped(called(outcome, language), NARROW, HEADING) if narrow else called(outcome, language))
        which_way(axes, outcome, language, narrow)
        told = rows(kept[kept["outcome"] == outcome])
        for place, name in enumerate(names):
            found = {row.subgroup: difference(row) for row in told if row.scenario == name}
            heights = [subgroups.index(subgroup) + offset(place, len(names)) for subgroup in found]
            draw(axes, list(found.values()), heights, style[name].colour, 7.5)
        widened(axes, outcome)
        plain_ticks(axes.xaxis, language, 3 if narrow else 5, signed=True)
    panels[0].set_yticks(range(len(subgroups)), [subgroup_label(name, language) for name in subgroups], size=BODY)
    named_colours(figure, handles(style, language), COLUMNS)
    return figure


def shown_scenarios(table: pd.DataFrame) -> list[str]:
    """Return the scenarios that fit into one figure."""
    baselines = table["baseline"].unique().tolist()
    names = [name for name in table["scenario"].unique().tolist() if name not in baselines]
    if len(names) <= MOST_SCENARIOS:
        return names
    funding = cell(names[-1])[1]
    return [name for name in names if cell(name)[1] == funding][:MOST_SCENARIOS]


def offset(place: int, count: int) -> float:
    """Return how far a scenario's dot lies from the middle of its row."""
    return (place - (count - 1) / 2) * 0.72 / max(count, 2)


def handles(style: dict[str, Look], language: str) -> list[Line2D]:
    """Return one line a scenario for the key of colours."""
    return [
        Line2D([], [], color=look.colour, marker="o", markersize=8, linewidth=3.2, label=scenario_label(name, language))
        for name, look in style.items()
    ]


def message(kept: pd.DataFrame, outcome: str, language: str) -> str:
    """Return which subgroup gains most and which least, in the scenario that moves the outcome furthest.

    Subgroups without an interval are named only where none has one.
    """
    direction = better(outcome) or 1
    of_outcome = rows(kept[kept["outcome"] == outcome])
    scenario = max(of_outcome, key=lambda row: abs(row.difference)).scenario
    shown = {row.subgroup: difference(row) for row in of_outcome if row.scenario == scenario}
    found = {name: each for name, each in shown.items() if math.isfinite(each.low)} or shown
    order = sorted(found, key=lambda name: found[name].value * direction)
    digits = digits_for(max(abs(each.value) for each in found.values()))
    return text(
        "title.gains", language, outcome=called(outcome, language),
        scenario=quoted(scenario_label(scenario, language), language),
        winner=subgroup_label(order[-1], language), best=step(found[order[-1]].value, digits, language),
        loser=subgroup_label(order[0], language), worst=step(found[order[0]].value, digits, language),
    )  # fmt: skip
