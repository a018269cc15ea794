"""The design of a claim is balanced: all combinations of factors, so many points of the regime's box and seeds in each.

    pair = cell × draw,   seed = first + number of the pair,   point of the box = draw of that number

All arms of a pair share seed and point; no two pairs share either, so that pairs are independent of each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from cohesion_sim.claims.claim import UNFUNDED, Arm, Claim, Pair
from cohesion_sim.comparisons.replication import Job
from cohesion_sim.config import load_scenario
from cohesion_sim.config.library import entry
from cohesion_sim.scenario import Scenario
from cohesion_sim.variation import drawn, rebudgeted, until, varied

GROUPS = ("regime", "funding", "context", "world")
FIRST = "mainstreamed"
"""The shipped scenario that a cell starts from; its policy, place and world are replaced by those of the cell."""


def pairs(claim: Claim, draws: int, seed: int) -> list[Pair]:
    """Return the pairs of a claim, one cell after the other."""
    cells = [dict(zip(claim.over, levels, strict=True)) for levels in product(*claim.over.values())]
    several = [cell for cell in cells for _ in range(draws)]
    euros = {name: float(entry("funding", name).values["eur_per_migrant_year"]) for name in claim.over["funding"]}
    return [Pair(number, cell, seed + number, euros[cell["funding"]]) for number, cell in enumerate(several)]


def jobs(claim: Claim, designed: list[Pair], population: int | None = None) -> list[Job]:
    """Return the runs of all pairs: one an arm, and one without any money if prices are asked for."""
    bases: dict[tuple[Any, ...], Scenario] = {}
    found = []
    for pair in designed:
        chosen = tuple(pair.cell[group] for group in GROUPS)
        if chosen not in bases:
            bases[chosen] = base(dict(zip(GROUPS, chosen, strict=True)), claim.months, population)
        start = at_point(claim, bases[chosen], pair)
        arms = {name: with_arm(start, arm) for name, arm in claim.arms.items()}
        if claim.price:
            arms[UNFUNDED] = varied(start, {"funding.eur_per_migrant_year": 0.0})
        found += [Job(name, scenario, pair.number, pair.seed, 0) for name, scenario in arms.items()]
    return found


def base(chosen: Mapping[str, str], months: int, population: int | None) -> Scenario:
    """Return the scenario that a cell starts from."""
    settings = [f"{group}={name}" for group, name in chosen.items()]
    if population is not None:
        settings.append(f"context.population={population}")
    return load_scenario(FIRST, [*settings, f"months={months}"])


def at_point(claim: Claim, start: Scenario, pair: Pair) -> Scenario:
    """Return the scenario of a pair: a point of the regime's box, the cell's own numbers, and what all arms have."""
    point = replace(start, regime=drawn(start.regime, pair.seed, pair.number + 1))
    own = {key: float(level) for key, level in pair.cell.items() if key not in GROUPS}
    return varied(point, {**claim.always, **own})


def with_arm(start: Scenario, arm: Arm) -> Scenario:
    """Return a scenario as an arm has it."""
    budgeted = replace(start, regime=rebudgeted(start.regime, arm.shares)) if arm.shares else start
    changed = varied(budgeted, arm.values)
    return changed if arm.until is None else until(changed, start, arm.until)
