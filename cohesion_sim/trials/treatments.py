"""A treatment is what one arm of a trial gets: a service, a place's programme, a status, a wait, another place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.state.people import ADULT, ASYLUM_SEEKER, CITIZEN, PERMANENT, RETIRED, TEMPORARY, People

SERVICE, PROGRAMME, STATUS, WAIT, PLACE = "service", "programme", "status", "wait", "place"


@dataclass(frozen=True)
class Treatment:
    """What is given.

    Attributes
    ----------
    kind
        ``"service"`` to persons, ``"programme"`` of places, ``"status"``, ``"wait"`` or ``"place"``.
    target
        Column of people or of the local levers that it raises, where there is one.
    dose, unit
        How much of it is a full treatment.
    eligible
        Whom it is meant for, unless the trial says otherwise.
    meaning
        One sentence.
    """

    name: str
    kind: str
    target: str
    dose: float
    unit: str
    eligible: str
    meaning: str


TREATMENTS = {
    each.name: each
    for each in (
        Treatment("lessons", SERVICE, "language_hours", 100.0, "hours a month", "learners", "Language lessons."),
        Treatment("job_support", SERVICE, "job_support", 1.0, "places", "jobless_migrants", "Employment support."),
        Treatment("mentoring", SERVICE, "mentoring", 1.0, "places", "newcomers", "Mentoring and structured meetings."),
        Treatment("meetings", SERVICE, "mentoring", 1.0, "places", "hosts", "Structured meetings, offered to hosts."),
        Treatment("care", SERVICE, "care", 1.0, "places", "migrants", "Specialised support."),
        Treatment("welcome", PROGRAMME, "welcome", 1.0, "coverage", "hosts", "A place prepares its hosts."),
        Treatment("enforcement", PROGRAMME, "enforcement", 1.0, "coverage", "migrants",
                  "A place controls discrimination."),
        Treatment("culture", PROGRAMME, "culture", 1.0, "coverage", "migrants", "A place supports cultural life."),
        Treatment("courses", PROGRAMME, "language_hours", 100.0, "hours a month", "learners",
                  "A place offers every learner a course."),
        Treatment("permanence", STATUS, "status", float(PERMANENT), "status", "temporary", "A permanent permit."),
        Treatment("citizenship", STATUS, "status", float(CITIZEN), "status", "permanent", "Citizenship."),
        Treatment("waiting", WAIT, "status", 12.0, "months", "asylum_seekers", "A longer asylum procedure."),
        Treatment("dispersal", PLACE, "place", 1.0, "moves", "arriving", "A place drawn by size, not by one's group."),
    )
}  # fmt: skip
"""All treatments by name."""

Filter = Callable[[People], NDArray[np.bool_]]


def _adult(people: People) -> NDArray[np.bool_]:
    return people.active & (people.age >= ADULT)


def _working_age(people: People) -> NDArray[np.bool_]:
    return _adult(people) & (people.age < RETIRED)


ELIGIBLE: dict[str, Filter] = {
    "hosts": lambda people: _adult(people) & (people.group == 0),
    "migrants": lambda people: _adult(people) & (people.group > 0),
    "newcomers": lambda people: _adult(people) & (people.generation == 1) & (people.months_since_arrival <= 36),
    "arriving": lambda people: _adult(people) & (people.generation == 1) & (people.months_since_arrival == 0),
    "learners": lambda people: _working_age(people) & (people.group > 0) & (people.language < 0.6),
    "jobless_migrants": lambda people: _working_age(people) & (people.group > 0) & ~people.employed,
    "jobless_refugees": lambda people: (
        _working_age(people) & (people.generation == 1) & ~people.employed & (people.months_since_arrival <= 36)
    ),
    "asylum_seekers": lambda people: (
        _working_age(people) & (people.status == ASYLUM_SEEKER) & (people.months_since_arrival == 0)
    ),
    "temporary": lambda people: _adult(people) & (people.group > 0) & (people.status == TEMPORARY),
    "permanent": lambda people: _adult(people) & (people.group > 0) & (people.status == PERMANENT),
}
"""Who can be enrolled, by name."""
