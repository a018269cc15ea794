"""What a size costs: building it, its months on one thread and on several, a kept ledger, and its memory."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from cohesion_sim.bench.city import city
from cohesion_sim.bench.clock import Clock, timed_months
from cohesion_sim.compiled import Workers
from cohesion_sim.ledger import Ledger
from cohesion_sim.measures.snapshot import Snapshot, same, taken
from cohesion_sim.runs.simulation import Simulation

WARM = 2_000
LEAST_PERSON_MONTHS = 1_000_000
MOST_MONTHS = 60


@dataclass(frozen=True)
class Size:
    """What was measured for one number of persons.

    Attributes
    ----------
    persons
        Persons at the start.
    build
        Seconds to build population, network and register, compiled code loaded.
    shared, alone
        Months on the threads asked for, and on one.
    ledger
        Time of a month with an attribution ledger over that of one without.
    state, network
        Bytes a person: columns and register; ties.
    """

    persons: int
    build: float
    shared: Clock
    alone: Clock
    ledger: float
    state: float
    network: float

    @property
    def speed(self) -> float:
        """Person-months a second of the step, on the threads asked for."""
        return 1e9 / self.shared.step


def warmed_up() -> None:
    """Run a hamlet through an election, so that all code is compiled or loaded before anything is timed."""
    simulation = Simulation(city(WARM))
    timed_months(simulation, 49)
    ledger_ratio(simulation, 1)


def measured_size(persons: int, months: int, threads: int) -> Size:
    """Build a city of this size and time its months; short ones are repeated until there is enough to time."""
    start = perf_counter()
    simulation = Simulation(city(persons), threads=threads)
    build = perf_counter() - start
    many = max(months, min(MOST_MONTHS, LEAST_PERSON_MONTHS // persons))
    timed_months(simulation, 2)
    shared = timed_months(simulation, many)
    several = simulation.world.workers
    simulation.world.workers = Workers(1)
    alone = timed_months(simulation, many)
    simulation.world.workers = several
    network = simulation.world.ties.bytes_per_person()
    state = simulation.world.bytes_per_person() - network
    return Size(persons, build, shared, alone, ledger_ratio(simulation), state, network)


def ledger_ratio(simulation: Simulation, pairs: int = 3) -> float:
    """Return what a kept ledger makes of a month's time: pairs of months side by side, one without and one with."""
    without = kept = 0.0
    for _ in range(pairs):
        without += timed_months(simulation, 1).seconds
        measures = simulation.scenario.measures
        ledger: Ledger[Snapshot] = Ledger(lambda world: taken(world, measures), same)
        ledger.open(simulation.world)
        simulation.book = ledger
        kept += timed_months(simulation, 1).seconds
        simulation.book = None
    return kept / without
