"""Every figure has its numbers beside it as a table: for who cannot see it, and for who wants to check it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from cohesion_sim.comparisons.cost import costs
from cohesion_sim.evidence.ledger import Defended, defended, shares
from cohesion_sim.numerals import digits_for, number, step
from cohesion_sim.plots.waterfall import entries
from cohesion_sim.plots.waterfall import named as cause_named
from cohesion_sim.report.answer import factor
from cohesion_sim.report.hyphens import breakable
from cohesion_sim.report.stored_comparison import SAME, Told
from cohesion_sim.strings import label, scenario_label, subgroup_label, text

NONE = "–"
SIGNS = {"better": "+", "worse": "−", "higher": "", "lower": "", SAME: "≈", "we cannot tell": "?"}
SHOWN = 9
"""Causes with a bar of their own."""


class Cell(NamedTuple):
    """What a table holds: words, and ``better``, ``worse``, ``open`` or nothing as its class."""

    said: str
    kind: str = ""


class Table(NamedTuple):
    """Headings and rows; the first cell of a row names it."""

    headings: list[str]
    rows: list[list[Cell]]


def overview(told: Told, side: str, outcomes: tuple[str, ...], language: str) -> Table:
    """Return every policy's difference in every outcome of one side."""
    rows = []
    for name in told.others:
        row = [Cell(scenario_label(name, language))]
        for outcome in outcomes:
            found, verdict = told.contrast(outcome, side, name), told.verdict(outcome, side, name)
            if found is None:
                row.append(Cell(NONE))
                continue
            value = factor(outcome) * found.difference
            said = step(value, 1 if abs(value) >= 0.05 else 2, language)
            kind = {"better": "better", "worse": "worse", "we cannot tell": "open"}.get(verdict, "")
            row.append(Cell(f"{said} {SIGNS[verdict]}".strip(), kind))
        rows.append(row)
    return Table(
        [text("report.policy", language), *(breakable(label("outcome", each, language)) for each in outcomes)], rows
    )


def differences(told: Told, outcome: str, side: str, language: str) -> Table:
    """Return the numbers of a figure of differences."""
    times = factor(outcome)
    rows = []
    for name in told.others:
        row = told.contrast(outcome, side, name)
        if row is not None:
            digits = min(4, digits_for(abs(times * row.difference)) + 1)
            told_numbers = [
                number(times * each, digits, language, signed=True) for each in (row.difference, row.low, row.high)
            ]
            chance = number(100.0 * row.p_better, 0, language) if np.isfinite(row.p_better) else NONE
            rows.append([Cell(scenario_label(name, language)), *map(Cell, told_numbers), Cell(chance)])
    keys = ("policy", "difference", "low", "high", "better_draws")
    return Table([text(f"report.{key}", language) for key in keys], rows)


def by_group(told: Told, outcome: str, scenario: str, language: str) -> Table:
    """Return who gains and who loses by subgroup under one policy; places are left out."""
    found = told.gains[(told.gains["outcome"] == outcome) & (told.gains["scenario"] == scenario)]
    rows = []
    for row in found.to_dict("records"):
        names = str(row["subgroup"]).split(", ")
        if not any(name.startswith("place ") for name in names):
            said = ", ".join(subgroup_label(name, language) for name in names)
            cells = [Cell(f"{number(100.0 * row[column], 0, language)} %") for column in ("gaining", "losing")]
            rows.append([Cell(said), Cell(number(row["persons"], 0, language)), *cells])
    keys = ("group", "persons", "gaining", "losing")
    return Table([text(f"report.{key}", language) for key in keys], rows)


def causes(told: Told, outcome: str, side: str, scenario: str, language: str) -> list[tuple[str, float]]:
    """Return how much more each cause moved an outcome than under the baseline, the largest first, the rest in one."""
    mine, base = (
        entries(told.causes[told.causes["scenario"] == name], outcome, side) for name in (scenario, told.baseline)
    )
    steps = factor(outcome) * mine.sub(base, fill_value=0.0)
    ordered = steps.reindex(steps.abs().sort_values(ascending=False).index)
    bars = [
        (cause_named(str(room), str(term), outcome, language), float(size))
        for (room, term), size in zip(ordered.index[:SHOWN].tolist(), ordered.iloc[:SHOWN].tolist(), strict=True)
    ]
    rest = float(ordered.iloc[SHOWN:].sum())
    return [*bars, (text("report.others", language), rest)] if len(ordered) > SHOWN else bars


def price(told: Told, outcome: str, language: str) -> Table:
    """Return what each policy costs more than the baseline and what a point of an outcome costs by it."""
    rows = []
    for each in costs(told.contrasts):
        if each.outcome == outcome:
            value = number(each.eur_per_point, 0, language) if np.isfinite(each.eur_per_point) else NONE
            rows.append([
                Cell(scenario_label(each.scenario, language)), Cell(number(each.eur, 0, language, signed=True)),
                Cell(number(each.points, 1, language, signed=True)), Cell(value),
            ])  # fmt: skip
    return Table([text(f"report.{key}", language) for key in ("policy", "eur", "gained", "eur_point")], rows)


class Numbers(NamedTuple):
    """The numbers of a comparison's rules: how many rest on what, a table of all, and what they cite."""

    counts: Mapping[str, int]
    table: Table
    sources: list[str]


def numbers(told: Told, language: str) -> Numbers:
    """Return what the rules of the baseline's runs rest on."""
    now: dict[str, Any] = {
        f"mechanisms.{each['mechanism']}.{name}": value
        for each in told.configuration["mechanisms"]
        for name, value in each.items()
        if name != "mechanism"
    }
    used = [each for each in defended() if each.key in now]
    rows = [row_of(each, float(now[each.key]), language) for each in used]
    cited = {each.evidence.id: f"{each.evidence.id}: {each.evidence.source}" for each in used if each.evidence}
    keys = ("key", "value", "range", "source")
    headings = [text(f"report.{key}", language) for key in keys]
    return Numbers(shares(used).counts, Table(headings, rows), [cited[name] for name in sorted(cited)])


def row_of(each: Defended, value: float, language: str) -> list[Cell]:
    """Return one number of the rules as a row."""
    ground = (
        text(f"report.{each.source}", language)
        if each.evidence is None
        else f"{each.evidence.id}, {each.evidence.source}"
    )
    said = f"{each.low:g} … {each.high:g} {each.unit}".replace(".", "," if language == "fr" else ".")
    written = f"{value:g}".replace(".", "," if language == "fr" else ".")
    return [Cell(each.key.removeprefix("mechanisms.")), Cell(written), Cell(said), Cell(ground)]
