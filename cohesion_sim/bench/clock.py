"""A month is timed where it is spent: watches on mechanisms, services and measurement; the rest is looking around."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any, cast

from cohesion_sim.measures.recorder import Recorder
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.runs.simulation import Simulation

SURROUNDINGS = "surroundings"
SERVICES = "services"
MEASUREMENT = "measurement"


@dataclass
class Clock:
    """Seconds spent, and how many person-months they were spent on.

    Attributes
    ----------
    parts
        Seconds by part: each mechanism, ``services``, ``measurement``, and ``surroundings`` for what is left.
    months
        Seconds of each month.
    person_months
        Persons who lived there, summed over the months.
    """

    parts: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    months: list[float] = field(default_factory=list)
    person_months: int = 0

    @property
    def seconds(self) -> float:
        """Seconds of all months."""
        return sum(self.months)

    @property
    def nanoseconds(self) -> float:
        """Nanoseconds a person-month."""
        return self.seconds / max(1, self.person_months) * 1e9

    @property
    def step(self) -> float:
        """Nanoseconds a person-month of the step alone: all but the measurement of its results."""
        return self.nanoseconds - self.nanoseconds_of(MEASUREMENT)

    def nanoseconds_of(self, part: str) -> float:
        """Nanoseconds a person-month of one part of a month."""
        return self.parts.get(part, 0.0) / max(1, self.person_months) * 1e9

    def timed(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return the same function with a watch around it."""

        def watched(*arguments: Any) -> Any:
            start = perf_counter()
            result = work(*arguments)
            self.parts[part] += perf_counter() - start
            return result

        return watched


class Watched:
    """A mechanism with a watch around its step; everything else is its own."""

    def __init__(self, mechanism: Mechanism, clock: Clock) -> None:
        self._mechanism = mechanism
        self.step = clock.timed(mechanism.name, mechanism.step)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._mechanism, name)


@contextmanager
def watching(simulation: Simulation) -> Iterator[Clock]:
    """Put watches around the parts of a simulation's months, and take them off again."""
    clock = Clock()
    scenario, provision = simulation.scenario, simulation.provision
    watched = tuple(cast(Mechanism, Watched(mechanism, clock)) for mechanism in scenario.mechanisms)
    simulation.scenario = replace(scenario, mechanisms=watched)
    vars(provision)["month"] = clock.timed(SERVICES, provision.month)
    try:
        yield clock
    finally:
        simulation.scenario = scenario
        del vars(provision)["month"]


def timed_months(simulation: Simulation, months: int) -> Clock:
    """Run and measure months and return where their time went; the garbage collector waits.

    Measured is what every run measures, the monthly table; subgroups are a choice and cost a pass each.
    """
    recorder = Recorder(simulation.scenario.measures, simulation.month + months)
    with watching(simulation) as clock, paused_collector():
        record = clock.timed(MEASUREMENT, recorder.record)
        for _ in range(months):
            start = perf_counter()
            simulation.step()
            record(simulation.world, simulation.accounts)
            clock.months.append(perf_counter() - start)
            clock.person_months += simulation.world.population
        clock.parts[SURROUNDINGS] = clock.seconds - sum(clock.parts.values())
    return clock


@contextmanager
def paused_collector() -> Iterator[None]:
    """Keep the garbage collector from running at a moment of its own choice."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
