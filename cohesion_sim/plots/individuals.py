"""A mean that hardly moves can hide many who gain and many who lose: how differences are spread over persons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cohesion_sim.comparisons.shares import THRESHOLD
from cohesion_sim.errors import UserError
from cohesion_sim.numerals import number
from cohesion_sim.plots.intervals import bars, boxes, rows_shaded, zero_line
from cohesion_sim.plots.meaning import better, called, unit
from cohesion_sim.plots.numbers import plain_ticks
from cohesion_sim.plots.source import source
from cohesion_sim.plots.style import (
    BLUE,
    BODY,
    FAINT,
    FAMILY,
    INK,
    QUIET,
    SMALL,
    VERMILION,
    axis_label,
    canvas,
    heading,
    tidy,
)
from cohesion_sim.strings import quoted, scenario_label, subgroup_label, text

SIDES = ("migrants", "hosts")
PLACE = "place "


def individuals(
    comparison: Any,
    outcome: str = "belonging",
    language: str = "en",
    scenario: str | None = None,
    threshold: float = THRESHOLD,
) -> Figure:
    """Return the distribution of personal differences, and the shares of each subgroup that gain and that lose.

    Parameters
    ----------
    comparison
        A :class:`cohesion_sim.comparisons.comparison.Comparison`.
    outcome
        One that a person has a value of.
    language
        ``"en"`` or ``"fr"``.
    scenario
        Which one; by default the one under which persons differ most from the baseline.
    threshold
        The smallest difference that counts as gaining or losing.

    Raises
    ------
    UserError
        If no persons were kept of this comparison.
    """
    chosen = furthest(comparison, outcome) if scenario is None else scenario
    found = comparison.individuals(outcome, chosen)
    shares = comparison.who_gains((outcome,), threshold, chosen)
    sides = [side for side in SIDES if side in set(shares["subgroup"])]
    if not sides:
        raise UserError(f"{outcome}: too few persons were kept of this comparison to show who gains and who loses")
    rows = [
        name
        for name in dict.fromkeys(named.partition(", ")[2] for named in shares["subgroup"])
        if name and not name.startswith(PLACE)
    ]
    note = text(
        "note.individuals", language, threshold=number(threshold, 2, language),
        baseline=quoted(scenario_label(comparison.baseline, language), language),
    )  # fmt: skip
    height = 2.1 + 0.27 * (len(rows) + 1) + 1.0
    figure = canvas(
        message(shares, chosen, outcome, threshold, language), f"{note} {source(comparison, language)}", height
    )
    heights = [1.9, 0.27 * (len(rows) + 1)]
    grid = figure.subplots(2, len(sides), squeeze=False, gridspec_kw={"height_ratios": heights})
    reach = max(2.0 * threshold, float(np.quantile(np.abs(found["difference"]), 0.995)))
    for top, below, side in zip(grid[0], grid[1], sides):
        draw_spread(top, found[found["side"] == side]["difference"], reach, threshold, better(outcome) or 1)
        heading(top, subgroup_label(side, language))
        plain_ticks(top.xaxis, language, 5, signed=True)
        top.set_yticks([])
        axis_label(top.xaxis, text("axis.difference", language, unit=unit_of(outcome, language)))
        draw_shares(below, shares, side, rows, language)
    same_scale(grid[1], language)
    grid[0][0].set_ylabel(text("axis.persons", language), size=SMALL, color=INK, family=FAMILY)
    return figure


def unit_of(outcome: str, language: str) -> str:
    """Return the unit of one person's value: she has work or not, the scale is from 0 to 1."""
    return text("unit.share", language) if outcome == "employment" else unit(outcome, language)


def furthest(comparison: Any, outcome: str) -> str:
    """Return the scenario under which persons differ most from the baseline."""

    def apart(scenario: str) -> float:
        found = comparison.pairs(scenario, [outcome])
        difference = np.abs(found.values - found.baseline_values)
        return -1.0 if np.isnan(difference).all() else float(np.nanmean(difference))

    return max((str(name) for name in comparison.scenarios if name != comparison.baseline), key=apart)


