"""What there is, in tables: the same declarations that the program checks against, with unit, range and source."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from cohesion_sim.errors import UserError, unknown

if TYPE_CHECKING:
    from cohesion_sim.config.catalogue import Row


def main(arguments: Sequence[str]) -> int:
    """Print what was asked for and return the exit code."""
    from cohesion_sim.config import catalogue

    tables: dict[str, Callable[[], list[Row]]] = {**catalogue.TABLES, "claims": claims, "experiments": experiments}
    as_json = "--json" in arguments
    words = [word for word in arguments if word != "--json"]
    if any(word.startswith("-") for word in words):
        raise UserError(f"{words[0]}: list takes what to list, a word to search for, and --json")
    if words and words[0] not in tables:
        raise unknown("list", words[0], tables)
    rows = {name: tables[name]() for name in (words[:1] or ["scenarios", "regimes", "funding", "contexts", "worlds"])}
    for sought in words[1:]:
        rows = {name: [row for row in each if matches(row, sought)] for name, each in rows.items()}
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    show(rows)
    if not words:
        print("More: cohesion-sim list " + " | ".join(name for name in tables if name not in rows))
    return 0


def claims() -> list[Row]:
    """Return the claims of the chapter that can be put to the test."""
    from cohesion_sim.claims.reading import read_claim, shipped_claims

    return [
        {"claim": name, "title": each.title["en"], "titre": each.title["fr"]}
        for name, each in ((name, read_claim(name)) for name in shipped_claims())
    ]


def experiments() -> list[Row]:
    """Return the experiments that are ready."""
    from cohesion_sim.config.reading import read_yaml
    from cohesion_sim.experiment.description import experiments as ready

    found = {name: read_yaml(path) for name, path in ready().items()}
    return [
        {"experiment": name, "title": each["title"]["en"], "titre": each["title"]["fr"]} for name, each in found.items()
    ]


def matches(row: dict[str, Any], sought: str) -> bool:
    """Return whether a word occurs in a row."""
    return any(sought.lower() in str(value).lower() for value in row.values())


def show(rows: dict[str, list[Row]]) -> None:
    """Print a table for each list."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    for name, each in rows.items():
        if not each:
            console.print(f"{name}: nothing found")
            continue
        table = Table(
            title=name.capitalize(), box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False
        )
        for number, heading in enumerate(each[0]):
            table.add_column(heading, style="" if number else "cyan", no_wrap=number == 0)
        for row in each:
            table.add_row(*(Text(str(value)) for value in row.values()))
        console.print(table)
