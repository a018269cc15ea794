"""The benchmark says how fast the default scenario runs here, where its time goes, and what objects would cost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

SIZES = (10_000, 100_000, 1_000_000)


def bench(
    sizes: Sequence[int] = SIZES,
    months: int = 24,
    threads: int = 2,
    *,
    object_persons: int = 10_000,
    compilation: bool = True,
    output: Path | str | None = None,
    console: Console | None = None,
) -> pd.DataFrame:
    """Measure and print what the default scenario with every mechanism costs on this machine.

    Parameters
    ----------
    sizes
        Numbers of persons.
    months
        Months timed at the largest size; small sizes run more.
    threads
        Threads that share the rows; each size is measured on one thread, too.
    object_persons
        Persons in the comparison with Mesa objects; 0 leaves it out.
    compilation
        Whether to measure compilation, in two fresh processes.
    output
        Folder for ``bench.csv`` and ``bench.json``; none are written if not given.
    console
        Where to print; standard output if not given.

    Returns
    -------
    DataFrame
        A row a measured number: quantity, part, persons, threads, value, unit, aim, met.

    Raises
    ------
    UserError
        If a size, ``months`` or ``threads`` is below 1, or the output folder cannot be written.
    """
    import pandas as pd
    from rich.console import Console as RichConsole

    from cohesion_sim.bench import figures as made
    from cohesion_sim.bench.first_run import compile_seconds
    from cohesion_sim.bench.objects import measured_objects
    from cohesion_sim.bench.report import save, show
    from cohesion_sim.bench.sizes import measured_size, warmed_up
    from cohesion_sim.errors import UserError

    for name, least in (("sizes", min(sizes, default=0)), ("months", months), ("threads", threads)):
        if least < 1:
            raise UserError(f"{name} is {least}; it must be at least 1")
    console = console or RichConsole()
    ordered = sorted(sizes)
    measured = []
    found: list[made.Figure] = []
    warmed_up()
    for persons in ordered:
        with console.status(f"{persons:,} persons"):
            measured.append(measured_size(persons, months, threads))
        found += made.size_figures(measured[-1], threads, persons == ordered[-1])
        console.print(f"{persons:,} persons: {measured[-1].speed / 1e6:.1f} million person-months a second")
    found += made.growth_figures(measured, threads)
    if object_persons:
        with console.status(f"{object_persons:,} Mesa objects"):
            found += made.object_figures(measured_objects(object_persons, 3), measured, threads)
    if compilation:
        with console.status("compiling in a fresh process, then loading what it compiled"):
            found += made.start_figures(*compile_seconds())
    show(found, console)
    if output is not None:
        save(found, Path(output))
        console.print(f"Written to {output}")
    return pd.DataFrame(found)
