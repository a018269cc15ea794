"""The square places each regime on the two dimensions of integration policy, with the range that its name covers."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from cohesion_sim.plots.numbers import plain_ticks
from cohesion_sim.plots.source import model
from cohesion_sim.plots.style import BODY, FAMILY, QUIET, SMALL, Look, axis_label, canvas, looks, tidy
from cohesion_sim.policy.regime import Regime
from cohesion_sim.strings import label, text

WIDTH, HEIGHT = 8.0, 6.4
CORNERS = {
    "kept_apart": (0.02, 0.98, "left", "top"),
    "kept_mixed": (0.98, 0.98, "right", "top"),
    "given_up_apart": (0.02, 0.01, "left", "bottom"),
    "given_up_mixed": (0.98, 0.01, "right", "bottom"),
}


def square(regimes: Iterable[Regime], language: str = "en") -> Figure:
    """Return the regimes as dots on social mixing (across) and maintenance of cultural identity (up), both 0 to 1.

    Parameters
    ----------
    regimes
        Any :class:`cohesion_sim.policy.regime.Regime`; its ``box`` is drawn as a pale rectangle.
    language
        ``"en"`` or ``"fr"``.
    """
    shown = list(regimes)
    style = looks([regime.name for regime in shown])
    footnote = f"{text('note.square', language)} {model(language)}"
    figure = canvas(text("title.square", language), footnote, HEIGHT, WIDTH)
    axes = figure.subplots()
    tidy(axes, grid="")
    for corner, (x, y, across, up) in CORNERS.items():
        axes.text(
            x, y, text(f"corner.{corner}", language), ha=across, va=up, size=SMALL, color=QUIET, family=FAMILY,
            style="italic",
        )  # fmt: skip
    for at in (axes.axhline, axes.axvline):
        at(0.5, color=QUIET, linewidth=0.8, linestyle=":")
    for regime in shown:
        draw_box(axes, regime, style[regime.name])
        draw_dot(axes, regime, shown, style[regime.name], language)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axis_label(axes.xaxis, text("axis.mixing", language))
    axis_label(axes.yaxis, text("axis.maintenance", language))
    plain_ticks(axes.xaxis, language)
    plain_ticks(axes.yaxis, language)
    return figure


def draw_box(axes: Axes, regime: Regime, look: Look) -> None:
    """Draw the range that a regime's name covers, if it has one in both dimensions."""
    ranges = {key: (low, high) for key, low, high in regime.box}
    if {"social_mixing", "cultural_maintenance"} <= ranges.keys():
        (left, right), (bottom, top) = ranges["social_mixing"], ranges["cultural_maintenance"]
        axes.add_patch(
            Rectangle((left, bottom), right - left, top - bottom, facecolor=look.colour, alpha=0.13, linewidth=0)
        )


def draw_dot(axes: Axes, regime: Regime, others: Iterable[Regime], look: Look, language: str) -> None:
    """Draw a regime with its name above it, or below where another one lies close above."""
    x, y = regime.social_mixing, regime.cultural_maintenance
    axes.plot([x], [y], marker="o", markersize=12, color=look.colour, linestyle="none", clip_on=False, zorder=4)
    crowded = any(0 < each.cultural_maintenance - y < 0.12 and abs(each.social_mixing - x) < 0.25 for each in others)
    axes.annotate(
        label("regime", regime.name, language), (x, y), xytext=(0, -10 if crowded else 10), textcoords="offset points",
        ha="left" if x < 0.12 else "right" if x > 0.88 else "center", va="top" if crowded else "bottom", size=BODY,
        weight="bold", color=look.colour, family=FAMILY, path_effects=[withStroke(linewidth=3, foreground="white")],
        zorder=5,
    )  # fmt: skip
