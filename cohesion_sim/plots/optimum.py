"""The front shows what can be had of one goal for another; the spread, how much it matters which mix it is."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from cohesion_sim.numerals import digits_for, number, step
from cohesion_sim.plots.intervals import rows_shaded
from cohesion_sim.plots.meaning import called, scale, unit
from cohesion_sim.plots.numbers import plain_ticks
from cohesion_sim.plots.source import source
from cohesion_sim.plots.style import (
    BLUE,
    BODY,
    FAMILY,
    HEADING,
    INK,
    ORANGE,
    QUIET,
    SMALL,
    axis_label,
    canvas,
    tidy,
    wrapped,
)
from cohesion_sim.strings import label, text

NARROW = 2.9
"""Inches for words over and under the narrow panel."""


def optimum(found: Any, language: str = "en") -> Figure:
    """Return the front on fresh luck, and the spread of near-best mixes.

    Parameters
    ----------
    found
        An :class:`cohesion_sim.optimise.optimum.Optimum`; its first two goals are shown.
    language
        ``"en"`` or ``"fr"``.
    """
    footnote = f"{text('note.optimum', language, mixes=len(found.mixes))} {source(found.confirmed, language)}"
    rows = len(found.spread)
    figure = canvas(message(found, language), footnote, max(5.0, 0.3 * rows + 1.2))
    left, right = figure.subplots(1, 2, gridspec_kw={"width_ratios": [1.0, 0.9]})
    if len(found.goals) > 1:
        draw_front(left, found, language)
    else:
        draw_one(left, found, language)
    draw_spread(right, found, language)
    return figure


def column(goal: Any) -> str:
    """Return the column of a goal's gain."""
    return f"gain_{goal.outcome}_{goal.of}"


def gain_label(goal: Any, language: str) -> str:
    """Return what a gain in a goal is called, with its unit."""
    name = called(goal.outcome, language, goal.of)
    measured = unit(goal.outcome, language, of_difference=True)
    return wrapped(text("axis.gain_in", language, outcome=name, unit=measured), 3.6, BODY)


def draw_front(axes: Axes, found: Any, language: str) -> None:
    """Draw all mixes as pale dots and the front, run again, with intervals in both goals."""
    across, up = found.goals[:2]
    kx, ky = scale(across.outcome), scale(up.outcome)
    tidy(axes, grid="both")
    axes.plot(
        found.tried[column(across)] * kx, found.tried[column(up)] * ky, marker="o", markersize=4.5, color=QUIET,
        alpha=0.35, linestyle="none",
    )  # fmt: skip
    for which, name in enumerate(found.names, start=1):
        x, x_low, x_high = (kx * value for value in found.gain(name, across))
        y, y_low, y_high = (ky * value for value in found.gain(name, up))
        axes.plot([x_low, x_high], [y, y], color=BLUE, linewidth=2.0)
        axes.plot([x, x], [y_low, y_high], color=BLUE, linewidth=2.0)
        axes.plot([x], [y], marker="o", markersize=17, color=BLUE, markeredgecolor="white", zorder=4)
        axes.text(
            x, y, str(which), ha="center", va="center", size=SMALL, weight="bold", color="white", family=FAMILY,
            zorder=5,
        )  # fmt: skip
    axes.plot([0.0], [0.0], marker="D", markersize=13, color=ORANGE, markeredgecolor="white", zorder=3)
    leftward = sum(axes.get_xlim()) < 0.0
    axes.annotate(
        text("note.present_mix", language), (0.0, 0.0), xytext=(-11 if leftward else 11, -6),
        textcoords="offset points", ha="right" if leftward else "left", va="top", size=BODY, color=INK, weight="bold",
        family=FAMILY, path_effects=[withStroke(linewidth=3, foreground="white")],
    )  # fmt: skip
    axes.axhline(0.0, color=QUIET, linewidth=1.0)
    axes.axvline(0.0, color=QUIET, linewidth=1.0)
    axes.set_title(wrapped(text("heading.front", language), 4.0, HEADING), loc="left", size=HEADING, color=INK,
                   family=FAMILY, pad=8)  # fmt: skip
    axis_label(axes.xaxis, gain_label(across, language))
    axis_label(axes.yaxis, gain_label(up, language))
    plain_ticks(axes.xaxis, language, 5, signed=True)
    plain_ticks(axes.yaxis, language, 5, signed=True)


