"""The best mix for a budget is searched for, looked at again on fresh luck, and shown with who loses by it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.folders import output_folder
from cohesion_sim.cli.own import count, count_or_none, yes_or_no
from cohesion_sim.cli.progress import bar
from cohesion_sim.config.application import Order, apply
from cohesion_sim.config.composition import composed
from cohesion_sim.config.defaults import tree
from cohesion_sim.config.library import names
from cohesion_sim.config.making import scenario_of
from cohesion_sim.config.overrides import parts, prepared
from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    from cohesion_sim.optimise.optimum import Optimum
    from cohesion_sim.scenario import Scenario

OWN: dict[str, Any] = {
    "output": None,
    "outcomes": ["belonging", "threat_economic"],
    "levers": ["delivery.targeted_share", "governance.decentralised", "governance.need_based"],
    "trials": 96,
    "replicates": 1,
    "confirm": 4,
    "sampler": "tpe",
    "processes": None,
    "figures": True,
}


def main(arguments: Sequence[str]) -> int:
    """Search for what the settings describe and return the exit code."""
    return apply("optimise", OWN, work, arguments)


def work(order: Order) -> int:
    """Search, save, draw and show."""
    scenario = scenario_of(order.configuration)
    own = order.own
    trials, replicates = count(own, "trials", 1, 100_000), count(own, "replicates", 1, 1000)
    confirm, processes = count(own, "confirm", 2, 1000), count_or_none(own, "processes", 1, 1024)
    figures = yes_or_no(own, "figures")
    outcomes, levers = words(own, "outcomes"), words(own, "levers")

    from cohesion_sim.optimise.goal import goals_of
    from cohesion_sim.optimise.search import Search, sampler
    from cohesion_sim.optimise.space import space_of

    goals, space = goals_of(outcomes), space_of(scenario, levers)
    sampler(str(own["sampler"]), scenario.seed)
    worlds = in_worlds(order, scenario)
    folder = output_folder("optimise", scenario.name, own["output"], order.job)
    with bar(f"{trials} mixes in {len(worlds)} readings of the evidence", "runs") as progress:
        search = Search(worlds, goals, space, replicates=replicates, processes=processes, progress=progress)
        found = search.found(trials, confirm, str(own["sampler"]))
    for sentence in found.confirmed.failures:
        print(f"cohesion-sim: a run failed: {sentence}", file=sys.stderr)
    if found.interrupted:
        raise KeyboardInterrupt
    found.save(folder)
    if figures:
        draw(found, folder)
    show(found, folder)
    return 1 if found.confirmed.failures else 0


def words(own: Any, key: str) -> list[str]:
    """Return a setting that is a list of names, or one."""
    given = [own[key]] if isinstance(own[key], str) else own[key]
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise UserError(f"{key} is {own[key]!r}; it must be a list of names, such as [belonging,trust.hosts]")
    return given


def in_worlds(order: Order, scenario: Scenario) -> dict[str, Scenario]:
    """Return the scenario in every world, or in the one that the user chose."""
    if any(parts(override)[1] == "world" for override in order.overrides):
        return {scenario.world: scenario}
    return {
        world: scenario_of(composed(prepared([*order.overrides, f"world={world}"], tree()))) for world in names("world")
    }


def draw(found: Optimum, folder: Path) -> None:
    """Write the figures in both languages."""
    from cohesion_sim import plots
    from cohesion_sim.strings import LANGUAGES

    outcomes = [goal.outcome for goal in found.goals]
    for language in LANGUAGES:
        plots.save(plots.optimum(found, language), folder, f"optimum_{language}")
        figure = plots.gains(found.confirmed, outcomes, language, scenarios=[found.compromise])
        plots.save(figure, folder, f"who_gains_{language}")


def show(found: Optimum, folder: Path) -> None:
    """Print the front, the spread of near-best mixes, the price of a point and who loses."""
    from rich.console import Console

    from cohesion_sim.cli.mixes import front, losers, prices, spread

    console = Console()
    for each in (front(found), spread(found), prices(found), losers(found)):
        console.print(each)
    console.print(f"Tables and figures: {folder}", soft_wrap=True)
