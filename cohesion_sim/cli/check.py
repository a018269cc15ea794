"""A user's file is read before a workshop, not during it: every mistake is listed, or what the run will be.

A scenario is checked as it is; a regime, funding, context, world or network in another scenario.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    from cohesion_sim.scenario import Scenario

TRIED_IN = "mainstreamed"
PERSON_MONTHS_A_SECOND = 3e6
"""A cautious speed of one thread; ``cohesion-sim bench`` measures the machine's own."""


def main(arguments: Sequence[str]) -> int:
    """Check a file and return 0 if it is fine, 2 if not."""
    from cohesion_sim.config import load_comparison, load_scenario
    from cohesion_sim.config.checking import kind_of, mistakes

    if not arguments or "=" in arguments[0]:
        raise UserError("check needs a file, such as: cohesion-sim check my_town.yaml")
    path = Path(arguments[0])
    overrides = list(arguments[1:])
    if not path.is_file():
        raise UserError(f"{path}: there is no such file")
    found = mistakes(path, overrides)
    if found:
        print(f"{path}: {len(found)} {'mistake' if len(found) == 1 else 'mistakes'}")
        for sentence in found:
            print(f"  {sentence}")
        return 2
    kind, reference = kind_of(path), str(path.resolve())
    if kind == "scenario":
        scenario = load_scenario(reference, overrides)
        compared = ", ".join(load_comparison(reference, overrides))
        what = {"name": scenario.name, "title": scenario.title.get("en", ""), "compares": compared}
    else:
        scenario = load_scenario(TRIED_IN, [f"{kind}={reference}", *overrides])
        what = {"file of a": kind, "tried in": f"the scenario {TRIED_IN}"}
    show(path, what, scenario)
    return 0


def show(path: Path, what: Mapping[str, str], scenario: Scenario) -> None:
    """Print what a file is and what the scenario resolves to."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from cohesion_sim.config.memory import needed

    context = scenario.context
    table = Table(title=f"{path} is fine", box=box.SIMPLE, show_header=False, title_justify="left")
    seconds = context.population * scenario.months / PERSON_MONTHS_A_SECOND
    changes = len(scenario.later) + len(scenario.shocks)
    rows = {
        **what,
        "regime": f"{scenario.regime.name}  (maintenance {scenario.regime.cultural_maintenance:g}, "
        f"mixing {scenario.regime.social_mixing:g})",
        "funding": f"{scenario.funding.name}  ({scenario.funding.yearly} per migrant and year)",
        "context": f"{context.name}  ({context.population:,} persons, {context.places} places, "
        f"{context.migrant_share:.0%} migrants of {len(context.origins)} origins)",
        "world": scenario.world,
        "months": str(scenario.months),
        "timeline": f"{changes} dated {'entry' if changes == 1 else 'entries'}" if changes else "nothing dated",
        "mechanisms": ", ".join(mechanism.name for mechanism in scenario.mechanisms),
        "one run": f"about {max(1, round(seconds))} s after compilation, {needed(scenario) / 1e6:,.0f} MB",
    }
    for name, value in rows.items():
        if value:
            table.add_row(name, value)
    Console().print(table)
