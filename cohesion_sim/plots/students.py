"""A class in one figure: each student's number with its interval; some say yes, some say nothing, and all are right."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.plots.intervals import rows_shaded, zero_line
from cohesion_sim.plots.meaning import scale, unit
from cohesion_sim.plots.numbers import digits_for, number, plain_ticks
from cohesion_sim.plots.source import model
from cohesion_sim.plots.style import BLUE, BODY, FAMILY, INK, SMALL, VERMILION, canvas, named_colours, tidy
from cohesion_sim.strings import label, scenario_label, subgroup_label, text

ROW, LONGEST = 0.36, 24
"""Height of a row in inches; most letters shown of a name."""


def students(found: pd.DataFrame, language: str = "en") -> Figure:
    """Return one row a student: the number that she found, with its 95 % interval if it has one.

    Parameters
    ----------
    found
        What :meth:`cohesion_sim.classroom.gathering.Gathered.of` returned; sorted by value here.
    language
        ``"en"`` or ``"fr"``.
    """
    factor = scale(found["outcome"].iloc[0]) if found["kind"].iloc[0] != "trial" else 1.0
    table = found.sort_values("value", ignore_index=True)
    for column in ("value", "low", "high", "truth"):
        table[column] = table[column].astype(float) * factor
    keys = handles(table, language)
    footnote = f"{text('note.students', language)} {model(language)}"
    figure = canvas(title(table, language), footnote, ROW * len(table) + 1.0, key=0.37 if keys else 0.0)
    axes = figure.subplots()
    draw(axes, table)
    axes.set_yticks(range(len(table)), [name[:LONGEST] for name in table["student"]], size=BODY, family=FAMILY)
    plain_ticks(axes.xaxis, language, 7, signed=bool(table["baseline"].iloc[0]))
    axes.set_xlabel(axis(table, language), size=SMALL, color=INK, family=FAMILY)
    if keys:
        named_colours(figure, keys, len(keys))
    return figure


def draw(axes: Axes, table: pd.DataFrame) -> None:
    """Draw every row: filled where the interval leaves out zero, hollow where we cannot tell."""
    tidy(axes, grid="x")
    rows_shaded(axes, len(table))
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    if table["baseline"].iloc[0]:
        zero_line(axes)
    told = clear(table)
    for height, (value, low, high, truth) in enumerate(table[["value", "low", "high", "truth"]].to_numpy(float)):
        axes.plot([low, high], [height] * 2, color=BLUE, linewidth=3.0, solid_capstyle="butt")
        axes.plot(
            [value], [height], marker="o", markersize=9, color=BLUE, markeredgewidth=1.8, linestyle="none",
            markerfacecolor=BLUE if told[height] else "white",
        )  # fmt: skip
        axes.plot([truth], [height], marker="D", markersize=7, color=VERMILION, linestyle="none")


def clear(table: pd.DataFrame) -> list[bool]:
    """Return whether each row's interval leaves out zero; a number without an interval is what it is."""
    leaves_out = (table["low"] > 0) | (table["high"] < 0) | table["low"].isna()
    return [bool(each) for each in leaves_out]


def title(table: pd.DataFrame, language: str) -> str:
    """Return the message: in how many hands zero, or the truth, lies within the interval."""
    first = table.iloc[0]
    about = {"outcome": named(table, language), "students": len(table)}
    if first["kind"] == "trial":
        held = int(((table["low"] <= table["truth"]) & (table["truth"] <= table["high"])).sum())
        return text("title.students_trial", language, **about, held=held)
    if first["kind"] == "run":
        return text("title.students_run", language, **about, **ends(table, language))
    pair = {key: scenario_label(first[key], language) for key in ("scenario", "baseline")}
    return text("title.students", language, **about, **pair, clear=sum(clear(table)))


def ends(table: pd.DataFrame, language: str) -> dict[str, str]:
    """Return the lowest and the highest number of a class, written alike."""
    low, high = float(table["value"].min()), float(table["value"].max())
    digits = digits_for(high - low)
    return {"low": number(low, digits, language), "high": number(high, digits, language)}


def named(table: pd.DataFrame, language: str) -> str:
    """Return what the numbers are of."""
    first = table.iloc[0]
    section = "outcome" if first["outcome"] in OUTCOMES else "question"
    return f"{label(section, first['outcome'], language)}, {subgroup_label(first['subgroup'], language)}"


def axis(table: pd.DataFrame, language: str) -> str:
    """Return the label of the axis, with its unit."""
    first = table.iloc[0]
    if first["kind"] == "trial":
        return text("axis.effect_on_scale", language)
    measured = unit(first["outcome"], language, of_difference=bool(first["baseline"]))
    if not first["baseline"]:
        return measured
    against = scenario_label(first["baseline"], language)
    return text("axis.against", language, baseline=against, unit=measured)


def handles(table: pd.DataFrame, language: str) -> list[Line2D]:
    """Return the key: the true effect, where a trial knows it, and hollow dots, where there are any."""
    found = []
    if table["truth"].notna().any():
        found.append(Line2D([], [], color=VERMILION, marker="D", markersize=7, linestyle="none",
                            label=text("note.truth", language)))  # fmt: skip
    if not all(clear(table)):
        found.append(Line2D([], [], color=BLUE, marker="o", markersize=9, markerfacecolor="white", linewidth=3.0,
                            markeredgewidth=1.8, label=text("verdict.cannot_tell", language)))  # fmt: skip
    return found
