"""Trajectories show where each scenario leads, month by month, hosts and migrants each on their own scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from cohesion_sim.errors import UserError
from cohesion_sim.plots.meaning import called, scale, unit
from cohesion_sim.plots.numbers import digits_for, number, plain_ticks
from cohesion_sim.plots.source import source
from cohesion_sim.plots.style import (
    BODY,
    FAMILY,
    QUIET,
    SMALL,
    Look,
    axis_label,
    canvas,
    column,
    heading,
    looks,
    spread,
    tidy,
)
from cohesion_sim.strings import quoted, scenario_label, subgroup_label, text

MAIN = ("belonging", "trust", "solidarity", "marginalisation")
SIDES = ("hosts", "migrants")
PANEL = 2.5
"""Height of a panel, inches."""
LEADER = 14
"""Points between the end of a line and its name."""
LEAST_SPAN = 0.03
"""Least range of a vertical axis from 0 to 1, so that specks do not look like turns."""


def trajectories(comparison: Any, outcomes: Sequence[str] | None = None, language: str = "en") -> Figure:
    """Return outcomes over time, one line a scenario with the band that holds 95 % of the replicates.

    Parameters
    ----------
    comparison
        Its ``.series`` is a table with columns ``scenario``, ``replicate``, ``month``, ``subgroup`` (``"hosts"``,
        ``"migrants"``) and one column an outcome.
    outcomes
        Which ones, one row of panels each; by default belonging, trust, solidarity and marginalisation.
    language
        ``"en"`` or ``"fr"``.

    Raises
    ------
    UserError
        If none of the outcomes is in the series.
    """
    series = comparison.series
    shown = [name for name in outcomes or MAIN if name in series.columns]
    if not shown:
        raise UserError(f"none of the outcomes {', '.join(outcomes or MAIN)} is in this comparison")
    style = looks(series["scenario"].unique().tolist())
    told = series[["scenario", "month", "subgroup", *shown]]
    of_side = {side: quantiles(told[told["subgroup"] == side], shown) for side in SIDES}
    bands = {(outcome, side): of_side[side][outcome] for outcome in shown for side in SIDES}
    note = "note.band" if series["replicate"].nunique() > 1 else "note.one_run"
    footnote = f"{text(note, language)} {source(comparison, language)}"
    figure = canvas(message(bands, language), footnote, PANEL * len(shown))
    grid = figure.subplots(len(shown), 2, squeeze=False, sharex=True)
    for row, outcome in zip(grid, shown):
        for axes, side in zip(row, SIDES):
            if outcome == shown[0]:
                column(axes, subgroup_label(side, language))
            panel(axes, bands[outcome, side], style, outcome, language)
        last = 1 if len(bands[outcome, "migrants"]) else 0
        label_ends(row[last], bands[outcome, SIDES[last]], style, language)
    for axes in grid[-1]:
        axis_label(axes.xaxis, text("axis.year", language))
        plain_ticks(axes.xaxis, language)
    return figure


def quantiles(series: pd.DataFrame, outcomes: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return mean, low and high over replicates by scenario and month, in the unit shown; empty if not measured."""
    of_month = series.groupby(["scenario", "month"], sort=False)[list(outcomes)]
    mean, low, high = of_month.mean(), of_month.quantile(0.025), of_month.quantile(0.975)
    found = {name: pd.DataFrame({"mean": mean[name], "low": low[name], "high": high[name]}) for name in outcomes}
    return {name: (of_one.dropna() * scale(name)).reset_index() for name, of_one in found.items()}


