"""One life is followed, event by event; under another policy the same person meets the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.folders import output_folder
from cohesion_sim.cli.own import yes_or_no
from cohesion_sim.config.application import Order, apply
from cohesion_sim.config.grid import unlike
from cohesion_sim.config.making import scenario_of
from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    from cohesion_sim.runs.story import Story
    from cohesion_sim.scenario import Scenario

OWN: dict[str, Any] = {"output": None, "person": "median", "beside": None, "figures": True}


def main(arguments: Sequence[str]) -> int:
    """Tell the story that the settings ask for and return the exit code."""
    return apply("story", OWN, work, arguments)


def work(order: Order) -> int:
    """Follow one person, save, draw and print her story."""
    scenario = scenario_of(order.configuration)
    person = order.own["person"]
    if isinstance(person, bool) or not isinstance(person, int | str):
        raise UserError(f"person is {person!r}; it must be a key, or median, most or least")
    figures = yes_or_no(order.own, "figures")
    name = order.own["beside"]
    beside = None if name is None else unlike(order.configuration, list(order.overrides), str(name))[1]
    folder = output_folder("story", scenario.name, order.own["output"], order.job)

    from rich.console import Console

    from cohesion_sim.runs.story import story

    console = Console(stderr=True)
    with console.status(f"following somebody through {scenario.name}"):
        found = story(scenario, scenario.seed, person)
        other = None if beside is None else story(beside, scenario.seed, found.person)
    save(found, folder)
    show(found, scenario)
    if beside is not None and other is not None:
        save(other, folder / beside.name)
        show(other, beside)
    if figures:
        names = (scenario.name, "" if beside is None else beside.name)
        draw(found, other, names, folder)
    print(f"\nStory, tables and figure: {folder}" if figures else f"\nStory and tables: {folder}")
    return 0


def save(found: Story, folder: Path) -> None:
    """Write the story as text and tables."""
    from cohesion_sim.runs import stored

    stored.folder_for(folder)
    stored.table(folder / "monthly.parquet", found.monthly, csv=True)
    stored.table(folder / "events.parquet", found.events, csv=True)
    stored.whole(folder / "story.txt", lambda path: write(path, found.text()))


def write(path: Path, words: str) -> None:
    """Write a text."""
    path.write_text(words + "\n", encoding="utf-8")


def draw(found: Story, other: Story | None, names: tuple[str, str], folder: Path) -> None:
    """Write the figure of a story, with the same life under another policy beside it if there is one."""
    from cohesion_sim import plots

    plots.save(plots.story(found, other=other, names=names), folder, f"story_{found.person}")


def show(found: Story, scenario: Scenario) -> None:
    """Print the dated story."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cohesion_sim.cli.calendar import dated

    console = Console()
    who = f"{'A woman' if found.woman else 'A man'} of the group {found.group.replace('_', ' ')}"
    console.print(Text.assemble("\n", (who, "bold"), f", person {found.person}, under {scenario.regime.name}\n"))
    table = Table(box=None, show_header=False, pad_edge=False)
    for when, what in dated(found):
        table.add_row(Text(when, style="cyan"), Text(what))
    console.print(table)
