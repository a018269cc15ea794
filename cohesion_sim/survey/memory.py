"""People remember: when they were last treated unfairly, whom they met in the past year, how they came.

A survey asks about the past twelve months or five years; columns of people hold only the present. Whoever watches a run
month by month knows the past.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.state.people import ASYLUM_SEEKER
from cohesion_sim.state.world import World

YEAR = 12
LONG_AGO = 32_000


class Remembered(NamedTuple):
    """What each row remembers; arrays of shape (rows,).

    Attributes
    ----------
    unfair
        Months since the last unfair treatment; 32 000 if there was none in the run.
    positive, negative
        Encounters across sides that went well and badly, a month, mean of about the last year.
    asylum
        Came as an asylum seeker, as far as the run has seen.
    """

    unfair: NDArray[np.int32]
    positive: NDArray[np.float64]
    negative: NDArray[np.float64]
    asylum: NDArray[np.bool_]


class Memory:
    """What everybody in a world remembers; told of each month by :meth:`note`."""

    def __init__(self) -> None:
        self._key: NDArray[np.int64] = np.zeros(0, np.int64)
        self._perceived: NDArray[np.float32] = np.zeros(0, np.float32)
        self._kept = _nothing(0)

    def note(self, world: World) -> None:
        """Take in the month that has just passed (or the start)."""
        people = world.people
        count = len(people)
        kept = self._for_rows(people.key)
        before = np.full(count, 2.0, np.float32)
        before[: len(self._perceived)] = self._perceived
        known = np.zeros(count, np.bool_)
        known[: len(self._key)] = people.key[: len(self._key)] == self._key
        unfair = known & (people.discrimination > before)
        met = people.encounters.astype(np.float64)
        good = met * 0.5 * (1.0 + people.contact)
        share = np.where(known, 1.0 / YEAR, 1.0)
        self._kept = Remembered(
            np.where(unfair, 0, np.minimum(kept.unfair + 1, LONG_AGO)).astype(np.int32),
            kept.positive + share * (good - kept.positive),
            kept.negative + share * (met - good - kept.negative),
            kept.asylum | (people.active & (people.status == ASYLUM_SEEKER)),
        )
        self._key = people.key.copy()
        self._perceived = people.discrimination.copy()

    def _for_rows(self, key: NDArray[np.int64]) -> Remembered:
        """Return what is kept, blank for rows in which somebody new lives."""
        fresh = _nothing(len(key))
        same = np.flatnonzero(key[: len(self._key)] == self._key)
        for name in Remembered._fields:
            getattr(fresh, name)[same] = getattr(self._kept, name)[same]
        return fresh

    @property
    def remembered(self) -> Remembered:
        """What each row of the world remembers now."""
        return self._kept


def _nothing(count: int) -> Remembered:
    return Remembered(
        np.full(count, LONG_AGO, np.int32), np.zeros(count), np.zeros(count), np.zeros(count, np.bool_)
    )  # fmt: skip
