"""All figures look alike: a message on top, large words, colours that everybody can tell apart, the source below.

The colours are Okabe and Ito's. A named regime has the same colour in every figure; low funding is a dashed line.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import cycle
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D

from cohesion_sim.strings import cell

BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
)  # fmt: skip
INK, QUIET, FAINT = "#222222", "#666666", "#D9D9D9"
REGIME_COLOURS = {
    "assimilationist": VERMILION,
    "segregationist": PURPLE,
    "mainstreamed": BLUE,
    "targeted": GREEN,
    "combined": ORANGE,
    "exclusionary": BLACK,
    "laissez_faire": "#8C8C8C",
}
OTHER_COLOURS = (SKY, BLUE, VERMILION, GREEN, PURPLE, ORANGE, BLACK, "#882255", "#332288", "#999933")
TITLE, HEADING, BODY, SMALL, NOTE = 17.0, 13.5, 12.0, 11.0, 9.5
WIDTH = 11.0
MARGIN = 0.25
FAMILY = "DejaVu Sans"


class Look(NamedTuple):
    """How a scenario is drawn."""

    colour: str
    dashes: str


def looks(scenarios: Sequence[str]) -> dict[str, Look]:
    """Return colour and dashes of each scenario, in the order given."""
    scenarios = list(dict.fromkeys(scenarios))
    taken = {REGIME_COLOURS[cell(name)[0]] for name in scenarios if cell(name)[0] in REGIME_COLOURS}
    spare = cycle([colour for colour in OTHER_COLOURS if colour not in taken] or OTHER_COLOURS)
    found: dict[str, Look] = {}
    own: dict[str, str] = {}
    for name in scenarios:
        regime, funding = cell(name)
        if regime not in own:
            own[regime] = REGIME_COLOURS.get(regime) or next(spare)
        found[name] = Look(own[regime], {"low": "--", "none": ":"}.get(funding, "-"))
    return found


def canvas(title: str, footnote: str, height: float, width: float = WIDTH, key: float = 0.0) -> Figure:
    """Return an empty figure with its message on top and its source below; axes fill what is between.

    Parameters
    ----------
    title
        The message, wrapped to the width.
    footnote
        Source and reading help, wrapped to the width.
    height, width
        Inches; the title's and the footnote's lines are added to the height.
    key
        Inches left free under the title for :func:`named_colours`.
    """
    head = wrapped(title, width - 2 * MARGIN, TITLE, "bold")
    foot = wrapped(footnote, width - 2 * MARGIN, NOTE)
    above = MARGIN + TITLE * 1.3 / 72 * head.count("\n") + TITLE * 1.3 / 72 + 0.12 + key
    below = MARGIN * 0.6 + NOTE * 1.35 / 72 * (foot.count("\n") + 1) + 0.1
    total = height + above + below
    figure = Figure(figsize=(width, total), facecolor="white")
    FigureCanvasAgg(figure)
    figure.patch.set_in_layout(True)  # Jupyter crops to what counts in the layout, which must not be the panels alone
    figure.text(
        MARGIN / width, 1 - MARGIN * 0.8 / total, head, size=TITLE, weight="bold", color=INK, va="top", ha="left",
        family=FAMILY, linespacing=1.2, in_layout=False,
    ).set_in_layout(False)  # fmt: skip
    figure.text(
        MARGIN / width, MARGIN * 0.6 / total, foot, size=NOTE, color=QUIET, va="bottom", ha="left",
        family=FAMILY, linespacing=1.25,
    ).set_in_layout(False)  # fmt: skip
    figure.set_layout_engine(
        "constrained", rect=(0.0, below / total, 1.0, 1.0 - (above + below) / total),
        w_pad=MARGIN * 0.7, h_pad=0.08, wspace=0.03, hspace=0.03,
    )  # fmt: skip
    return figure


def named_colours(figure: Figure, handles: Sequence[Line2D], columns: int) -> None:
    """Name the colours or shapes between the title and the panels; :func:`canvas` must have left room."""
    engine = figure.get_layout_engine()
    rect = engine.get()["rect"] if engine is not None else (0.0, 0.0, 1.0, 1.0)
    figure.legend(
        handles=list(handles), loc="lower left",
        bbox_to_anchor=(MARGIN / figure.get_figwidth(), rect[1] + rect[3] + 0.1 / figure.get_figheight()),
        ncols=columns, frameon=False, prop={"family": FAMILY, "size": BODY}, handlelength=1.6, borderpad=0.0,
        borderaxespad=0.0, labelcolor=INK,
    ).set_in_layout(False)  # fmt: skip


def tidy(axes: Axes, *, grid: str = "y") -> None:
    """Take away what carries nothing and make the rest legible."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(QUIET)
        axes.spines[side].set_in_layout(False)  # words reach further
    axes.tick_params(labelsize=SMALL, colors=INK, labelfontfamily=FAMILY, color=QUIET)
    if grid:
        axes.grid(True, axis="x" if grid == "x" else "y" if grid == "y" else "both", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)


def heading(axes: Axes, words: str) -> None:
    """Write what one panel shows over it."""
    axes.set_title(words, loc="left", y=1.0, size=HEADING, color=INK, family=FAMILY, pad=8)  # y: it need not be sought


def column(axes: Axes, words: str, points: float = 34) -> None:
    """Write what a column of panels shows, above the heading of its first panel."""
    axes.annotate(
        words[:1].upper() + words[1:], (0, 1), xytext=(0, points), xycoords="axes fraction", textcoords="offset points",
        size=HEADING, weight="bold", color=INK, family=FAMILY, va="bottom", annotation_clip=False,
    )  # fmt: skip


def wrapped(words: str, width: float, size: float, weight: str = "normal") -> str:
    """Return words broken into lines that fit a width in inches."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and inches(longer, size, weight) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return "\n".join(lines)


def inches(words: str, size: float, weight: str) -> float:
    """Return the width of a line of words, as if none of their letters moved closer to its neighbour."""
    return sum(advance(letter, weight) for letter in words) * size / 72


@cache
def advance(letter: str, weight: str) -> float:
    """Return how far a letter takes the pen, in the size of the font."""
    face = get_font(findfont(FontProperties(family=FAMILY, weight=weight)))
    face.set_size(100.0, 72)
    return float(face.load_char(ord(letter)).linearHoriAdvance) / 65536 / 100.0


def spread(heights: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return heights moved as little as need be to lie a gap apart, within low … high where they fit.

    Labels that would overlap are pooled into blocks, and each block is centred on the mean of its members.
    """
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    blocks: list[tuple[float, int]] = []
    for place in order:
        blocks.append((heights[place], 1))
        while len(blocks) > 1:
            (lower, few), (upper, more) = blocks[-2], blocks[-1]
            if upper - lower >= gap * (few + more) / 2:
                break
            blocks[-2:] = [((lower * few + upper * more) / (few + more), few + more)]
    flat = [centre + gap * (k - (size - 1) / 2) for centre, size in blocks for k in range(size)]
    for k in range(len(flat)):
        flat[k] = max(flat[k], low if k == 0 else flat[k - 1] + gap)
    for k in reversed(range(len(flat))):
        flat[k] = min(flat[k], high if k == len(flat) - 1 else flat[k + 1] - gap)
    placed = [0.0] * len(heights)
    for k, place in enumerate(order):
        placed[place] = flat[k]
    return placed


def axis_label(axis: Axis, words: str) -> None:
    """Say what an axis measures, with its unit."""
    axis.set_label_text(words, size=BODY, color=INK, family=FAMILY)
