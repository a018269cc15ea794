"""A mechanism of one's own joins a scenario in Python, as an object; a file of values can never bring code along.

A class that is also registered (:func:`cohesion_sim.register`) can be switched on and set by name like the others.
"""

from __future__ import annotations

from dataclasses import is_dataclass, replace

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.people import CATALOGUE

ELSEWHERE = ("people", "ties", "places.register", "flows", "mood", "levers.local")
"""What a mechanism may declare to write besides single columns of people."""


def with_mechanism(scenario: Scenario, mechanism: Mechanism, *, after: str | None = None) -> Scenario:
    """Return a scenario in which a mechanism of one's own runs too.

    Parameters
    ----------
    scenario
        Left as it is.
    mechanism
        An instance with its numbers, such as ``StreetFestival(lift=0.05)``. It takes the place of one of the same name.
    after
        Name of the mechanism that it follows in a month; it runs last if not given.

    Raises
    ------
    UserError
        If it is no mechanism, declares a column that does not exist, or is to follow one that does not run.
    """
    check(mechanism)
    running = list(scenario.mechanisms)
    names = [each.name for each in running]
    if mechanism.name in names:
        running[names.index(mechanism.name)] = mechanism
        return replace(scenario, mechanisms=tuple(running))
    if after is not None and after not in names:
        raise unknown("mechanism that runs in this scenario", after, names)
    place = len(running) if after is None else names.index(after) + 1
    return replace(scenario, mechanisms=(*running[:place], mechanism, *running[place:]))


def check(mechanism: object) -> None:
    """Raise a :class:`UserError` that says what is missing in a mechanism, if anything is."""
    if isinstance(mechanism, type) and issubclass(mechanism, Mechanism):
        raise UserError(f"{mechanism.__name__} is a class; give an instance with its numbers: {mechanism.__name__}()")
    if not isinstance(mechanism, Mechanism):
        raise UserError(f"a {type(mechanism).__name__} is no mechanism; write a class that inherits from Mechanism")
    cls = type(mechanism)
    if not is_dataclass(cls) or not isinstance(getattr(cls, "name", None), str) or not hasattr(cls, "writes"):
        raise UserError(
            f"{cls.__name__} must be a frozen dataclass with a name and with writes, the columns it changes"
        )
    for column in cls.writes:
        owner, _, name = column.partition(".")
        if column not in ELSEWHERE and not (owner == "people" and name in CATALOGUE):
            raise UserError(
                f"{cls.__name__}.writes: {unknown('column', column, [f'people.{each}' for each in CATALOGUE])}"
            )
