"""The report's figures: differences as dots with intervals, courses as lines with bands, persons and causes as bars."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from cohesion_sim.comparisons.contrast import Contrast
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.numerals import digits_for, number
from cohesion_sim.plots.meaning import called
from cohesion_sim.plots.style import looks
from cohesion_sim.report.answer import factor, unit
from cohesion_sim.report.drawing import FAINT, GAIN, INK, LOSS, PALE, QUIET, Drawing, cut, decimals, ticks
from cohesion_sim.report.stored_comparison import SAME, Told
from cohesion_sim.strings import scenario_label, subgroup_label, text

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


def people(told: Told, outcome: str, threshold: float, language: str) -> str:
    """Return the shares of migrants and hosts who gain and lose under each policy."""
    found = told.gains[(told.gains["outcome"] == outcome) & told.gains["subgroup"].isin(("migrants", "hosts"))]
    rows: list[dict[Hashable, Any] | str] = []
    for side in ("migrants", "hosts"):
        here = found[found["subgroup"] == side].set_index("scenario", drop=False)
        rows += [side, *here.reindex([name for name in told.others if name in here.index]).to_dict("records")]
    title = text(
        "report.people", language, outcome=called(outcome, language), threshold=number(100.0 * threshold, 0, language)
    )
    height, foot = 26.0, TOP + 26.0 * len(rows)
    drawing = Drawing(WIDTH, foot + BOTTOM, title)
    names = ["" if isinstance(row, str) else scenario_label(str(row["scenario"]), language) for row in rows]
    middles = rows_of(drawing, names, height)
    told_rows = [row for row in rows if not isinstance(row, str)]
    ends = [100.0 * sign * row[column] for row in told_rows for sign, column in ((1, "gaining"), (-1, "losing"))]
    slope, start = across(ends, LABELS + 24, WIDTH - 40, 2.0)
    marks = ticks((LABELS - start) / slope, (WIDTH - 16 - start) / slope)
    for mark in marks:
        x = start + slope * mark
        drawing.line(x, TOP, x, foot, QUIET if mark == 0.0 else FAINT, 1.4 if mark == 0.0 else 1.0)
        drawing.words(x, foot + 17, number(abs(mark), decimals(marks), language), "middle", 12, QUIET)
    drawing.words((LABELS + WIDTH) / 2, foot + 36, text("axis.lose_gain", language), "middle", 12, QUIET)
    for row, y in zip(rows, middles, strict=True):
        if isinstance(row, str):
            said = subgroup_label(row, language)
            drawing.words(LABELS - 12, y + 4.5, said[:1].upper() + said[1:], "end", weight="bold")
        else:
            both_ways(drawing, row, y, (slope, start), language)
    return drawing.svg()


def both_ways(
    drawing: Drawing, row: Mapping[Hashable, Any], y: float, placed: tuple[float, float], language: str
) -> None:
    """Draw the share who lose to the left and the share who gain to the right of zero."""
    slope, start = placed
    shares = {column: number(100.0 * row[column], 0, language) for column in ("gaining", "losing")}
    for column, sign, colour in (("gaining", 1, GAIN), ("losing", -1, LOSS)):
        length = 100.0 * row[column] * slope
        drawing.box(start if sign > 0 else start - length, y - 9, length, 18, colour)
        if shares[column] != "0":
            drawing.words(start + sign * (length + 5), y + 4, shares[column], "start" if sign > 0 else "end", 12)
    said = ", ".join(f"{shares[column]} % {text(f'report.{column}', language)}" for column in shares)
    side = subgroup_label(str(row["subgroup"]), language)
    hint = f"{scenario_label(str(row['scenario']), language)}, {side}: {said}"
    drawing.box(LABELS, y - 13, drawing.width - LABELS, 26, "transparent", hint)


def causes(bars: Sequence[tuple[str, float]], outcome: str, title: str, language: str) -> str:
    """Return how much each cause adds to the difference, and all together."""
    rows = [*bars, (text("report.in_all", language), sum(size for _, size in bars))]
    label_width, height = LABELS + 30, 28.0
    foot = TOP + height * len(rows)
    drawing = Drawing(WIDTH, foot + BOTTOM, title)
    slope, start = across([size for _, size in rows], label_width + 50, WIDTH - 60)
    marks = ticks((label_width + 50 - start) / slope, (WIDTH - 60 - start) / slope, 7)
    digits = digits_for(max(abs(size) for _, size in rows))
    for k, (name, size) in enumerate(rows):
        y = TOP + height * (k + 0.5)
        last = k == len(rows) - 1
        if k % 2 == 0:
            drawing.box(0, y - height / 2, WIDTH, height, PALE)
        drawing.words(
            label_width - 10, y + 4.5, cut(name, label_width - 14), "end", weight="bold" if last else "normal"
        )
        x, length = start + slope * min(0.0, size), abs(slope * size)
        drawing.box(x, y - 9, length, 18, INK if last else GAIN if size > 0 else LOSS)
        end = start + slope * size + (6 if size >= 0 else -6)
        said = number(size, digits, language, signed=True)
        drawing.words(end, y + 4.5, said, "start" if size >= 0 else "end", 12, weight="bold" if last else "normal")
        drawing.box(0, y - height / 2, WIDTH, height, "transparent", f"{name}: {said} {unit(outcome, language)}")
    drawing.line(start, TOP, start, foot, QUIET, 1.4)
    for mark in marks:
        drawing.words(
            start + slope * mark, foot + 17, number(mark, decimals(marks), language, signed=True), "middle", 12, QUIET
        )
    drawing.words((label_width + WIDTH) / 2, foot + 36, unit(outcome, language), "middle", 12, QUIET)
    return drawing.svg()