def draw_one(axes: Axes, found: Any, language: str) -> None:
    """Draw the gains of all mixes in the one goal in the order tried, and that of the best ones on fresh luck."""
    goal = found.goals[0]
    factor = scale(goal.outcome)
    tidy(axes)
    gains = found.tried[column(goal)].to_numpy(np.float64) * factor
    axes.plot(np.arange(1, len(gains) + 1), gains, marker="o", markersize=4.5, color=QUIET, alpha=0.5, linestyle="none")
    axes.plot(np.arange(1, len(gains) + 1), np.maximum.accumulate(gains), color=QUIET, linewidth=1.5)
    for which, name in enumerate(found.names, start=1):
        mean, low, high = (factor * value for value in found.gain(name, goal))
        axes.plot([len(gains) + 4 * which] * 2, [low, high], color=BLUE, linewidth=3.0)
        axes.plot([len(gains) + 4 * which], [mean], marker="o", markersize=10, color=BLUE, markeredgecolor="white")
    axes.axhline(0.0, color=ORANGE, linewidth=1.8)
    axes.set_title(text("heading.front", language), loc="left", size=HEADING, color=INK, family=FAMILY, pad=8)
    axis_label(axes.xaxis, text("axis.mixes", language))
    axis_label(axes.yaxis, gain_label(goal, language))
    plain_ticks(axes.yaxis, language, 5, signed=True)


def draw_spread(axes: Axes, found: Any, language: str) -> None:
    """Draw where near-best mixes lie: a bar from 10 to 90 %, a line at the median, a diamond at the present mix."""
    table = found.spread
    tidy(axes, grid="x")
    rows_shaded(axes, len(table))
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    for height, row in enumerate(table.to_dict("records")):
        low, high, median = (100.0 * row[part] for part in ("low", "high", "median"))
        axes.plot([low, high], [height] * 2, color=BLUE, linewidth=7.0, solid_capstyle="butt", alpha=0.45)
        axes.plot([median], [height], marker="|", markersize=15, markeredgewidth=3.0, color=BLUE)
        axes.plot([100.0 * row["present"]], [height], marker="D", markersize=7.5, color=ORANGE, markeredgecolor="white")
    names = [coordinate_label(name, language) for name in table["coordinate"]]
    axes.set_yticks(range(len(names)), names, size=BODY)
    axes.set_xlim(-2.0, 102.0 if table[["high", "present"]].to_numpy().max() > 0.6 else None)
    near = int(found.tried["near"].sum())
    heading = text("heading.spread", language, near=near, mixes=len(found.mixes))
    axes.set_title(wrapped(heading, NARROW, HEADING), loc="left", size=HEADING, color=INK, family=FAMILY, pad=8)
    axis_label(axes.xaxis, wrapped(text("axis.mix_share", language), NARROW, BODY))
    plain_ticks(axes.xaxis, language, 6)


def coordinate_label(name: str, language: str) -> str:
    """Return what an instrument or a lever of a mix is called."""
    if name.startswith("instruments."):
        return label("instrument", name.removeprefix("instruments."), language)
    return label("lever", name, language)


def message(found: Any, language: str) -> str:
    """Return what the best compromise gains in each goal, on fresh luck."""
    best = found.compromise
    euros = number(found.confirmed.scenarios[best].funding.eur_per_migrant_year, 0, language)
    gains = [found.gain(best, goal) for goal in found.goals]
    if min(mean for mean, _, _ in gains) < 0.0 or max(low for _, low, _ in gains) <= 0.0:
        return text("title.optimum_none", language, euros=euros)
    clauses = []
    for goal in found.goals[:2]:
        mean, low, high = (scale(goal.outcome) * value for value in found.gain(best, goal))
        digits = max(2, digits_for(max(abs(mean), abs(low), abs(high))))
        clauses.append(f"{called(goal.outcome, language, goal.of)} {step(mean, digits, language)}")
    return text("title.optimum", language, euros=euros, gains=" · ".join(clauses), which=best.rpartition("_")[2])
