"""The square places each regime on the two dimensions of integration policy, over an outcome that they move."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from cohesion_sim.plots.meaning import called, scale, unit
from cohesion_sim.plots.numbers import digits_for, number, plain_ticks
from cohesion_sim.plots.source import model, source
from cohesion_sim.plots.style import BODY, FAMILY, QUIET, SMALL, Look, axis_label, canvas, looks, tidy
from cohesion_sim.policy.regime import Regime
from cohesion_sim.strings import label, quoted, text

WIDTH, HEIGHT = 8.0, 6.4
CORNERS = {
    "kept_apart": (0.02, 0.98, "left", "top"),
    "kept_mixed": (0.98, 0.98, "right", "top"),
    "given_up_apart": (0.02, 0.01, "left", "bottom"),
    "given_up_mixed": (0.98, 0.01, "right", "bottom"),
}


def square(regimes: Iterable[Regime], language: str = "en", field: Any = None) -> Figure:
    """Return the regimes as dots on social mixing (across) and maintenance of cultural identity (up), both 0 to 1.

    Parameters
    ----------
    regimes
        Any :class:`cohesion_sim.policy.regime.Regime`; its ``box`` is drawn as a pale rectangle.
    language
        ``"en"`` or ``"fr"``.
    field
        A :class:`cohesion_sim.comparisons.field.Field` to show under them, if there is one.
    """
    shown = list(regimes)
    style = looks([regime.name for regime in shown])
    title = text("title.square", language) if field is None else field_message(field, language)
    notes = [text("note.square", language)] if field is None else [field_note(field, language)]
    origin = model(language) if field is None else source(field, language)
    figure = canvas(title, " ".join([*notes, origin]), HEIGHT, WIDTH)
    axes = figure.subplots()
    tidy(axes, grid="")
    if field is not None:
        draw_field(axes, field, language)
    for corner, (x, y, across, up) in CORNERS.items():
        axes.text(
            x, y, text(f"corner.{corner}", language), ha=across, va=up, size=SMALL, color=QUIET, family=FAMILY,
            style="italic", path_effects=[withStroke(linewidth=3, foreground="white")],
        )  # fmt: skip
    for at in (axes.axhline, axes.axvline):
        at(0.5, color=QUIET, linewidth=0.8, linestyle=":")
    for regime in shown:
        draw_box(axes, regime, style[regime.name], filled=field is None)
        draw_dot(axes, regime, shown, style[regime.name], language)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axis_label(axes.xaxis, text("axis.mixing", language))
    axis_label(axes.yaxis, text("axis.maintenance", language))
    plain_ticks(axes.xaxis, language)
    plain_ticks(axes.yaxis, language)
    return figure


def draw_box(axes: Axes, regime: Regime, look: Look, filled: bool) -> None:
    """Draw the range that a regime's name covers, if it has one in both dimensions; over a field, its outline only."""
    ranges = {key: (low, high) for key, low, high in regime.box}
    if {"social_mixing", "cultural_maintenance"} <= ranges.keys():
        (left, right), (bottom, top) = ranges["social_mixing"], ranges["cultural_maintenance"]
        looks_like: dict[str, Any] = (
            {"facecolor": look.colour, "alpha": 0.13, "linewidth": 0}
            if filled
            else {"facecolor": "none", "edgecolor": look.colour, "linewidth": 1.6, "linestyle": "--"}
        )
        axes.add_patch(Rectangle((left, bottom), right - left, top - bottom, **looks_like))


def draw_dot(axes: Axes, regime: Regime, others: Iterable[Regime], look: Look, language: str) -> None:
    """Draw a regime with its name above it, or below where another one lies close above."""
    x, y = regime.social_mixing, regime.cultural_maintenance
    axes.plot(
        [x], [y], marker="o", markersize=12, color=look.colour, linestyle="none", markeredgecolor="white",
        clip_on=False, zorder=4,
    )  # fmt: skip
    crowded = any(0 < each.cultural_maintenance - y < 0.12 and abs(each.social_mixing - x) < 0.25 for each in others)
    axes.annotate(
        label("regime", regime.name, language), (x, y), xytext=(0, -10 if crowded else 10), textcoords="offset points",
        ha="left" if x < 0.12 else "right" if x > 0.88 else "center", va="top" if crowded else "bottom", size=BODY,
        weight="bold", color=look.colour, family=FAMILY, path_effects=[withStroke(linewidth=3, foreground="white")],
        zorder=5,
    )  # fmt: skip


def draw_field(axes: Axes, field: Any, language: str) -> None:
    """Draw an outcome as colours with lines of equal height, and a bar that says what they mean."""
    height = field.mean * scale(field.outcome)
    drawn = axes.contourf(field.steps, field.steps, height, levels=12, cmap="YlGnBu", alpha=0.75, zorder=0)
    axes.contour(field.steps, field.steps, height, levels=12, colors="white", linewidths=0.7, zorder=0.5)
    bar = axes.figure.colorbar(drawn, ax=axes, pad=0.02, aspect=30)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=SMALL, labelfontfamily=FAMILY, length=0)
    plain_ticks(bar.ax.yaxis, language, 6)
    said = f"{called(field.outcome, language, field.of)} ({unit(field.outcome, language)})"
    bar.set_label(said, size=BODY, family=FAMILY)


def field_message(field: Any, language: str) -> str:
    """Return where in the square an outcome is highest and lowest."""
    height = field.mean * scale(field.outcome)
    digits = digits_for(float(np.nanmax(height) - np.nanmin(height)))
    found = {}
    for name, at in (("top", np.nanargmax(height)), ("bottom", np.nanargmin(height))):
        m, x = np.unravel_index(at, height.shape)
        found[name] = number(float(height[m, x]), digits, language)
        found[f"{name}_up"] = number(float(field.steps[m]), 1, language)
        found[f"{name}_across"] = number(float(field.steps[x]), 1, language)
    return text("title.field", language, outcome=called(field.outcome, language, field.of), **found)


def field_note(field: Any, language: str) -> str:
    """Return how to read the field, and how sure it is."""
    widths = (field.table["high"] - field.table["low"]).dropna() / 2.0 * scale(field.outcome)
    half = float(widths.median()) if len(widths) else 0.0
    regime = label("regime", field.scenario.regime.name, language)
    return text("note.field", language, regime=quoted(regime, language), half=number(half, 3, language))
