"""The scorecard as a figure: where each simulated value lies in the range that its published finding allows.

Every pattern has a scale of its own: the grey band is the range, stretched to the same width. For a sign, the band
begins at zero and has no end.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cohesion_sim.numerals import number
from cohesion_sim.plots.source import model
from cohesion_sim.plots.style import (
    BLUE,
    BODY,
    FAINT,
    FAMILY,
    INK,
    NOTE,
    QUIET,
    SMALL,
    VERMILION,
    canvas,
    heading,
    named_colours,
)  # fmt: skip
from cohesion_sim.strings import text
from cohesion_sim.validation.published import MODELS

KINDS = ("V", "C", "S", "M", "R")
OUTSIDE = 0.9
"""How far beyond its band, in widths of the band, a value is still drawn where it lies."""
NUMBERS = 2.05
PASSES, FAILS = BLUE, VERMILION


def scorecard(card: Any, language: str = "en") -> Figure:
    """Return published findings against simulated values, one row a pattern, one panel a kind.

    Parameters
    ----------
    card
        A :class:`cohesion_sim.validation.scorecard.Scorecard`.
    language
        ``"en"`` or ``"fr"``.
    """
    kinds = [kind for kind in KINDS if card.passed(kind)[1]]
    counts = [card.passed(kind)[1] for kind in kinds]
    passed, there = np.sum([card.passed(kind) for kind in kinds if kind != MODELS] or [card.passed(MODELS)], axis=0)
    title = text("title.scorecard", language, passed=passed, there=there)
    note = text("note.scorecard", language, seeds=card.seeds, persons=number(card.population, 0, language))
    height = 0.27 * sum(counts) + 0.75 * len(kinds)
    figure = canvas(title, f"{note} {model(language)}", height, key=0.4)
    panels = figure.subplots(len(kinds), 1, squeeze=False, height_ratios=[count + 1.2 for count in counts])[:, 0]
    for axes, kind in zip(panels, kinds):
        good, there = card.passed(kind)
        heading(axes, text(f"validation.{kind}", language, passed=good, there=there))
        scores = [score for score in card.scores if score.finding.kind == kind]
        for place, score in enumerate(scores):
            draw(axes, place, score, language)
        finish(axes, scores, language)
    named_colours(figure, handles(language), 5)
    return figure


def draw(axes: Axes, place: int, score: Any, language: str) -> None:
    """Draw one pattern: its band, the published value, the simulated one with interval, and without its mechanism."""
    finding = score.finding
    colour = PASSES if score.verdict == "pass" else FAILS
    end = 1.0 + OUTSIDE if math.isinf(finding.high) else 1.0
    axes.barh(place, end, left=0.0, height=0.62, color=FAINT, zorder=1)
    if math.isfinite(finding.value):
        axes.plot([position(score, finding.value)] * 2, [place - 0.31, place + 0.31], color=INK, lw=1.6, zorder=2)
    if math.isfinite(score.off):
        axes.plot(position(score, score.off), place, "o", ms=5, mfc="white", mec=QUIET, mew=1.1, zorder=3)
    at = position(score, score.value)
    if math.isfinite(score.low):
        axes.plot([position(score, score.low), position(score, score.high)], [place] * 2, color=colour, lw=2, zorder=4)
    beyond = not -OUTSIDE < at < 1.0 + OUTSIDE
    axes.plot(at, place, ("<" if at < 0 else ">") if beyond else "o", ms=7, color=colour, zorder=5)
    digits = 1 if abs(score.value) >= 10 else 2
    shown = number(score.value, digits, language)
    if math.isfinite(finding.value):
        shown += f" ({number(finding.value, digits, language)})"
    axes.text(NUMBERS, place, shown, va="center", ha="left", size=SMALL, color=colour, family=FAMILY)


def position(score: Any, value: float) -> float:
    """Return where a value lies: 0 and 1 are the ends of the range; what is far out is drawn at the edge."""
    finding = score.finding
    if math.isinf(finding.high):
        known = [each for each in (finding.value, score.value, score.off) if math.isfinite(each)]
        at = value / (1.25 * max(abs(each) for each in known) or 1.0)
    else:
        width = finding.high - finding.low
        at = (value - finding.low) / width if width > 0.0 else 0.5 + 0.5 * (value - finding.low)
    return min(max(at, -OUTSIDE), 1.0 + OUTSIDE)


def finish(axes: Axes, scores: list[Any], language: str) -> None:
    """Name the rows and take away what carries nothing."""
    axes.set_yticks(range(len(scores)), [score.finding.title[language] for score in scores], size=BODY, family=FAMILY)
    axes.set_ylim(len(scores) - 0.4, -0.6)
    axes.set_xlim(-OUTSIDE - 0.08, NUMBERS + 0.62)
    axes.set_xticks([])
    axes.tick_params(length=0, labelcolor=INK)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.text(NUMBERS, -0.75, text("validation.numbers", language), size=NOTE, color=QUIET, family=FAMILY, va="bottom")


def handles(language: str) -> list[Line2D]:
    """Return what the shapes mean."""
    return [
        Line2D([], [], color=FAINT, lw=8, label=text("validation.range", language)),
        Line2D([], [], color=INK, lw=0, marker="|", ms=11, mew=1.6, label=text("validation.published", language)),
        Line2D([], [], color=PASSES, lw=2, marker="o", ms=7, label=text("validation.pass", language)),
        Line2D([], [], color=FAILS, lw=2, marker="o", ms=7, label=text("validation.fail", language)),
        Line2D([], [], color=QUIET, lw=0, marker="o", mfc="white", ms=5, label=text("validation.without", language)),
    ]
