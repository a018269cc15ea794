"""Doses: what a place in a service is worth to a person depends on how it is delivered and on her special needs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Codes, Doubles, Flags, Floats, Rows
from cohesion_sim.compiled import BLOCK, block, loop, rule
from cohesion_sim.state.people import LISTED, migrants_listed


class Fit(NamedTuple):
    """What a dose is worth."""

    targeted: float
    leak: float
    hours: float


@rule
def fitting(vulnerability: float, responsiveness: float, f: Fit) -> float:
    """Return the share of a dose that meets a person's needs."""
    general = (1.0 - f.leak) * (1.0 - vulnerability * (1.0 - responsiveness))
    return f.targeted + (1.0 - f.targeted) * general


@loop
def give_all(
    lo: int, hi: int, asked: Bytes, active: Flags, group: Codes, place: Rows, vulnerability: Floats,
    intensity: Doubles, responsiveness: Doubles, language_hours: Floats, job_support: Floats, mentoring: Floats,
    care: Floats, f: Fit,
) -> None:  # fmt: skip
    """Give each migrant her doses of the month."""
    who = np.empty(LISTED, np.int32)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        for n in range(migrants_listed(first, last, active, group, who)):
            i = np.uint64(who[n])
            p = int(place[i])
            worth = fitting(np.float64(vulnerability[i]), responsiveness[p], f)
            mask = whole(asked[i])
            language_hours[i] = (mask & 1) * intensity[p, 0] * worth * f.hours
            job_support[i] = ((mask >> 1) & 1) * intensity[p, 1] * worth
            mentoring[i] = ((mask >> 2) & 1) * intensity[p, 2] * worth
            care[i] = ((mask >> 3) & 1) * intensity[p, 3] * worth
