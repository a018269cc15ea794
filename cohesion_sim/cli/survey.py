"""A survey of a run is saved as a table that students can open, with its codebook beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.folders import output_folder
from cohesion_sim.cli.own import count, yes_or_no
from cohesion_sim.config.application import Order, apply
from cohesion_sim.config.making import scenario_of
from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

OWN: dict[str, Any] = {
    "output": None, "n": 2000, "waves": None, "of": "everybody", "panel": False, "migrants": None, "survey_seed": None,
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Survey the run that the settings describe, or print the codebook; return the exit code."""
    if list(arguments) == ["codebook"]:
        from cohesion_sim.survey.codebook import as_markdown

        print(as_markdown(), end="")
        return 0
    return apply("survey", OWN, work, arguments)


def work(order: Order) -> int:
    """Simulate a scenario, ask its people, and save the answers."""
    from cohesion_sim.experiment.warming import warm
    from cohesion_sim.runs.run import simulate
    from cohesion_sim.survey.codebook import as_markdown

    own = order.own
    scenario = scenario_of(order.configuration)
    folder = output_folder("survey", scenario.name, own["output"], order.job)
    warm(scenario)
    result = simulate(scenario, subgroups=[])
    answers = result.survey(
        count(own, "n", 1, 10_000_000), months(own["waves"], scenario.months), own["survey_seed"], of=str(own["of"]),
        panel=yes_or_no(own, "panel"), migrants=own["migrants"],
    )  # fmt: skip
    answers.to_csv(folder / "survey.csv", index=False)
    answers.to_parquet(folder / "survey.parquet", index=False)
    (folder / "codebook.md").write_text(as_markdown(), encoding="utf-8")
    show(answers, folder)
    return 0


def months(waves: Any, last: int) -> list[int]:
    """Return the months of the waves: a list, one month, or the last one if none is given."""
    given = [last] if waves is None else waves if isinstance(waves, list) else [waves]
    if not all(isinstance(month, int) and not isinstance(month, bool) for month in given):
        raise UserError(f"waves is {waves!r}; it must be months, such as waves=[12,60,120]")
    return [int(month) for month in given]


def show(answers: pd.DataFrame, folder: Path) -> None:
    """Print how many answered."""
    for wave, rows in answers.groupby("wave"):
        sides = rows["generation"].value_counts()
        counts = ", ".join(f"{sides.get(name, 0):,} {name}" for name in ("hosts", "first", "second"))
        print(f"Wave {wave}, month {rows['month'].iloc[0]}: {len(rows):,} answered ({counts})")
    print(f"Answers and codebook: {folder}")
