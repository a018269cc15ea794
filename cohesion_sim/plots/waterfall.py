"""A waterfall takes a change apart: each term of each mechanism adds its step; they end at the whole change."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cohesion_sim.errors import UserError
from cohesion_sim.plots.meaning import called, scale, unit
from cohesion_sim.plots.numbers import digits_for, number, plain_ticks, step
from cohesion_sim.plots.source import source
from cohesion_sim.plots.style import BLUE, BODY, FAMILY, INK, QUIET, SMALL, VERMILION, axis_label, canvas, tidy
from cohesion_sim.strings import label, quoted, scenario_label, text

SHOWN = 9
"""Terms with a bar of their own; the others share one."""


def waterfall(
    run: Any,
    outcome: str = "belonging",
    side: str = "migrants",
    language: str = "en",
    *,
    other: Any = None,
    names: tuple[str, str] = ("", ""),
) -> Figure:
    """Return what moved one outcome's mean, or what moved it more in one run than in another.

    Parameters
    ----------
    run
        A result, or the table of its ledger: columns ``month``, ``outcome``, ``side``, ``mechanism``, ``term``,
        ``change``.
    outcome, side
        What to explain, and for whom: ``"hosts"``, ``"migrants"`` or ``"everybody"``.
    language
        ``"en"`` or ``"fr"``.
    other
        The result or ledger to compare with; the bars are then ``run`` minus ``other``.
    names
        Names of the two scenarios; results know their own.

    Raises
    ------
    UserError
        If the ledger has no entry of that outcome and side.
    """
    ledger = ledger_of(run)
    steps = entries(ledger, outcome, side)
    if other is not None:
        steps = steps.sub(entries(ledger_of(other), outcome, side), fill_value=0.0)
    if steps.empty:
        raise UserError(f"the ledger has no entry on {outcome} of {side}")
    steps = steps * scale(outcome)
    total = float(steps.sum())
    digits = digits_for(max(abs(total), float(steps.abs().max())))
    bars = shown_bars(
        [
            (named(room, term, outcome, language), size)
            for (room, term), size in zip(steps.index.tolist(), steps.tolist())
        ],
        language,
    )
    one, two = names if names[0] or other is None else (run.scenario.name, other.scenario.name)
    title = text(
        "title.waterfall" if other is None else "title.waterfall_difference", language,
        outcome=called(outcome, language, side), change=step(total, digits, language),
        years=number(ledger["month"].max() / 12, 0, language), causes=causes(bars, digits, language),
        one=quoted(scenario_label(one, language), language), other=quoted(scenario_label(two, language), language),
    )  # fmt: skip
    figure = canvas(title, f"{text('note.waterfall', language)} {source(run, language)}", 0.42 * len(bars) + 1.5)
    axes = figure.subplots()
    whole = text("note.total" if other is None else "note.total_difference", language)
    draw_steps(axes, bars, whole, total, digits, language)
    axis_label(axes.xaxis, text("axis.contribution", language, unit=unit(outcome, language, of_difference=True)))
    return figure


def ledger_of(run: Any) -> pd.DataFrame:
    """Return the ledger of a result, or the ledger itself."""
    return run if isinstance(run, pd.DataFrame) else run.ledger


def shown_bars(bars: list[tuple[str, float]], language: str) -> list[tuple[str, float]]:
    """Return the largest bars, those that raise first, and one for all others, smaller ones and specks together."""
    largest = sorted(bars, key=lambda bar: -abs(bar[1]))
    speck = 0.01 * abs(largest[0][1])
    kept = [bar for bar in largest[:SHOWN] if abs(bar[1]) > speck]
    others = largest[len(kept) :]
    ordered = sorted(kept, key=lambda bar: (bar[1] < 0, -abs(bar[1])))
    if not others:
        return ordered
    return [*ordered, (text("note.rest", language, count=len(others)), sum(size for _, size in others))]


def causes(bars: list[tuple[str, float]], digits: int, language: str) -> str:
    """Return what raised most and what lowered most."""
    said = []
    for key, sign in (("title.raised", 1), ("title.lowered", -1)):
        words, size = max(bars, key=lambda bar: bar[1] * sign)
        if size * sign > 0:
            said.append(text(key, language, term=words, size=step(size, digits, language)))
    return ", ".join(said)


def entries(ledger: pd.DataFrame, outcome: str, side: str) -> pd.Series[float]:
    """Return the summed change by mechanism and term."""
    kept = ledger[(ledger["outcome"] == outcome) & (ledger["side"] == side)]
    return kept.groupby(["mechanism", "term"], sort=False)["change"].sum()


def named(mechanism: str, term: str, outcome: str, language: str) -> str:
    """Return the words for a term, with its mechanism unless that is the outcome's own."""
    room = label("mechanism", mechanism, language)
    if not term:
        return room
    words = label("term", term, language)
    return words if mechanism == outcome or words == room else f"{words} ({room})"


def draw_steps(axes: Axes, bars: list[tuple[str, float]], whole: str, total: float, digits: int, language: str) -> None:
    """Draw the steps from above, each from where the last one ended, and the whole below them."""
    tidy(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.axvline(0.0, color=QUIET, linewidth=1.2)
    at = 0.0
    for row, (_, size) in enumerate(bars):
        axes.barh(row, size, left=at, height=0.66, color=BLUE if size >= 0 else VERMILION)
        tag(axes, row, at, size, step(size, digits, language))
        axes.plot([at + size] * 2, [row + 0.33, row + 0.67], color=QUIET, linewidth=1.0)
        at += size
    axes.barh(len(bars), total, height=0.66, color=INK)
    tag(axes, len(bars), 0.0, total, step(total, digits, language), "bold")
    axes.set_yticks(range(len(bars) + 1), [*(words for words, _ in bars), whole], size=BODY)
    axes.get_yticklabels()[-1].set_fontweight("bold")
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(bars) + 0.6, -0.6)
    axes.use_sticky_edges = False
    axes.margins(x=0.14)
    plain_ticks(axes.xaxis, language, 7, signed=True)


def tag(axes: Axes, row: int, start: float, size: float, words: str, weight: str = "normal") -> None:
    """Write a bar's size at its end."""
    axes.annotate(
        words, (start + size, row), xytext=(5 if size >= 0 else -5, 0), textcoords="offset points", va="center",
        ha="left" if size >= 0 else "right", size=SMALL, weight=weight, color=INK, family=FAMILY,
    )  # fmt: skip
