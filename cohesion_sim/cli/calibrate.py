"""Calibration runs a bank, fits it, tests its recovery, says what it found and keeps a world of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    from cohesion_sim.calibrate.calibration import Calibration

KEYS: dict[str, Any] = {
    "runs": 2000, "population": 4000, "seed": 1, "recovery": 100, "draws": 2000, "processes": 0, "free": "",
    "targets": "", "output": "outputs/calibrate",
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Calibrate and return 0."""
    given = settings("calibrate", arguments, KEYS)
    for key, least in (
        ("runs", 20),
        ("population", 500),
        ("seed", 0),
        ("recovery", 0),
        ("draws", 100),
        ("processes", 0),
    ):
        if given[key] < least:
            raise UserError(f"{key} is {given[key]}; it must be at least {least}")
    try:
        import sklearn  # noqa: F401
    except ModuleNotFoundError:
        raise UserError(
            "calibration needs scikit-learn; install it with: pip install 'cohesion-sim[calibrate]'"
        ) from None
    found = calibrated(given)
    show(found)
    print(f"Bank, tables, world and experiment: {given['output']}")
    return 0


def calibrated(given: dict[str, Any]) -> Calibration:
    """Run a calibration and save it; one thread does the algebra, so that sums come out the same everywhere."""
    from threadpoolctl import threadpool_limits

    from cohesion_sim.calibrate.bank import bank
    from cohesion_sim.calibrate.calibration import Calibration
    from cohesion_sim.calibrate.emulator import fitted
    from cohesion_sim.calibrate.posterior import posterior
    from cohesion_sim.calibrate.question import FREE, TARGETS, question
    from cohesion_sim.calibrate.recovery import recovered
    from cohesion_sim.cli.progress import bar
    from cohesion_sim.experiment.pool import usual_processes
    from cohesion_sim.sources import model_digest

    asked = question(given["free"].split(",") if given["free"] else FREE, listed(given["targets"]) or TARGETS)
    folder = Path(given["output"])
    folder.mkdir(parents=True, exist_ok=True)
    processes = given["processes"] or usual_processes(given["runs"])
    model = model_digest()
    design = {name: given[name] for name in ("runs", "population", "seed")}
    with bar(f"{given['runs']} runs", "runs") as progress:
        runs = bank(asked, folder, **design, processes=processes, progress=progress)
    with threadpool_limits(1):
        emulator = fitted(runs)
        drawn = posterior(emulator, asked.value, asked.spread, len(asked.keys), given["draws"], given["seed"])
        recovery = None
        if given["recovery"]:
            with bar("Recovery", "trials") as progress:
                recovery = recovered(runs, emulator, given["recovery"], given["seed"], progress)
    found = Calibration(asked, runs, emulator, drawn, recovery, design, model)
    found.save(folder)
    return found


def listed(words: str) -> list[str]:
    """Return names that are written with commas between them."""
    return [word for word in words.split(",") if word]


def show(found: Calibration) -> None:
    """Print what was found."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console()
    numbers = Table("number", "default", "median", "90 %", "covers", "width", box=box.SIMPLE_HEAD, pad_edge=False)
    for row in found.numbers():
        tested = (f"{row['coverage']:.0%}", f"{row['width']:.0%}") if "coverage" in row else ("–", "–")
        numbers.add_row(
            row["number"].partition(".")[2], f"{row['default']:.4g}", f"{row['median']:.3g}",
            f"{row['low']:.3g} … {row['high']:.3g}", *tested,
        )  # fmt: skip
    console.print(numbers)
    targets = Table("finding", "published", "at the defaults", "fitted", "luck", box=box.SIMPLE_HEAD, pad_edge=False)
    for row in found.findings():
        targets.add_row(
            row["finding"], f"{row['published']:.3g} ± {row['spread']:.2g}", f"{row['at the defaults']:.3g}",
            f"{row['in the posterior']:.3g}", f"{row['luck']:.2g}",
        )  # fmt: skip
    console.print(targets)
    print(
        f"{found.posterior.plausible:.1%} of the prior is ruled out by no finding; "
        f"the draws are worth {found.posterior.effective:.0f} independent ones"
    )
    if found.recovery is not None:
        print(
            f"Recovery: in {found.recovery.trials} trials, 'covers' is how often 90 % intervals hold the truth, "
            "'width' their mean width as a share of the prior's"
        )
