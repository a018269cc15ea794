"""The report's figures: differences as dots with intervals, courses as lines with bands, persons and causes as bars."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from cohesion_sim.comparisons.contrast import Contrast
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.numerals import digits_for, number
from cohesion_sim.plots.meaning import called
from cohesion_sim.plots.style import looks
from cohesion_sim.report.answer import factor, unit
from cohesion_sim.report.drawing import FAINT, PALE, QUIET, Drawing, cut, decimals, ticks
from cohesion_sim.report.stored_comparison import SAME, Told
from cohesion_sim.strings import scenario_label, text

ROW, LABELS, TOP, BOTTOM = 30.0, 290.0, 12.0, 44.0
WIDTH = 820.0
TOLD = ("better", "worse", "higher", "lower")
DASHES = {"--": "7 4", ":": "2 4"}


def across(values: Sequence[float], left: float, right: float, least: float = 0.0) -> tuple[float, float]:
    """Return slope and start of the scale that puts values and zero between two sides."""
    known = [value for value in values if np.isfinite(value)]
    low, high = min([-least, *known]), max([least, *known])
    margin = 0.06 * (high - low) or 1.0
    slope = (right - left) / (high - low + 2 * margin)
    return slope, left - (low - margin) * slope


def scale_below(drawing: Drawing, slope: float, start: float, foot: float, said: str, language: str) -> None:
    """Draw ticks, their lines and what the scale measures."""
    low, high = (LABELS - start) / slope, (drawing.width - 16 - start) / slope
    marks = ticks(low, high)
    for mark in marks:
        x = start + slope * mark
        drawing.line(x, TOP, x, foot, QUIET if mark == 0.0 else FAINT, 1.4 if mark == 0.0 else 1.0)
        drawing.words(x, foot + 17, number(mark, decimals(marks), language, signed=True), "middle", 12, QUIET)
    drawing.words((LABELS + drawing.width) / 2, foot + 36, said, "middle", 12, QUIET)


def rows_of(drawing: Drawing, names: Sequence[str], height: float = ROW) -> list[float]:
    """Shade every other row, write its name, and return the middles of the rows."""
    middles = [TOP + height * (k + 0.5) for k in range(len(names))]
    for k, (name, middle) in enumerate(zip(names, middles, strict=True)):
        if k % 2 == 0:
            drawing.box(0, middle - height / 2, drawing.width, height, PALE)
        drawing.words(LABELS - 12, middle + 4.5, cut(name, LABELS - 16), "end")
    return middles


def way(outcome: str, language: str) -> str:
    """Return the unit with which way is better."""
    direction = OUTCOMES[outcome].direction
    left, right = ("less", "more") if direction == 0 else ("worse", "better")[::direction]
    left, right = (text(f"direction.{word}", language) for word in (left, right))
    return f"← {left}   {unit(outcome, language)}   {right} →"


def differences(told: Told, outcome: str, side: str, language: str) -> str:
    """Return each policy's difference to the baseline in one outcome, with its intervals."""
    found = [(name, row) for name in told.others if (row := told.contrast(outcome, side, name)) is not None]
    title = text("report.dots", language, outcome=called(outcome, language, side))
    foot = TOP + ROW * len(found)
    drawing = Drawing(WIDTH, foot + BOTTOM, title)
    times, colours = factor(outcome), looks(told.scenarios)
    ends = [
        times * each for _, row in found for each in (row.difference, row.low, row.high, row.prior_low, row.prior_high)
    ]
    slope, start = across(ends, LABELS, WIDTH - 16, 0.002 * times)
    middles = rows_of(drawing, [scenario_label(name, language) for name, _ in found])
    scale_below(drawing, slope, start, foot, way(outcome, language), language)
    for (name, row), y in zip(found, middles, strict=True):
        colour = colours[name].colour
        for low, high, width in ((row.prior_low, row.prior_high, 1.4), (row.low, row.high, 4.0)):
            if np.isfinite(low) and np.isfinite(high):
                drawing.line(start + slope * times * low, y, start + slope * times * high, y, colour, width)
        clear = told.verdict(outcome, side, name) in TOLD
        drawing.dot(start + slope * times * row.difference, y, 6.5, colour, clear)
        drawing.box(LABELS, y - ROW / 2, WIDTH - LABELS, ROW, "transparent", spoken(told, row, language))
    return drawing.svg()


