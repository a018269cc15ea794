"""A story shows one person's life: what she feels and speaks, month by month, and what happened to her, in words."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cohesion_sim.plots.events import Event, chosen
from cohesion_sim.plots.meaning import called
from cohesion_sim.plots.numbers import number, plain_ticks
from cohesion_sim.plots.source import model
from cohesion_sim.plots.style import (
    BLUE,
    BODY,
    FAMILY,
    GREEN,
    INK,
    QUIET,
    SMALL,
    VERMILION,
    axis_label,
    canvas,
    column,
    spread,
    tidy,
)
from cohesion_sim.runs.story import Story
from cohesion_sim.strings import label, quoted, scenario_label, text

CURVES = {"belonging": BLUE, "trust": VERMILION, "language": GREEN}
CURVES_HIGH, LINE_HIGH = 3.4, 0.29
"""Inches of the curves, and of a line of the list below them."""
LEVEL_HIGH = 19
"""Points between two levels of numbers."""
TABS = ((0, INK, "bold"), (28, QUIET, "normal"), (104, INK, "normal"))
"""Where the columns of the list begin, in points, and their looks."""
ONE_WIDE, TWO_WIDE = 9.0, 13.0


def story(
    story: Story, language: str = "en", *, other: Story | None = None, names: tuple[str, str] = ("", "")
) -> Figure:
    """Return a person's belonging, trust and language over time, with numbered events told below.

    Parameters
    ----------
    story
        A :class:`cohesion_sim.runs.story.Story`.
    language
        ``"en"`` or ``"fr"``.
    other
        The same person's story in another scenario, drawn beside it.
    names
        Names of the two scenarios.
    """
    lives = [story] if other is None else [story, other]
    width = ONE_WIDE if other is None else TWO_WIDE
    told = [chosen(life, language) for life in lives]
    lines = max(len(events) + (1 if left else 0) for events, left in told)
    placed = [
        levels([event.month for event in events], float(life.monthly["month"].max()))
        for life, (events, _) in zip(lives, told)
    ]
    most = max(max(each, default=0) for each in placed) + 1
    footnote = text("note.one_person" if other is None else "note.same_chances", language)
    below = lines * LINE_HIGH + 0.25
    title = title_of_two(story, other, names, language) if other is not None else title_of_one(story, language)
    above = most * LEVEL_HIGH / 72 + (0.35 if names[0] else 0.0)
    figure = canvas(title, f"{footnote} {model(language)}", CURVES_HIGH + above + below + 0.4, width)
    grid = figure.subplots(2, len(lives), squeeze=False, height_ratios=[CURVES_HIGH, below])
    for place, (life, (events, left)) in enumerate(zip(lives, told)):
        draw_curves(grid[0, place], life, language)
        mark(grid[0, place], events, placed[place])
        tell(grid[1, place], events, left, language)
        if names[place]:
            column(grid[0, place], scenario_label(names[place], language), 8 + most * LEVEL_HIGH)
    return figure


def draw_curves(axes: Axes, life: Story, language: str) -> None:
    """Draw the three curves, each named at its end."""
    tidy(axes)
    monthly = life.monthly
    ends = [float(monthly[name].iloc[-1]) for name in CURVES]
    placed = spread(ends, SMALL * 1.3 / 72 / (CURVES_HIGH - 0.8) * 1.2, 0.0, 1.0)
    last = float(monthly["month"].max())
    for (name, colour), height in zip(CURVES.items(), placed):
        axes.plot(monthly["month"], monthly[name], color=colour, linewidth=2.4)
        axes.annotate(
            called(name, language), (last, height), xytext=(6, 0), textcoords="offset points", va="center", size=SMALL,
            color=colour, family=FAMILY, annotation_clip=False,
        )  # fmt: skip
    axes.set_ylim(0.0, 1.0)
    axes.set_xlim(float(monthly["month"].min()), last)
    axis_label(axes.xaxis, text("axis.month", language))
    axis_label(axes.yaxis, text("unit.share", language))
    plain_ticks(axes.yaxis, language)
    axes.set_xticks(range(0, int(last) + 1, 24 if last > 48 else 12))


def levels(months: Sequence[int], last: float) -> list[int]:
    """Return the level of each number, lowest first, so that numbers on one level keep apart."""
    ends: list[int] = []
    found = []
    for month in months:
        level = next((k for k, end in enumerate(ends) if month - end > 0.065 * last), len(ends))
        ends[level : level + 1] = [month]
        found.append(level)
    return found


def mark(axes: Axes, events: Sequence[Event], placed: Sequence[int]) -> None:
    """Number the events above the curves."""
    for count, (event, level) in enumerate(zip(events, placed), start=1):
        axes.axvline(event.month, color=QUIET, linewidth=0.7, linestyle=":", zorder=1)
        axes.annotate(
            str(count), (event.month, 1.0), xytext=(0, 11 + LEVEL_HIGH * level), textcoords="offset points",
            ha="center", va="center", size=SMALL - 1, weight="bold", color="white", family=FAMILY,
            annotation_clip=False, bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": "white"},
        )  # fmt: skip


def tell(axes: Axes, events: Sequence[Event], left: int, language: str) -> None:
    """Write the events below, one line each."""
    axes.set_axis_off()
    lines = [
        (str(count), text("note.month", language, month=event.month), event.words)
        for count, event in enumerate(events, start=1)
    ]
    if left:
        lines.append(("", "", text("note.more", language, count=left)))
    axes.set_ylim(max(len(lines), 1) - 0.5, -0.5)
    for row, line in enumerate(lines):
        for words, (points, colour, weight) in zip(line, TABS):
            axes.annotate(
                words, (0, row), xycoords=axes.get_yaxis_transform(), xytext=(points, 0), textcoords="offset points",
                va="center", size=BODY, color=colour, weight=weight, family=FAMILY, annotation_clip=False,
            ).set_in_layout(False)  # fmt: skip


def person(life: Story, language: str) -> str:
    """Return who she or he is."""
    return text("note.woman" if life.woman else "note.man", language, group=label("group", life.group, language))


def title_of_one(life: Story, language: str) -> str:
    """Return where her belonging started and ended."""
    months = int(life.monthly["month"].max() - life.monthly["month"].min())
    start, end = (number(float(life.monthly["belonging"].iloc[place]), 2, language) for place in (0, -1))
    return text(
        "title.story", language, person=person(life, language), start=start, end=end,
        years=number(months / 12, 0, language),
    )  # fmt: skip


def title_of_two(life: Story, other: Story, names: tuple[str, str], language: str) -> str:
    """Return what differs most between the ends of both stories."""
    ends = {name: (float(life.monthly[name].iloc[-1]), float(other.monthly[name].iloc[-1])) for name in CURVES}
    outcome = max(ends, key=lambda name: abs(ends[name][0] - ends[name][1]))
    one, two = (number(value, 2, language) for value in ends[outcome])
    name, other_name = (quoted(scenario_label(each, language), language) for each in names)
    words = called(outcome, language)
    return text(
        "title.story_two", language, person=person(life, language), outcome=words[:1].lower() + words[1:], one=one,
        name=name, other=two, other_name=other_name,
    )  # fmt: skip
