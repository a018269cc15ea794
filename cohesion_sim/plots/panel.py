"""The panel sets regimes against funding: each cell is a difference to the baseline, hollow where we cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.plots.intervals import difference, draw, rows, rows_shaded, which_way, widened, zero_line
from cohesion_sim.plots.meaning import better, called, scale
from cohesion_sim.plots.numbers import digits_for, plain_ticks, step
from cohesion_sim.plots.source import source
from cohesion_sim.plots.style import BODY, FAMILY, INK, QUIET, SMALL, canvas, column, heading, looks, tidy
from cohesion_sim.strings import cell, label, quoted, scenario_label, text

SIDES = ("hosts", "migrants", "everybody")


def panel(comparison: Any, outcome: str | Sequence[str] = "belonging", language: str = "en") -> Figure:
    """Return differences to the baseline by regime (rows) and funding (columns).

    Parameters
    ----------
    comparison
        A comparison. Scenarios named ``<regime>_<funding>`` make a grid, others one
        column.
    outcome
        One or several; each is shown for hosts and for migrants, where it is measured on them.
    language
        ``"en"`` or ``"fr"``.

    Raises
    ------
    UserError
        If an outcome is not in the table.
    """
    table = comparison.table
    wanted = [outcome] if isinstance(outcome, str) else list(outcome)
    compared = table["outcome"].unique().tolist()
    for name in wanted:
        if name not in compared:
            raise unknown("outcome in this comparison", name, compared)
    blocks = [block for name in wanted for block in blocks_of(table, name)]
    if not blocks:
        raise UserError(f"{', '.join(wanted)}: this comparison has no baseline to differ from")
    baseline = str(table["baseline"].iloc[0])
    names = list(dict.fromkeys([baseline, *table["scenario"].unique().tolist()]))
    cells = list(dict.fromkeys(cell(name) for name in names))
    regimes, fundings = (list(dict.fromkeys(part)) for part in zip(*cells))
    footnote = f"{text('note.intervals', language)} {source(comparison, language)}"
    height = len(blocks) * (0.44 * len(regimes) + 1.1) + 0.5
    figure = canvas(message(blocks, baseline, language), footnote, height)
    grid = figure.subplots(len(blocks), len(fundings), squeeze=False, sharey=True, sharex="row")
    colours = {cell(name)[0]: look.colour for name, look in looks(names).items()}
    for row, block in zip(grid, blocks):
        for axes, funding in zip(row, fundings):
            draw_block(axes, block, funding, regimes, colours, language)
            which_way(axes, outcome_of(block), language)
        heading(row[0], called(outcome_of(block), language, str(block["subgroup"].iloc[0])))
        widened(row[0], outcome_of(block))
        plain_ticks(row[0].xaxis, language, 4 if len(fundings) > 2 else 6, signed=True)
        row[0].set_yticks(range(len(regimes)), [label("regime", regime, language) for regime in regimes], size=BODY)
    for axes, funding in zip(grid[0], fundings):
        if funding:
            column(axes, label("funding", funding, language))
    return figure


def blocks_of(table: pd.DataFrame, outcome: str) -> list[pd.DataFrame]:
    """Return the rows of an outcome for hosts and for migrants, or for everybody where sides are not told apart."""
    of_outcome = table[(table["outcome"] == outcome) & (table["scenario"] != table["baseline"])]
    found = [of_outcome[of_outcome["subgroup"] == side].dropna(subset=["difference"]) for side in SIDES]
    sides = [block for block in found[:2] if len(block)]
    return sides or [block for block in found[2:] if len(block)]


def outcome_of(block: pd.DataFrame) -> str:
    """Return the outcome of a block of rows."""
    return str(block["outcome"].iloc[0])


def draw_block(
    axes: Axes, block: pd.DataFrame, funding: str, regimes: Sequence[str], colours: dict[str, str], language: str
) -> None:
    """Draw one outcome of one side at one level of funding."""
    rows_shaded(axes, len(regimes))
    tidy(axes, grid="")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0, left=False)
    zero_line(axes)
    found = {row.scenario: difference(row) for row in rows(block)}
    digits = digits_for(max(abs(each.value) for each in found.values()))
    drawn = {cell(name): each for name, each in found.items()}
    for height, regime in enumerate(regimes):
        each = drawn.get((regime, funding))
        if each is not None:
            draw(axes, [each], [height], colours[regime])
        said = text("verdict.baseline", language)
        if each is not None:
            said = step(each.value, digits, language) if each.clear else text("verdict.open", language)
        axes.annotate(
            said, (1, height), (7, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points", va="center",
            size=SMALL, family=FAMILY, color=INK if each is not None and each.clear else QUIET, annotation_clip=False,
        )  # fmt: skip


def message(blocks: Sequence[pd.DataFrame], baseline: str, language: str) -> str:
    """Return how many scenarios differ clearly and which is best, on the block that moves furthest."""
    words = text(
        "title.panel_open", language, outcome=called(outcome_of(blocks[0]), language),
        baseline=quoted(scenario_label(baseline, language), language),
    )  # fmt: skip
    furthest = 0.0
    for block in blocks:
        outcome = outcome_of(block)
        found = {row.scenario: difference(row) for row in rows(block)}
        clear = {name: each for name, each in found.items() if each.clear}
        reach = max((abs(each.value) / scale(outcome) for each in clear.values()), default=0.0)
        if reach <= furthest:
            continue
        furthest = reach
        direction = better(outcome) or 1
        best = max(clear, key=lambda name: clear[name].value * direction)
        largest = clear[best].value
        digits = digits_for(max(abs(each.value) for each in found.values()))
        words = text(
            "title.panel" if better(outcome) else "title.panel_neutral", language,
            outcome=called(outcome, language, str(block["subgroup"].iloc[0])), clear=len(clear), all=len(found),
            baseline=quoted(scenario_label(baseline, language), language),
            best=quoted(scenario_label(best, language), language),
            difference=step(largest, digits, language),
        )  # fmt: skip
    return words
