"""The network shows a town: places as clusters, hosts round, migrants square, and the ties that bridge them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from cohesion_sim.plots.layout import Point, positions
from cohesion_sim.plots.meaning import called, unit
from cohesion_sim.plots.numbers import number, plain_ticks
from cohesion_sim.plots.source import source
from cohesion_sim.plots.style import BODY, FAINT, FAMILY, INK, QUIET, SMALL, VERMILION, canvas, named_colours
from cohesion_sim.plots.town import Tie, attribute, bridges, by_place, fitting, migrant, share_across, ties_by_layer
from cohesion_sim.state.graph import to_networkx
from cohesion_sim.state.world import World
from cohesion_sim.strings import label, text

if TYPE_CHECKING:
    import networkx as nx

COLOURS = "viridis"
HEIGHT = 8.2


def network(world: Any, colour: str = "belonging", language: str = "en") -> Figure:
    """Return the contact network, persons coloured by an attribute; beside it the ties of each layer alone.

    Parameters
    ----------
    world
        A world, a result (its world at the end) or a NetworkX graph whose nodes have ``group`` (0 for hosts), ``place``
        and the attribute, and whose edges have ``layer``; a graph without groups or places is one place of hosts. Above
        1,000 persons the largest places that fit are shown.
    colour
        An attribute from 0 to 1, such as ``"belonging"`` or ``"trust"``.
    language
        ``"en"`` or ``"fr"``.

    Raises
    ------
    UserError
        If there is nobody to draw, or no such attribute.
    """
    run = None if isinstance(world, World) or not hasattr(world, "world") else world
    held = world.world if run is not None else world
    graph = to_networkx(held) if isinstance(held, World) else held
    every = by_place(graph)
    places = fitting(every)
    shown: list[Any] = [person for persons in places for person in persons]
    graph = graph.subgraph(shown)
    values = attribute(graph, colour)
    at = positions(graph, places)
    layers = ties_by_layer(graph)
    notes = [text("note.network", language), source(run, language)]
    if len(places) < len(every):
        notes.insert(1, text("note.partial", language, shown=len(places), all=len(every)))
    figure = canvas(message(graph, layers, language), " ".join(notes), HEIGHT, key=0.35)
    grid = figure.add_gridspec(max(len(layers), 1), 2, width_ratios=[2.7, 1.0])
    draw_town(figure, figure.add_subplot(grid[:, 0]), graph, at, values, layers, colour, language)
    name_places(figure.axes[0], graph, at, places, language)
    for row, (layer, ties) in enumerate(layers.items()):
        draw_layer(figure.add_subplot(grid[row, 1]), graph, at, layer, ties, language)
    named_colours(figure, handles(language), 4)
    return figure


def message(graph: nx.Graph[Any], layers: dict[str, list[Tie]], language: str) -> str:
    """Return how many ties bridge, and how many would if ties were blind."""
    share = sum(migrant(graph, person) for person in graph) / len(graph)
    across = share_across(graph, [tie for ties in layers.values() for tie in ties])
    return text(
        "title.network", language, bridging=number(across, 0, language),
        blind=number(200.0 * share * (1.0 - share), 0, language),
    )  # fmt: skip


def draw_town(
    figure: Figure, axes: Axes, graph: nx.Graph[Any], at: dict[Hashable, Point], values: dict[Hashable, float],
    layers: dict[str, list[Tie]], colour: str, language: str,
) -> None:  # fmt: skip
    """Draw everybody and all ties, with the scale of colours below."""
    ties = [tie for of_one in layers.values() for tie in of_one]
    draw_ties(axes, at, [tie for tie in ties if not bridges(graph, tie)], "#9A9A9A", 0.35, 0.5)
    draw_ties(axes, at, [tie for tie in ties if bridges(graph, tie)], VERMILION, 0.6, 0.8)
    wide, high = (float(extent) + 3.0 for extent in np.ptp(np.array(list(at.values())), axis=0))
    size = min(14.0, max(2.2, 0.72 * 72.0 * min(7.6 / wide, 6.6 / high)))
    shade = Normalize(0.0, 1.0)
    for side, marker, scale in ((False, "o", 1.0), (True, "s", 1.0)):
        persons = [person for person in graph if migrant(graph, person) == side]
        if persons:
            spots = np.array([at[person] for person in persons])
            axes.scatter(
                spots[:, 0], spots[:, 1], c=[values[person] for person in persons], cmap=COLOURS, norm=shade,
                marker=marker, s=(size * scale) ** 2, linewidths=0.7, edgecolors="black" if side else "white", zorder=3,
            )  # fmt: skip
    bare(axes)
    bar = figure.colorbar(
        ScalarMappable(norm=shade, cmap=COLOURS), ax=axes, orientation="horizontal", fraction=0.035, pad=0.02, aspect=40
    )
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=SMALL, colors=INK, labelfontfamily=FAMILY)
    plain_ticks(bar.ax.xaxis, language)
    words = f"{called(colour, language)} ({unit(colour, language)})"
    bar.ax.set_xlabel(words, size=BODY, color=INK, family=FAMILY)


def draw_layer(
    axes: Axes, graph: nx.Graph[Any], at: dict[Hashable, Point], layer: str, ties: Sequence[Tie], language: str
) -> None:
    """Draw the ties of one layer."""
    draw_ties(axes, at, [tie for tie in ties if not bridges(graph, tie)], QUIET, 0.5, 0.4)
    draw_ties(axes, at, [tie for tie in ties if bridges(graph, tie)], VERMILION, 0.9, 0.6)
    spots = np.array(list(at.values()))
    axes.scatter(spots[:, 0], spots[:, 1], s=0.8, color=FAINT, linewidths=0, zorder=0)
    bare(axes)
    counted = text(
        "note.layer", language, count=number(len(ties), 0, language),
        share=number(share_across(graph, ties), 0, language),
    )  # fmt: skip
    words = f"{label('layer', layer, language)}\n{counted}"
    axes.set_title(words, loc="left", size=SMALL, color=INK, family=FAMILY, pad=3)


def draw_ties(
    axes: Axes, at: dict[Hashable, Point], ties: Sequence[Tie], colour: str, strong: float, wide: float
) -> None:
    """Draw some ties."""
    lines = [(at[one], at[other]) for one, other in ties]
    axes.add_collection(LineCollection(lines, colors=colour, alpha=strong, linewidths=wide))


def bare(axes: Axes) -> None:
    """Take the axes away: position has no unit here."""
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.margins(0.02)
    axes.autoscale_view()


def handles(language: str) -> list[Line2D]:
    """Return the key of shapes and ties."""
    shapes = [
        Line2D(
            [], [], linestyle="none", marker=marker, markersize=9, markerfacecolor="#BBBBBB", markeredgecolor=edge,
            label=text(key, language),
        )
        for marker, edge, key in (("o", "#BBBBBB", "note.host"), ("s", "black", "note.migrant"))
    ]  # fmt: skip
    lines = [
        Line2D([], [], color=colour, linewidth=2, label=text(key, language))
        for colour, key in ((VERMILION, "note.bridging"), ("#9A9A9A", "note.within"))
    ]
    return [*shapes, *lines]


def name_places(
    axes: Axes, graph: nx.Graph[Any], at: dict[Hashable, Point], places: Sequence[Sequence[Hashable]], language: str
) -> None:
    """Write over each cluster how many live there and how many of them are migrants."""
    if len(places) < 2:
        return
    for persons in places:
        spots = np.array([at[person] for person in persons])
        share = 100.0 * sum(migrant(graph, person) for person in persons) / len(persons)
        words = text(
            "note.place", language, persons=number(len(persons), 0, language), share=number(share, 0, language)
        )
        axes.text(
            spots[:, 0].mean(), spots[:, 1].max() + 0.9, words, ha="center", va="bottom", size=SMALL, color=INK,
            family=FAMILY, path_effects=[withStroke(linewidth=3, foreground="white")], zorder=5,
        )  # fmt: skip
