"""A claim's answer is a row of gains, level by level, beside the band in which a difference does not matter."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cohesion_sim.claims import judging
from cohesion_sim.claims.claim import Measured
from cohesion_sim.claims.judging import Effect
from cohesion_sim.claims.words import factor_label, level_label, outcome_label, verdict_line, versus
from cohesion_sim.numerals import number
from cohesion_sim.plots.intervals import rows_shaded, zero_line
from cohesion_sim.plots.meaning import scale, unit
from cohesion_sim.plots.numbers import plain_ticks
from cohesion_sim.plots.source import model
from cohesion_sim.plots.style import (
    BLUE,
    BODY,
    FAINT,
    FAMILY,
    HEADING,
    INK,
    QUIET,
    SMALL,
    VERMILION,
    canvas,
    named_colours,
    tidy,
    wrapped,
)
from cohesion_sim.strings import text

MARKERS = ("o", "s", "D", "^")
COLOURS = {judging.HOLDS: BLUE, judging.REVERSES: VERMILION, judging.NEGLIGIBLE: QUIET, judging.CANNOT_TELL: QUIET}
SHOWN = 3
"""Outcomes in one figure."""
LEFT = 3.2
"""Inches for the names of levels."""


def claim(answer: Any, language: str = "en") -> Figure:
    """Return the gains of a claim by level of each factor, one panel an outcome.

    Parameters
    ----------
    answer
        A :class:`cohesion_sim.claims.answer.Answer`; its first three outcomes are shown.
    language
        ``"en"`` or ``"fr"``.
    """
    outcomes = answer.claim.outcomes[:SHOWN]
    rows = rows_of(answer.effects)
    several = len(answer.claim.better) > 1
    title = f"{answer.claim.title[language]}\n{verdict_line(answer, language)}"
    footnote = f"{text('note.claim', language, pairs=len(answer.pairs))} {model(language)}"
    keys = handles(answer, language)
    height = len(rows) * (0.34 if several else 0.27) + 1.3
    figure = canvas(title, footnote, height, key=0.27 * len(keys[0::2]) + 0.1)
    panels = figure.subplots(1, len(outcomes), squeeze=False, sharey=True)[0]
    for axes, measured in zip(panels, outcomes):
        draw_outcome(axes, answer, measured, rows, language, (11.0 - LEFT) / len(outcomes) - 0.3)
    name_rows(panels[0], rows, language)
    named_colours(figure, keys, 2)
    return figure


def rows_of(effects: list[Effect]) -> list[tuple[str, str]]:
    """Return (factor, level) of each row, in order, with a row for each factor's name."""
    found = [(effect.factor, effect.level) for effect in effects]
    rows: list[tuple[str, str]] = []
    for factor in dict.fromkeys(factor for factor, _ in found):
        if factor != judging.ALL:
            rows.append((factor, ""))
        rows += dict.fromkeys(pair for pair in found if pair[0] == factor)
    return rows


def draw_outcome(
    axes: Axes, answer: Any, measured: Measured, rows: list[tuple[str, str]], language: str, width: float
) -> None:
    """Draw one panel: every level's gain with its interval, one shape a pair of arms."""
    tidy(axes, grid="x")
    rows_shaded(axes, len(rows))
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    factor = scale(measured.outcome)
    axes.axvspan(-measured.smallest * factor, measured.smallest * factor, color=FAINT, alpha=0.9, linewidth=0)
    zero_line(axes)
    pairs = answer.claim.better
    for effect in answer.effects:
        if (effect.outcome, effect.of) == (measured.outcome, measured.of) and np.isfinite(effect.gain):
            which = pairs.index((effect.better, effect.than))
            height = rows.index((effect.factor, effect.level)) + (which - (len(pairs) - 1) / 2) * 0.34
            draw_effect(axes, effect, height, factor, MARKERS[which % len(MARKERS)])
    axes.set_title(
        wrapped(outcome_label(measured.outcome, measured.of, language), width, HEADING), loc="left", size=HEADING,
        color=INK, family=FAMILY, pad=8,
    )  # fmt: skip
    low, high = axes.get_xlim()
    reach = max(abs(low), abs(high), 1.6 * measured.smallest * factor)
    axes.set_xlim(-reach, reach)
    plain_ticks(axes.xaxis, language, 5, signed=True)
    said = text("axis.gain", language, unit=unit(measured.outcome, language, of_difference=True))
    axes.set_xlabel(said, size=SMALL, color=INK, family=FAMILY)


def draw_effect(axes: Axes, effect: Effect, height: float, factor: float, marker: str) -> None:
    """Draw a gain with its interval; hollow where we cannot tell."""
    colour = COLOURS[effect.verdict]
    axes.plot(
        [effect.low * factor, effect.high * factor], [height] * 2, color=colour, linewidth=3.0, solid_capstyle="butt"
    )  # fmt: skip
    axes.plot(
        [effect.gain * factor], [height], marker=marker, markersize=8.5, color=colour, linestyle="none",
        markeredgewidth=1.8, markerfacecolor="white" if effect.verdict == judging.CANNOT_TELL else colour,
    )  # fmt: skip


