"""The report's bars: shares of persons who gain and who lose, and what each cause adds to a difference."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from cohesion_sim.numerals import digits_for, number
from cohesion_sim.plots.meaning import called
from cohesion_sim.report.answer import unit
from cohesion_sim.report.drawing import FAINT, GAIN, INK, LOSS, PALE, QUIET, Drawing, cut, decimals, ticks
from cohesion_sim.report.figures import BOTTOM, LABELS, TOP, WIDTH, across, rows_of
from cohesion_sim.report.stored_comparison import Told
from cohesion_sim.strings import scenario_label, subgroup_label, text


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
