"""A question in SQL on the results of an experiment is answered as a table, on the screen or in a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cohesion_sim.cli.stores import folder_of
from cohesion_sim.errors import UserError

MOST = 60
"""Rows shown on the screen."""


def main(arguments: Sequence[str]) -> int:
    """Answer a question and return the exit code."""
    words = [word for word in arguments if not word.startswith("output=")]
    output = next((word.partition("=")[2] for word in arguments if word.startswith("output=")), None)
    if not words:
        raise UserError('give a question, such as: cohesion-sim query "SELECT count(*) FROM runs" FOLDER')
    if output is not None and not output.endswith((".csv", ".parquet")):
        raise UserError(f"output is {output}; it must be a file ending in .csv or .parquet")

    from cohesion_sim.experiment.query import queried
    from cohesion_sim.experiment.store import Store

    found = queried(Store.open(folder_of(words[1:])), words[0])
    if output is None:
        show(found)
    elif output.endswith(".csv"):
        found.to_csv(Path(output), index=False)
    else:
        found.to_parquet(Path(output), index=False)
    return 0


def show(found: Any) -> None:
    """Print a table."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in found.columns:
        table.add_column(str(name), justify="right" if found[name].dtype.kind in "if" else "left")
    for row in found.head(MOST).itertuples(index=False):
        table.add_row(*(Text(f"{value:.4g}" if isinstance(value, float) else str(value)) for value in row))
    console = Console()
    console.print(table)
    if len(found) > MOST:
        console.print(f"… {len(found) - MOST} more rows; output=FILE.csv keeps them all")
