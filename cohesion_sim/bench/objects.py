"""The same rules, the same people and ties, as Mesa objects and as columns: what a person-month costs in each."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import ModuleType

from cohesion_sim.bench.city import city
from cohesion_sim.bench.clock import SURROUNDINGS, timed_months
from cohesion_sim.errors import UserError
from cohesion_sim.resources import shipped
from cohesion_sim.runs.simulation import Simulation

FILE = Path("benchmarks") / "mesa_objects.py"
RULES = (SURROUNDINGS, "encounters", "norms", "language")
"""Parts of a month that are compared; what agents see along their ties is a part of norms and language."""


@dataclass(frozen=True)
class Against:
    """Nanoseconds a person-month of the same rules, on one thread, for the same number of persons."""

    persons: int
    parts: tuple[str, ...]
    objects: float
    columns: float


def measured_objects(persons: int, months: int) -> Against:
    """Run the rules for a few months both ways; raises a UserError if the Mesa version is not installed."""
    simulation = Simulation(city(persons), threads=1)
    simulation.step()
    clock = timed_months(simulation, 10 * months)
    parts = tuple(part for part in RULES if part in clock.parts)
    columns = sum(clock.nanoseconds_of(part) for part in parts)
    model = mesa_objects().PeopleModel(simulation.world, simulation.levers, simulation.scenario)
    start = perf_counter()
    for _ in range(months):
        model.step()
    seconds = perf_counter() - start
    return Against(persons, parts, seconds / (months * simulation.world.population) * 1e9, columns)


def mesa_objects() -> ModuleType:
    """Return the Mesa version of the rules, from the checkout or from the installed package."""
    spec = importlib.util.spec_from_file_location("mesa_objects", shipped("experiments") / FILE)
    if spec is None or spec.loader is None:
        raise UserError(f"{FILE} is not installed; the comparison with Mesa objects needs it")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
