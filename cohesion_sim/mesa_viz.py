"""A page for classes that know Mesa: one small town, its ties, and how cohesion moves under the regime that is chosen.

It needs the extra ``mesa-viz`` and is started with ``solara run cohesion_sim.mesa_viz``. Choose regime, funding,
population and seed, press Reset, then play. Persons stay where they are drawn as long as they live in their place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import solara
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from mesa.visualization import SolaraViz
from numpy.typing import NDArray
from solara.server import settings

from cohesion_sim.model import CohesionModel
from cohesion_sim.plots.layout import GOLDEN, centres
from cohesion_sim.plots.style import BLUE, BODY, FAINT, GREEN, INK, ORANGE, QUIET, VERMILION, heading, tidy
from cohesion_sim.resources import shipped_files
from cohesion_sim.state.world import World

settings.telemetry.mixpanel_enable = False  # the page tells nobody that it runs

START: dict[str, Any] = {
    "scenario": "targeted",
    "regime": "targeted",
    "funding": "medium",
    "context": "teaching_town",
    "context.population": 300,
    "rng": 1,
}
CONTROLS: dict[str, Any] = {
    **START,
    "regime": {"type": "Select", "label": "Regime", "values": list(shipped_files("configs/regime"))},
    "funding": {"type": "Select", "label": "Funding", "values": ["none", "low", "medium", "high"]},
    "context.population": {"type": "SliderInt", "label": "Persons", "min": 200, "max": 600, "step": 100},
    "rng": {"type": "SliderInt", "label": "Seed", "min": 1, "max": 100, "step": 1},
}
for _name, _control in CONTROLS.items():
    if isinstance(_control, dict):
        _control["value"] = START[_name]
SIZE = (7.0, 5.0)
"""Inches of a figure; it fills a cell of Mesa's grid."""
LEAST_SPAN = 0.1
"""What an axis of outcomes spans at least, so that nothing looks like much."""
BELONGING = Normalize(0.0, 1.0)

SHARE = "mean or share, 0–1"


class Panel(NamedTuple):
    """Outcomes drawn together: title, unit, and the columns with their label and colour."""

    title: str
    unit: str
    curves: Mapping[str, tuple[str, str]]


PANELS = (
    Panel("Trust in strangers", SHARE, {"trust_hosts": ("hosts", BLUE), "trust_migrants": ("migrants", ORANGE)}),
    Panel("Belonging", SHARE, {"belonging_hosts": ("hosts", BLUE), "belonging": ("migrants", ORANGE)}),
    Panel(
        "Inclusion of migrants",
        SHARE,
        {
            "employment": ("in work", GREEN),
            "language": ("language", BLUE),
            "marginalisation": ("marginalisation (M₀)", VERMILION),
        },
    ),
    Panel(
        "Acceptance and rejection",
        SHARE,
        {
            "warmth": ("warmth of hosts", BLUE),
            "threat_cultural": ("cultural threat to hosts", VERMILION),
            "discrimination": ("discrimination of migrants", ORANGE),
        },
    ),
    Panel(
        "Ties between hosts and migrants",
        "ties per person",
        {"bridging_ties_hosts": ("hosts", BLUE), "bridging_ties_migrants": ("migrants", ORANGE)},
    ),
)


def spots(world: World) -> NDArray[np.float64]:
    """Return where each row is drawn, shape (rows, 2): a place is a disc, an address in its register a spot in it."""
    people, places = world.people, world.places
    middle = np.array(centres(places.span.tolist()))
    door = people.address - places.start[people.place] + 0.5
    out, turn = np.sqrt(door / 3.0), door * GOLDEN
    found: NDArray[np.float64] = middle[people.place] + np.column_stack([out * np.cos(turn), out * np.sin(turn)])
    return found


def town(model: CohesionModel) -> None:
    """Draw everybody, coloured by belonging, and all ties."""
    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    world = model.simulation.world
    people, at = world.people, spots(world)
    one, other, _, _ = world.ties.edges()
    bridging = (people.group[one] == 0) != (people.group[other] == 0)
    for across, colour, alpha, width in ((False, QUIET, 0.25, 0.4), (True, VERMILION, 0.55, 0.7)):
        lines = np.stack([at[one], at[other]], axis=1)[bridging == across]
        axes.add_collection(LineCollection(list(lines), colors=colour, alpha=alpha, linewidths=width))
    size = 9000.0 / max(100, len(people))
    for migrant, marker, edge in ((False, "o", "white"), (True, "s", "black")):
        rows = people.active & ((people.group > 0) == migrant)
        axes.scatter(
            at[rows, 0], at[rows, 1], c=people.belonging[rows], cmap="viridis", norm=BELONGING, marker=marker, s=size,
            edgecolors=edge, linewidths=0.7, zorder=3,
        )  # fmt: skip
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.autoscale_view()
    heading(axes, f"Month {model.simulation.month}: {int(bridging.sum())} of {len(one)} ties bridge hosts and migrants")
    shade = ScalarMappable(norm=BELONGING, cmap="viridis")
    figure.colorbar(shade, ax=axes, orientation="horizontal", fraction=0.03, pad=0.02, label="belonging (0–1)")
    keys = [("o", "#BBBBBB", "host"), ("s", "black", "migrant")]
    marks = [
        Line2D([], [], linestyle="", marker=m, markerfacecolor="#BBBBBB", markeredgecolor=e, label=w)
        for m, e, w in keys
    ]
    marks += [Line2D([], [], color=c, label=w) for c, w in ((VERMILION, "tie that bridges"), (QUIET, "tie within"))]
    axes.legend(handles=marks, loc="upper center", bbox_to_anchor=(0.5, 0.02), ncols=4, frameon=False)
    solara.FigureMatplotlib(figure, format="png")


def outcomes(model: CohesionModel, panel: Panel) -> None:
    """Draw some outcomes by month."""
    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    collected = model.datacollector.model_vars
    months = collected["month"] or [model.outcomes["month"]]
    for column, (label, colour) in panel.curves.items():
        values = collected[column] or [model.outcomes[column]]
        axes.plot(months, values, color=colour, label=label, marker="o" if len(months) == 1 else None, linewidth=2)
    tidy(axes)
    heading(axes, panel.title)
    low, high = axes.get_ylim()
    spare = max(0.0, LEAST_SPAN - (high - low)) / 2
    axes.set_ylim(low - spare, high + spare)
    axes.set_xlim(0, max(12, math.ceil(months[-1] / 12) * 12))
    axes.set_xlabel("month", color=INK, size=BODY)
    axes.set_ylabel(panel.unit, color=INK, size=BODY)
    axes.legend(frameon=True, edgecolor=FAINT, loc="best")
    solara.FigureMatplotlib(figure, format="png")


def shown() -> list[Callable[[CohesionModel], None]]:
    """Return what the page draws: the town first, then the panels of outcomes."""
    return [town, *(partial(outcomes, panel=panel) for panel in PANELS)]


@solara.component  # type: ignore[untyped-decorator]  # Solara has no types
def Page() -> None:  # noqa: N802  (Solara looks for this name)
    """The page: each visitor has a model of her own."""
    model = solara.use_memo(lambda: CohesionModel(**START), [])
    SolaraViz(model, components=shown(), model_params=CONTROLS, name="Cohesion Sim")