def message(bands: dict[tuple[str, str], pd.DataFrame], language: str) -> str:
    """Return the largest difference between two scenarios whose bands part at the end, or that none part."""
    if max((len(set(of_all["scenario"])) for of_all in bands.values()), default=0) < 2:
        return message_of_one(bands, language)
    largest, words = 0.0, text("title.trajectories_alike", language)
    for (outcome, side), of_all in bands.items():
        ends = of_all[of_all["month"] == of_all["month"].max()].set_index("scenario")
        if len(ends) < 2:
            continue
        top, bottom = ends["mean"].idxmax(), ends["mean"].idxmin()
        gap = ends["mean"][top] - ends["mean"][bottom]
        if ends["low"][top] > ends["high"][bottom] and gap / scale(outcome) > largest:
            largest = gap / scale(outcome)
            words = text(
                "title.trajectories", language,
                outcome=called(outcome, language, side), years=number(of_all["month"].max() / 12, 0, language),
                top=quoted(scenario_label(top, language), language), gap=number(gap, digits_for(gap), language),
                bottom=quoted(scenario_label(bottom, language), language),
            )  # fmt: skip
    return words


def message_of_one(bands: dict[tuple[str, str], pd.DataFrame], language: str) -> str:
    """Return the largest change of a single scenario."""
    largest, words = -1.0, text("title.trajectories_alike", language)
    for (outcome, side), of_one in bands.items():
        if of_one.empty:
            continue
        ordered = of_one.sort_values("month")
        start, end = float(ordered["mean"].iloc[0]), float(ordered["mean"].iloc[-1])
        if abs(end - start) / scale(outcome) > largest:
            largest = abs(end - start) / scale(outcome)
            digits = digits_for(abs(end - start))
            words = text(
                "title.trajectories_one", language, outcome=called(outcome, language, side),
                start=number(start, digits, language), end=number(end, digits, language),
                years=number(ordered["month"].max() / 12, 0, language),
            )  # fmt: skip
    return words


def panel(axes: Axes, bands: pd.DataFrame, style: dict[str, Look], outcome: str, language: str) -> None:
    """Draw one outcome of one side."""
    heading(axes, called(outcome, language))
    tidy(axes)
    if bands.empty:
        axes.text(
            0.5, 0.5, text("note.not_measured", language), transform=axes.transAxes, ha="center", size=BODY,
            color=QUIET, family=FAMILY,
        )  # fmt: skip
        axes.set_yticks([])
        return
    courses = [
        (style[str(name)], of_one[["month", "mean", "low", "high"]].to_numpy().T / [[12.0], [1.0], [1.0], [1.0]])
        for name, of_one in bands.groupby("scenario", sort=False)
    ]
    outlines = [np.hstack([[years, low], [years[::-1], high[::-1]]]).T for _, (years, _, low, high) in courses]
    colours, pale = [look.colour for look, _ in courses], 0.4 / max(3, len(courses))
    axes.add_collection(PolyCollection(outlines, facecolors=colours, alpha=pale, linewidths=0))
    for look, (years, mean, _, _) in courses:
        axes.plot(years, mean, color=look.colour, linestyle=look.dashes, linewidth=2.2)
    axes.set_xlim(0, bands["month"].max() / 12.0)
    low, high = axes.get_ylim()
    missing = max(0.0, LEAST_SPAN * scale(outcome) - (high - low)) / 2
    axes.set_ylim(low - missing, high + missing)
    axis_label(axes.yaxis, unit(outcome, language))
    plain_ticks(axes.yaxis, language)


def label_ends(axes: Axes, bands: pd.DataFrame, style: dict[str, Look], language: str) -> None:
    """Name each line at its end, with a thin leader where names had to move apart."""
    ends = bands[bands["month"] == bands["month"].max()]
    if ends.empty:
        return
    low, high = axes.get_ylim()
    gap = (high - low) * SMALL * 1.25 / 72 / (PANEL - 0.75)
    placed = spread(ends["mean"].tolist(), gap, low, high)
    year = float(ends["month"].max()) / 12.0
    for name, height, at in zip(ends["scenario"], ends["mean"], placed):
        look = style[name]
        axes.annotate(
            scenario_label(name, language), (year, at), (LEADER, 0), textcoords="offset points", color=look.colour,
            size=SMALL, family=FAMILY, va="center", ha="left", annotation_clip=False,
        )  # fmt: skip
        axes.plot(
            [year, year * 1.05], [height, at], color=look.colour, linewidth=0.8, linestyle=look.dashes,
            clip_on=False, scalex=False, scaley=False, in_layout=False,
        )  # fmt: skip
