"""A run is a simulation that somebody watches: at the start and after each month."""

from __future__ import annotations

import os
from collections.abc import Callable

from cohesion_sim.mechanisms.mechanism import Book
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario

Progress = Callable[[int, int], None]
"""Called with the months done and the months in all."""
WORTH_THREADS = 50_000
"""Persons from which a run is spread over threads."""


def usual_threads(population: int) -> int:
    """Return the number of threads that a run of a population is given unless asked otherwise."""
    return max(1, min(16, os.cpu_count() or 1)) if population >= WORTH_THREADS else 1


def run_through(
    scenario: Scenario,
    seed: int,
    watch: Callable[[Simulation], None],
    *,
    threads: int | None = None,
    book: Book | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Run a scenario to its end and return the simulation.

    Parameters
    ----------
    watch
        Called at the start and after each month.
    threads
        Threads that share the work; they change no result. By default one, and all cores from 50,000 persons.
    book
        An attribution ledger to write to.
    progress
        Called after each month.
    """
    wanted = usual_threads(scenario.context.population) if threads is None else threads
    simulation = Simulation(scenario, seed, threads=wanted, book=book)
    watch(simulation)
    for month in range(1, scenario.months + 1):
        simulation.step()
        watch(simulation)
        if progress is not None:
            progress(month, scenario.months)
    return simulation