def name_rows(axes: Axes, rows: list[tuple[str, str]], language: str) -> None:
    """Write the levels beside their rows; names of factors stand over their levels in bold."""
    axes.set_yticks(range(len(rows)))
    labels = axes.set_yticklabels([
        wrapped(level_label(factor, level, language) if level else factor_label(factor, language), LEFT, BODY)
        for factor, level in rows
    ])  # fmt: skip
    for written, (factor, level) in zip(labels, rows):
        written.set_fontsize(BODY if level or factor == judging.ALL else SMALL)
        written.set_fontfamily(FAMILY)
        written.set_fontweight("bold" if factor == judging.ALL or not level else "normal")
        written.set_color(INK if level else QUIET)


def handles(answer: Any, language: str) -> list[Line2D]:
    """Return the key: shapes for pairs of arms, colours for verdicts."""
    arms = [
        Line2D([], [], color=INK, marker=MARKERS[which % len(MARKERS)], markersize=8, linestyle="none",
               label=versus(answer.claim, one, other, language))
        for which, (one, other) in enumerate(answer.claim.better)
    ]  # fmt: skip
    kinds = {effect.verdict for effect in answer.effects}
    return [*arms, *(verdict_key(kind, language) for kind in COLOURS if kind in kinds)]


def verdict_key(kind: str, language: str) -> Line2D:
    """Return the line of the key for a verdict."""
    colour = COLOURS[kind]
    return Line2D(
        [], [], color=colour, marker="o", markersize=8, linewidth=3.0, label=text(f"claim.{kind}", language),
        markerfacecolor="white" if kind == judging.CANNOT_TELL else colour,
    )  # fmt: skip


def break_even(answer: Any, language: str = "en") -> Figure:
    """Return the gain along each scale on which a claim looks for a break-even, with the place where it turns.

    Parameters
    ----------
    answer
        An answer to a claim that has a ``break_even``.
    language
        ``"en"`` or ``"fr"``.
    """
    first = answer.claim.outcomes[0]
    shown = [(found, answer.curves(found.scale)[found.better, found.than]) for found in answer.turns]
    name = outcome_label(first.outcome, first.of, language)
    title = text("title.break_even", language, claim=answer.claim.title[language], outcome=name)
    footnote = f"{text('note.break_even', language)} {model(language)}"
    across = min(2, len(shown))
    down = -(-len(shown) // across)
    figure = canvas(title, footnote, 3.4 * down)
    panels = figure.subplots(down, across, squeeze=False)
    for spare in panels.flat[len(shown) :]:
        spare.set_visible(False)
    for axes, (found, curve) in zip(panels.flat, shown):
        draw_curve(axes, answer, found, curve, language, 4.4 if across == 2 else 9.5)
    return figure


def draw_curve(axes: Axes, answer: Any, found: Any, curve: Any, language: str, width: float) -> None:
    """Draw the gain along one scale, with its band and the place where it turns."""
    first = answer.claim.outcomes[0]
    factor = scale(first.outcome)
    tidy(axes)
    bands = [judging.interval([column]) for column in curve.gains.T.tolist()]
    mean, low, high = (np.array(part) * factor for part in zip(*bands))
    axes.axhspan(-first.smallest * factor, first.smallest * factor, color=FAINT, alpha=0.7, linewidth=0)
    axes.axhline(0.0, color=QUIET, linewidth=1.2)
    axes.fill_between(curve.x, low, high, color=BLUE, alpha=0.2, linewidth=0)
    axes.plot(curve.x, mean, color=BLUE, linewidth=2.4, marker="o", markersize=7)
    if np.isfinite(found.at):
        axes.axvspan(found.low, found.high, color=VERMILION, alpha=0.15, linewidth=0)
        axes.axvline(found.at, color=VERMILION, linewidth=1.8, linestyle="--")
        digits = 0 if found.scale == "funding" else 1 if found.scale == "year" else 2
        axes.annotate(
            number(found.at, digits, language), (found.at, 1.0), xycoords=("data", "axes fraction"), xytext=(5, -4),
            textcoords="offset points", va="top", size=BODY, weight="bold", color=VERMILION, family=FAMILY,
        )  # fmt: skip
    heading = versus(answer.claim, found.better, found.than, language)
    axes.set_title(wrapped(heading, width, BODY), loc="left", size=BODY, color=INK, family=FAMILY, pad=8)
    said = text("axis.euros", language) if found.scale == "funding" else factor_label(found.scale, language)
    axes.set_xlabel(said, size=SMALL, color=INK, family=FAMILY)
    axes.set_ylabel(
        wrapped(text("axis.gain_up", language, unit=unit(first.outcome, language, of_difference=True)), 3.2, SMALL),
        size=SMALL, color=INK, family=FAMILY,
    )  # fmt: skip
    plain_ticks(axes.xaxis, language, 6)
    plain_ticks(axes.yaxis, language, 5, signed=True)