def draw_spread(axes: Axes, difference: pd.Series[float], reach: float, threshold: float, direction: int) -> None:
    """Draw how many persons differ by how much; beyond the threshold in the colours of gain and loss."""
    tidy(axes, grid="")
    axes.spines["left"].set_visible(False)
    width = threshold / 10.0 if reach <= 3.0 * threshold else threshold / 2.0
    steps = int(np.ceil(reach / width))
    edges = width * np.arange(-steps, steps + 1)
    reach = width * steps
    counts, _ = np.histogram(np.clip(difference, -reach, reach), edges)
    middles = (edges[:-1] + edges[1:]) / 2
    colours = [
        QUIET if abs(middle) <= threshold else BLUE if middle * direction > 0 else VERMILION for middle in middles
    ]  # fmt: skip
    boxes(axes, list(zip(edges[:-1], np.zeros(len(middles)), edges[1:], counts / max(1, counts.sum()))), colours)
    axes.set_ylim(bottom=0.0)
    axes.axvspan(-threshold, threshold, color=FAINT, alpha=0.5, linewidth=0, zorder=0)
    zero_line(axes)
    axes.set_xlim(-reach, reach)


def draw_shares(axes: Axes, shares: pd.DataFrame, side: str, rows: list[str], language: str) -> None:
    """Draw the shares that lose to the left and the shares that gain to the right, a row a subgroup."""
    names = [side, *(f"{side}, {name}" for name in rows)]
    labels = [text("claim.all", language), *(subgroup_label(name, language) for name in rows)]
    found = by_subgroup(shares)
    tidy(axes, grid="x")
    rows_shaded(axes, len(names))
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0, left=False)
    heights = [height for height, name in enumerate(names) if name in found]
    for column, sign, colour in (("losing", -1, VERMILION), ("gaining", 1, BLUE)):
        share, low, high = (
            [100.0 * sign * max(0.0, found[names[height]][f"{column}{part}"]) for height in heights]
            for part in ("", "_low", "_high")
        )
        boxes(axes, [(0.0, at - 0.31, far, at + 0.31) for at, far in zip(heights, share, strict=True)], colour, 0.85)
        bars(axes, list(zip(low, high, strict=True)), heights, INK, 1.2)
    zero_line(axes)
    axes.set_xlabel(text("axis.lose_gain", language), size=SMALL, color=INK, family=FAMILY)
    if side == SIDES[0]:
        axes.set_yticks(range(len(names)), labels, size=BODY)
    else:
        axes.set_yticks([])


def same_scale(panels: Iterable[Axes], language: str) -> None:
    """Give the shares of both sides one scale, as far to the left as to the right."""
    several = list(panels)
    reach = max(5.0, *(abs(limit) for axes in several for limit in axes.get_xlim()))
    for axes in several:
        axes.set_xlim(-reach, reach)
        plain_ticks(axes.xaxis, language, 5)
        axes.xaxis.set_major_formatter(lambda value, _: number(abs(value), 0, language))


def by_subgroup(shares: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return the rows of a table of shares by subgroup."""
    columns = [name for name in shares.columns if name.startswith(("gaining", "losing"))]
    rows: dict[str, dict[str, float]] = shares.set_index("subgroup")[columns].to_dict("index")  # type: ignore[assignment]
    return rows


def message(shares: pd.DataFrame, scenario: str, outcome: str, threshold: float, language: str) -> str:
    """Return which shares of migrants and hosts gain and lose."""
    found = by_subgroup(shares)
    clauses = [
        text(
            "title.individuals_side", language, side=subgroup_label(side, language),
            gaining=number(100.0 * found[side]["gaining"], 0, language),
            losing=number(100.0 * found[side]["losing"], 0, language),
        )
        for side in SIDES if side in found
    ]  # fmt: skip
    return text(
        "title.individuals", language, outcome=called(outcome, language), sides=" · ".join(clauses),
        scenario=quoted(scenario_label(scenario, language), language),
    )  # fmt: skip
