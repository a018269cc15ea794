"""A survey goes back to the run: it is done again, bit for bit, and the adults of the months asked for are listed."""

from __future__ import annotations

from collections.abc import Iterable

from cohesion_sim.errors import UserError
from cohesion_sim.runs.running import run_through
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.survey.memory import Memory
from cohesion_sim.survey.roll import Roll, called


class Listing:
    """A watcher of a run that keeps the roll of some months."""

    def __init__(self, months: Iterable[int]) -> None:
        self.months = frozenset(months)
        self.rolls: dict[int, Roll] = {}
        self._memory = Memory()

    def __call__(self, simulation: Simulation) -> None:
        """Look at the month that has just passed."""
        self._memory.note(simulation.world)
        if simulation.month in self.months:
            self.rolls[simulation.month] = called(simulation.world, self._memory)


def rolls(scenario: Scenario, seed: int, months: Iterable[int], *, threads: int | None = None) -> dict[int, Roll]:
    """Return the adults of some months of a run, by month.

    Parameters
    ----------
    months
        Months completed, from 0 (the start) to the length of the scenario.

    Raises
    ------
    UserError
        If there is no such month.
    """
    listing = Listing(checked(months, scenario.months))
    run_through(scenario, seed, listing, threads=threads)
    return listing.rolls


def checked(months: Iterable[int], last: int) -> tuple[int, ...]:
    """Return months in order of time, or raise a :class:`UserError` that says what would be right."""
    wanted = sorted(set(months))
    if not wanted:
        raise UserError("survey: months is empty; it must name at least one month")
    for month in wanted:
        if isinstance(month, bool) or not isinstance(month, int) or not 0 <= month <= last:
            raise UserError(f"survey: month {month!r} is not in the run; it must be a whole number from 0 to {last}")
    return tuple(wanted)
