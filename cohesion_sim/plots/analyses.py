"""Analyses of an experiment as figures: how a difference settles, which numbers decide it, and what a gain costs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cohesion_sim.numerals import number
from cohesion_sim.plots.intervals import rows_shaded, zero_line
from cohesion_sim.plots.meaning import called
from cohesion_sim.plots.numbers import plain_ticks
from cohesion_sim.plots.source import model
from cohesion_sim.plots.style import BLUE, BODY, FAMILY, HEADING, INK, QUIET, SMALL, axis_label, canvas, looks, tidy
from cohesion_sim.strings import scenario_label, text

BETWEEN = " · "
MOST = 12
"""Factors shown; a dozen is what Sobol indices are worth working out for."""


def named(alternative: str, language: str) -> str:
    """Return what an alternative, of one column or several, or a difference of two is called."""
    sides = [
        ", ".join(scenario_label(word, language) for word in side.split(BETWEEN)) for side in alternative.split(" − ")
    ]
    return " − ".join(sides)


def outcome_of(rows: pd.DataFrame, language: str) -> str:
    """Return what the outcome of a table is called."""
    name, _, subgroup = str(rows["outcome"].iloc[0]).partition(".")
    return called(name, language, "" if "×" in subgroup else subgroup)


def convergence(rows: pd.DataFrame, language: str = "en") -> Figure:
    """Return how differences to the baseline settle as replicates are added, one panel an alternative.

    Parameters
    ----------
    rows
        One outcome of :func:`cohesion_sim.analysis.replicates.convergence`.
    """
    names = list(dict.fromkeys(rows["alternative"]))
    style = looks([name.replace(BETWEEN, "_") for name in names])
    title = text("title.convergence", language, outcome=outcome_of(rows, language))
    figure = canvas(title, f"{text('note.convergence', language)} {model(language)}", 2.0 * -(-len(names) // 2) + 0.6)
    panels = figure.subplots(-(-len(names) // 2), min(2, len(names)), squeeze=False, sharex=True, sharey=True).ravel()
    for axes, name in zip(panels, names, strict=False):
        here = rows[rows["alternative"] == name]
        tidy(axes)
        colour = style[name.replace(BETWEEN, "_")].colour
        axes.fill_between(here["pairs"], here["low"], here["high"], color=colour, alpha=0.2, linewidth=0)
        axes.plot(here["pairs"], here["difference"], color=colour, linewidth=2.2)
        axes.axhline(0.0, color=QUIET, linewidth=1.2)
        axes.set_title(named(name, language), loc="left", size=HEADING, color=INK, family=FAMILY)
        plain_ticks(axes.xaxis, language)
        plain_ticks(axes.yaxis, language, signed=True)
    for axes in panels[len(names) :]:
        axes.set_axis_off()
    axis_label(panels[0].yaxis, text("axis.to_baseline", language))
    for axes in panels[max(0, len(names) - 2) : len(names)]:
        axis_label(axes.xaxis, text("axis.pairs", language))
        axes.tick_params(labelbottom=True)
    return figure


def sensitivity(rows: pd.DataFrame, language: str = "en") -> Figure:
    """Return the factors that decide an outcome and those that decide differences, a panel a target.

    Parameters
    ----------
    rows
        One outcome of :func:`cohesion_sim.analysis.sensitivity.sensitivity`.
    """
    measure = next(name for name in ("mu_star", "ST", "S1") if name in rows)
    targets = list(dict.fromkeys(rows["target"]))
    targets = [targets[0], *[each for each in targets if " − " in each]][:4]
    shown = rows[rows["target"].isin(targets)]
    weight = shown[measure] / shown.groupby("target")[measure].transform("max").clip(lower=1e-12)
    factors = list(weight.groupby(shown["factor"]).max().sort_values(ascending=False, kind="stable").index[:MOST])
    title = text("title.sensitivity", language, outcome=outcome_of(rows, language))
    figure = canvas(
        title,
        f"{text(f'note.{measure}', language)} {model(language)}",
        0.34 * len(factors) + 1.5,
        5.0 + 3.2 * len(targets),
    )
    panels = figure.subplots(1, len(targets), squeeze=False, sharey=True)[0]
    for axes, target in zip(panels, targets, strict=True):
        bars(axes, rows[rows["target"] == target].set_index("factor").loc[factors], measure)
        axes.set_title(named(target, language), loc="left", size=BODY, color=INK, family=FAMILY)
        axis_label(axes.xaxis, text(f"axis.{measure}", language))
        plain_ticks(axes.xaxis, language, 4)
    labels = [str(factor).removeprefix("mechanisms.").replace("_", " ") for factor in factors]
    panels[0].set_yticks(range(len(factors)), labels, size=SMALL)
    return figure


def bars(axes: Axes, rows: pd.DataFrame, measure: str) -> None:
    """Draw one index a factor with its 95 % interval."""
    tidy(axes, grid="x")
    rows_shaded(axes, len(rows))
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    heights, values = np.arange(len(rows)), rows[measure].to_numpy(float)
    axes.barh(heights, values, height=0.6, color=BLUE, linewidth=0)
    half = rows[f"{measure}_conf"].to_numpy(float)
    axes.hlines(heights, np.maximum(0.0, values - half), values + half, color=INK, linewidth=1.3)
    axes.set_xlim(left=0.0)


def frontier(rows: pd.DataFrame, language: str = "en") -> Figure:
    """Return what each alternative costs and brings, and the frontier that none lies above.

    Parameters
    ----------
    rows
        One outcome of the table of :func:`cohesion_sim.analysis.frontier.frontier`.
    """
    title = text("title.frontier", language, outcome=outcome_of(rows, language))
    figure = canvas(title, f"{text('note.frontier', language)} {model(language)}", 5.0)
    axes = figure.subplots()
    tidy(axes, grid="both")
    on = rows[rows["place"] == "frontier"].sort_values("eur")
    axes.plot(on["eur"], on["points"], color=INK, linewidth=1.6, zorder=2)
    style = looks([str(name).replace(BETWEEN, "_") for name in rows["alternative"]])
    for row in rows.to_dict("records"):
        colour = style[str(row["alternative"]).replace(BETWEEN, "_")].colour
        filled = colour if row["place"] == "frontier" else "white"
        axes.plot([row["eur_low"], row["eur_high"]], [row["points"]] * 2, color=colour, linewidth=1.4)
        axes.plot([row["eur"]] * 2, [row["points_low"], row["points_high"]], color=colour, linewidth=1.4)
        axes.plot(row["eur"], row["points"], "o", markersize=10, color=colour, markerfacecolor=filled, zorder=3)
    for place, said in labels(rows, language).items():
        axes.annotate(
            said, place, xytext=(9, -5), textcoords="offset points", size=SMALL, color=INK, family=FAMILY, va="top",
        )  # fmt: skip
    zero_line(axes)
    axes.margins(x=0.22, y=0.15)
    plain_ticks(axes.xaxis, language)
    plain_ticks(axes.yaxis, language, signed=True)
    axis_label(axes.xaxis, text("axis.euros", language))
    axis_label(axes.yaxis, text("axis.points", language))
    return figure


def labels(rows: pd.DataFrame, language: str) -> dict[tuple[float, float], str]:
    """Return what is written at each dot, one label for dots that lie on each other."""
    reach = [max(float(np.ptp(rows[name])), 1e-12) for name in ("eur", "points")]
    found: dict[tuple[float, float], str] = {}
    for row in rows.to_dict("records"):
        said = f"{named(str(row['alternative']), language)} ({number(100.0 * row['on_front'], 0, language)} %)"
        at = (float(row["eur"]), float(row["points"]))
        near = next((p for p in found if all(abs(p[k] - at[k]) < 0.04 * reach[k] for k in (0, 1))), at)
        found[near] = f"{found[near]}\n{said}" if near in found else said
    return found
