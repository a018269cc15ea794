"""A trial is carried out inside a run: what the study finds is shown beside what the treatment truly did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.folders import output_folder
from cohesion_sim.cli.own import count
from cohesion_sim.cli.progress import bar
from cohesion_sim.config.application import Order, apply
from cohesion_sim.config.making import scenario_of
from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    from cohesion_sim.trials.trial import Trial

OWN: dict[str, Any] = {
    "output": None,
    "treatment": None,
    "outcome": None,
    "design": "individual",
    "eligible": "",
    "start": 24,
    "window": 1,
    "treated_months": 6,
    "follow": 12,
    "share": 0.5,
    "dose": None,
    "running": "education",
    "cutoff": None,
    "bandwidth": None,
    "replicates": 5,
}
NAMED = ("design", "eligible", "start", "window", "follow", "share", "dose", "running", "cutoff", "bandwidth")


def main(arguments: Sequence[str]) -> int:
    """Carry out the trial that the settings describe and return the exit code."""
    return apply("trial", OWN, work, arguments)


def work(order: Order) -> int:
    """Run a trial, save it and show what was found."""
    from cohesion_sim.trials.protocol import OUTCOMES
    from cohesion_sim.trials.treatments import TREATMENTS
    from cohesion_sim.trials.trial import trial

    own = order.own
    for key, known in (("treatment", TREATMENTS), ("outcome", OUTCOMES)):
        if own[key] is None:
            raise UserError(f"a trial needs a {key}, such as {key}={next(iter(known))}; there are {', '.join(known)}")
    scenario = scenario_of(order.configuration)
    replicates = count(own, "replicates", 1, 1000)
    folder = output_folder("trial", f"{own['treatment']}_{own['outcome']}", own["output"], order.job)
    with bar(f"{own['treatment']} on {own['outcome']}", "trials") as progress:
        found = trial(
            scenario, own["treatment"], own["outcome"], **{key: own[key] for key in NAMED},
            months=own["treated_months"], replicates=replicates, progress=progress,
        )  # fmt: skip
    found.save(folder)
    show(found)
    print(f"Tables: {folder}")
    return 0


def show(found: Trial) -> None:
    """Print one line a replicate, and their mean."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    protocol, table, console = found.protocol, found.table, Console()
    console.print(f"[bold]{protocol.treatment} → {protocol.outcome}[/bold]  {protocol.gives.meaning}")
    console.print(f"Enrolled: {protocol.population}. Design: {protocol.design}. Measured in month {protocol.measured}.")
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("trial", "effect", "low", "high", "p", "d", "true", "treated", "control", "lost"):
        made.add_column(heading, justify="right", no_wrap=True)
    for row in table.to_dict("records"):
        effects = (f"{row[key]:+.3f}" for key in ("estimate", "low", "high"))
        counts = (str(row[key]) for key in ("treated", "control", "lost"))
        made.add_row(
            str(row["replicate"] + 1), *effects, f"{row['p']:.3f}", f"{row['d']:+.2f}", f"{row['truth']:+.3f}", *counts
        )
    console.print(made)
    covered = int(table["truth"].between(table["low"], table["high"]).sum())
    console.print(
        f"Mean effect {table['estimate'].mean():+.3f}; true effect on the treated {table['truth'].mean():+.3f}; "
        f"{covered} of {len(table)} intervals hold the true effect."
    )
