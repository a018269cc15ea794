"""The codebook says what each column of a survey holds; it is made from the declarations of the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohesion_sim.survey.instrument import Instrument
from cohesion_sim.survey.items import DELICATE, FACT, ITEMS, OPEN, RECORDED, SEVERAL, Item
from cohesion_sim.survey.waves import COLUMNS

if TYPE_CHECKING:
    import pandas as pd


def codebook(instrument: Instrument | None = None) -> pd.DataFrame:
    """Return the codebook: one row a column, with ``column``, ``meaning``, ``asked``, ``scale``, ``reliability``,
    ``missing`` and ``like`` (the question of a real survey that it follows).
    """  # noqa: D205
    import pandas as pd

    chosen = instrument or Instrument()
    items = {item.name: item for item in ITEMS}
    return pd.DataFrame([_entry(column, items.get(column), chosen) for column in COLUMNS])


def _entry(column: str, item: Item | None, instrument: Instrument) -> dict[str, str]:
    if item is None:
        return {"column": column, "meaning": RECORDED[column], "asked": "", "scale": "", "reliability": "",
                "missing": "", "like": ""}  # fmt: skip
    reliability = instrument.several if item.measured == SEVERAL else instrument.single
    missing = instrument.guarded if item.missing == DELICATE else instrument.silent
    return {
        "column": column,
        "meaning": item.asks,
        "asked": item.of,
        "scale": scale(item),
        "reliability": "" if item.measured == FACT else f"{reliability:g}",
        "missing": "" if item.missing == OPEN else f"{missing:.0%}",
        "like": item.like,
    }


def scale(item: Item) -> str:
    """Return the answers that a question allows, in words."""
    span = f"{item.low:g} to {item.high:g}"
    if not item.labels:
        return span if item.step else f"{span}, unrounded"
    if len(item.labels) == int(item.high - item.low) + 1 and item.step == 1.0:
        return ", ".join(f"{item.low + k:g} {word}" for k, word in enumerate(item.labels))
    return f"{span} in steps of {item.step:g}, {item.labels[0]} to {item.labels[-1]}"


def as_markdown(instrument: Instrument | None = None) -> str:
    """Return the codebook as a page of documentation."""
    table = codebook(instrument)
    lines = [
        "# Codebook of the simulated survey",
        "",
        "Made from the declarations in `cohesion_sim/survey/items.py`. *Reliability* is that of an answer where true",
        "scores have the spread of the instrument; *missing* is the share of silences.",
        "",
        "| " + " | ".join(table.columns) + " |",
        "|" + "---|" * len(table.columns),
    ]
    lines += ["| " + " | ".join(str(value) for value in row) + " |" for row in table.to_numpy()]
    return "\n".join(lines) + "\n"
