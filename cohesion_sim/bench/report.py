"""A benchmark is read as four small tables: sizes, parts of a month, ratios, and which aims were met."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cohesion_sim.bench.figures import MEASURED, STEP, Figure
from cohesion_sim.errors import UserError


def show(figures: Sequence[Figure], console: Console) -> None:
    """Print the tables."""
    for table in (sizes_table(figures), parts_table(figures), others_table(figures), aims_table(figures)):
        console.print(table)


def sizes_table(figures: Sequence[Figure]) -> Table:
    """Return speed, memory and build time by size."""
    table = Table(title="Default scenario, every mechanism on")
    for heading in ("persons", "threads", "million person-months/s", "with monthly table", "bytes/person", "build (s)"):
        table.add_column(heading, justify="right")
    measured = {(f.persons, f.threads): f.value / 1e6 for f in figures if f.quantity == "speed" and f.part == MEASURED}
    for figure in figures:
        if figure.quantity != "speed" or figure.part != STEP:
            continue
        memory = _value(figures, "memory", "total", figure.persons)
        build = _value(figures, "build", "", figure.persons)
        both = f"{figure.value / 1e6:.1f}", f"{measured[figure.persons, figure.threads]:.1f}"
        table.add_row(f"{figure.persons:,}", str(figure.threads), *both, f"{memory:.0f}", f"{build:.2f}")
    return table


def parts_table(figures: Sequence[Figure]) -> Table:
    """Return nanoseconds a person-month by part of a month, a column a size and number of threads."""
    times = [figure for figure in figures if figure.quantity == "time"]
    runs = list(dict.fromkeys((figure.persons, figure.threads) for figure in times))
    parts = list(dict.fromkeys(figure.part for figure in times))
    table = Table(title="Nanoseconds a person-month")
    table.add_column("part of a month")
    for persons, threads in runs:
        table.add_column(f"{persons:,}\n{threads} thread{'s' if threads > 1 else ''}", justify="right")
    found = {(figure.part, figure.persons, figure.threads): figure.value for figure in times}
    for part in [part for part in parts if part != "month"] + ["month"]:
        cells = [f"{found.get((part, *run), 0.0):.1f}" for run in runs]
        table.add_row("all" if part == "month" else part, *cells, end_section=False)
    return table


def others_table(figures: Sequence[Figure]) -> Table:
    """Return all that is neither of one size nor of one part."""
    table = Table(title="Compilation, growth, ledger, Mesa objects")
    for heading in ("quantity", "of", "persons", "threads", "value", "unit"):
        table.add_column(heading, justify="right" if heading in ("persons", "threads", "value") else "left")
    for figure in figures:
        if figure.quantity in ("speed", "memory", "build", "time"):
            continue
        persons = f"{figure.persons:,}" if figure.persons else ""
        table.add_row(figure.quantity, figure.part, persons, str(figure.threads), f"{figure.value:.3g}", figure.unit)
    return table


def aims_table(figures: Sequence[Figure]) -> Table:
    """Return each aim and whether this machine met it."""
    table = Table(title="Aims")
    for heading in ("quantity", "persons", "measured", "aim", "met"):
        table.add_column(heading)
    for figure in figures:
        if figure.met is not None:
            value = f"{figure.value / 1e6:.1f} million" if figure.quantity == "speed" else f"{figure.value:.3g}"
            persons = f"{figure.persons:,}" if figure.persons else ""
            table.add_row(figure.quantity, persons, value, figure.aim, "yes" if figure.met else "no")
    return table


def save(figures: Sequence[Figure], output: Path) -> None:
    """Write ``bench.csv`` and ``bench.json`` into a folder.

    Raises
    ------
    UserError
        If the folder cannot be written.
    """
    import pandas as pd

    table = pd.DataFrame(figures)
    try:
        output.mkdir(parents=True, exist_ok=True)
        table.to_csv(output / "bench.csv", index=False)
        table.to_json(output / "bench.json", orient="records", indent=1)
    except OSError as error:
        raise UserError(f"{output} cannot be written ({error.strerror}); choose another output folder") from error


def _value(figures: Sequence[Figure], quantity: str, part: str, persons: int) -> float:
    return next(
        figure.value
        for figure in figures
        if (figure.quantity, figure.part, figure.persons) == (quantity, part, persons)
    )
