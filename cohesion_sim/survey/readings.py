"""A reading is the true score that a question would bring to light with perfect reliability, 0 to 1 on its scale."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.survey.instrument import Instrument
from cohesion_sim.survey.roll import Roll

Scores = NDArray[np.float64]
FREQUENT = (0.03, 0.3, 1.0, 4.0, 20.0)
"""Meetings a month from which the answers never, less than monthly, monthly, weekly and daily are typical."""


def shared(name: str) -> Callable[[Roll, Instrument], Scores]:
    """Return the reading of a column that is a share already."""
    return lambda roll, instrument: roll[name].astype(np.float64)


DAYS = 30.0
"""Days of a month."""


def together(roll: Roll, instrument: Instrument) -> Scores:
    """Return meetings across sides a month: with those to whom one has a tie, and encounters that were remembered."""
    times: Scores = instrument.tie_meetings * roll["across"] + roll["positive"] + roll["negative"]
    return times


def talks(roll: Roll, instrument: Instrument) -> Scores:
    """Return conversations across sides a month: these meetings, and talk in passing with those who live around.

    It falls short of what chance would give as ties do, and needs the language.
    """
    around = np.where(roll.migrant, 1.0 - roll["share"], roll["share"])
    willing = instrument.taken * (1.0 + instrument.warm * (roll["warmth"].astype(np.float64) - 0.5))
    passing = DAYS * instrument.passing * roll["ties"] * around * willing * roll["language"]
    times: Scores = together(roll, instrument) + passing
    return times


def frequency(times: Scores) -> Scores:
    """Return where a number of meetings a month lies on the scale from never to daily, evenly between answers."""
    steps: Scores = np.interp(np.log(times + 0.01), np.log(np.array(FREQUENT) + 0.01), np.linspace(0.0, 1.0, 5))
    return steps


def in_a_year(times: Scores) -> Scores:
    """Return a number of encounters a month as one in a year, on a scale that ends at a thousand."""
    return times * 12.0 / 1000.0


def own_share(roll: Roll) -> Scores:
    """Return the share of ties that lie within the group; NaN without any tie."""
    ties = roll["ties"]
    shares: Scores = np.where(ties > 0, roll["own"] / np.maximum(1, ties), np.nan)
    return shares


def acquainted_share(roll: Roll) -> Scores:
    """Return the share of ties within the side that lead to somebody with a tie across; NaN without any such tie."""
    inside = roll["ties"] - roll["across"]
    shares: Scores = np.where(inside > 0, roll["acquainted"] / np.maximum(1, inside), np.nan)
    return shares


READINGS: dict[str, Callable[[Roll, Instrument], Scores]] = {
    "woman": shared("woman"),
    "age": lambda roll, _: (roll["age"] / 12.0 - 18.0) / 100.0,
    "education": shared("education"),
    "tenure_years": lambda roll, _: roll["months_since_arrival"] / 12.0 / 120.0,
    "employed": shared("employed"),
    "refugee": shared("asylum"),
    "language": shared("language"),
    "contact_frequency": lambda roll, instrument: frequency(talks(roll, instrument)),
    "time_together": lambda roll, instrument: frequency(together(roll, instrument)),
    "contact_positive": lambda roll, _: in_a_year(roll["positive"]),
    "contact_negative": lambda roll, _: in_a_year(roll["negative"]),
    "migrant_friend": lambda roll, _: (roll["across"] > 0).astype(np.float64),
    "host_friend": lambda roll, _: (roll["across"] > 0).astype(np.float64),
    "own_group_friends": lambda roll, _: own_share(roll),
    "extended_contact": lambda roll, _: acquainted_share(roll),
    "prejudice": lambda roll, _: 1.0 - roll["warmth"].astype(np.float64),
    "trust": shared("trust"),
    "trust_institutions": shared("trust_institutions"),
    "attachment": shared("belonging"),
    "solidarity": shared("solidarity"),
    "heritage": shared("heritage"),
    "host_orientation": shared("host_orientation"),
    "discriminated": lambda roll, _: (roll["unfair"] < 12).astype(np.float64),
    "discriminated_5y": lambda roll, _: (roll["unfair"] < 60).astype(np.float64),
    "felt_discrimination": shared("discrimination"),
    "wellbeing": shared("wellbeing"),
    "housing": shared("housing"),
    "threat_economic": shared("threat_economic"),
    "threat_cultural": shared("threat_cultural"),
}
"""What each question reads, by name."""