def spoken(told: Told, row: Contrast, language: str) -> str:
    """Return a difference with its interval and verdict in words."""
    times = factor(row.outcome)
    digits = digits_for(abs(times * row.difference))
    value, low, high = (number(times * x, digits, language, signed=True) for x in (row.difference, row.low, row.high))
    side = row.subgroup
    verdict = told.verdict(row.outcome, side, row.scenario)
    key = {"better": "better", "worse": "worse", "we cannot tell": "cannot_tell", SAME: "same"}
    said = text(f"verdict.{key.get(verdict, 'different')}", language)
    return f"{scenario_label(row.scenario, language)}: {value} [{low}; {high}] {unit(row.outcome, language)}, {said}"


def course(told: Told, outcome: str, side: str, banded: Sequence[str], language: str) -> str:
    """Return the course of an outcome under each policy, with the spread of the runs of some."""
    rows = told.series[told.series["subgroup"] == side]
    times, colours = factor(outcome), looks(told.scenarios)
    width, height, left, foot = 372.0, 226.0, 46.0, 190.0
    title = text("report.course", language, outcome=called(outcome, language, side))
    lines = {}
    for name in told.scenarios:
        wide = times * rows[rows["scenario"] == name].pivot(index="month", columns="replicate", values=outcome)
        low, high = (wide.quantile(q, axis=1).to_numpy(float) for q in (0.025, 0.975))
        lines[name] = wide.mean(axis=1).to_numpy(float), low, high
    months = np.unique(rows["month"].to_numpy(int))
    bottom = min(float(np.nanmin(low)) for _, low, _ in lines.values())
    top = max(float(np.nanmax(high)) for _, _, high in lines.values())
    margin = 0.06 * (top - bottom) or 0.5
    bottom, top = bottom - margin, top + margin

    def at(month: float, value: float) -> tuple[float, float]:
        x = left + (width - left - 8) * month / max(1, int(months[-1]))
        return x, foot - (foot - 10) * (value - bottom) / (top - bottom)

    said = {
        "left": left, "right": width - 8, "months": months.tolist(), "month": text("report.month", language),
        "lines": [
            {"name": scenario_label(name, language), "colour": colours[name].colour,
             "values": [number(value, digits_for(top - bottom), language) for value in mean]}
            for name, (mean, _, _) in lines.items()
        ],
    }  # fmt: skip
    drawing = Drawing(width, height, title, json.dumps(said, ensure_ascii=False))
    marks = ticks(bottom, top, 4)
    for mark in marks:
        _, y = at(0, mark)
        drawing.line(left, y, width - 8, y, FAINT)
        drawing.words(left - 6, y + 4, number(mark, decimals(marks), language), "end", 11, QUIET)
    for mark in ticks(0, float(months[-1]), 5):
        x, _ = at(mark, bottom)
        drawing.words(x, foot + 16, number(mark, 0, language), "middle", 11, QUIET)
    drawing.words((left + width) / 2, foot + 32, text("axis.month", language), "middle", 11, QUIET)
    for name in banded:
        _, low, high = lines[name]
        ring = [at(m, v) for m, v in zip(months, low, strict=True)]
        drawing.band(ring + [at(m, v) for m, v in zip(months[::-1], high[::-1], strict=True)], colours[name].colour)
    for name, (mean, _, _) in lines.items():
        points = [at(m, v) for m, v in zip(months, mean, strict=True)]
        drawing.path(points, colours[name].colour, DASHES.get(colours[name].dashes, ""))
    return drawing.svg()
