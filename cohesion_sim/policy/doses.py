"""Doses: what a place in a service is worth to a person depends on how it is delivered and on her special needs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Codes, Doubles, Flags, Floats, Keys, Rows
from cohesion_sim.chance import Key, draws
from cohesion_sim.compiled import BLOCK, block, loop, rule
from cohesion_sim.policy.enrolment import LAST, WAITED
from cohesion_sim.policy.needs import (
    ENTREPRENEURSHIP,
    HEALTH,
    HOUSING,
    LANGUAGE,
    LEGAL,
    MENTORING,
    VOCATIONAL,
    VOLUNTEERING,
    YOUTH,
)
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import LISTED, migrants_listed


class Fit(NamedTuple):
    """What a dose is worth."""

    targeted: float
    leak: float
    unfit: float
    employers: float
    intense: float
    hours: float
    part_time: float


@rule
def fitting(vulnerability: float, special: bool, responsiveness: float, f: Fit) -> float:
    """Return the share of a dose that meets a person's needs."""
    general = (1.0 - f.leak) * (1.0 - vulnerability * (1.0 - responsiveness))
    return (f.targeted + (1.0 - f.targeted) * general) * (1.0 - f.unfit * int(special))


@rule
def dose(stage: int, worth: float, intensity: float, full: float) -> int:
    """Return a month's dose in whole steps: nothing unless enrolled."""
    return int(full * min(1.0, worth * intensity) + 0.5) if WAITED < stage <= LAST else 0


@loop
def give_all(
    lo: int, hi: int, stage: Bytes, active: Flags, group: Codes, place: Rows, people_key: Keys, employed: Flags,
    vulnerability: Floats, special: Bytes, intensity: Doubles, responsiveness: Doubles, language_hours: Bytes,
    job_support: Bytes, self_employment: Bytes, mentoring: Bytes, mixing: Bytes, tutoring: Bytes, care: Bytes,
    legal_support: Bytes, housing_support: Bytes, f: Fit, key: Key,
) -> None:  # fmt: skip
    """Give each migrant her doses of the month."""
    f = opened(f)
    who = np.empty(LISTED, np.int32)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        for n in range(migrants_listed(first, last, active, group, who)):
            i = np.uint64(who[n])
            p = int(place[i])
            worth = fitting(np.float64(vulnerability[i]), whole(special[i]) > 0, responsiveness[p], f)
            stages = stage[i]
            near = intensity[p]
            lessons = f.hours * (f.part_time if employed[i] else 1.0)
            language_hours[i] = dose(whole(stages[LANGUAGE]), worth, near[LANGUAGE], lessons)
            job_support[i] = dose(whole(stages[VOCATIONAL]), worth * f.employers, near[VOCATIONAL], 255.0)
            self_employment[i] = dose(whole(stages[ENTREPRENEURSHIP]), worth, near[ENTREPRENEURSHIP], 255.0)
            mentored = dose(whole(stages[MENTORING]), worth, near[MENTORING], 255.0)
            mentoring[i] = mentored if mentored > 0 and draws(key, int(people_key[i]), 0)[0] < f.intense else 0
            mixing[i] = dose(whole(stages[VOLUNTEERING]), worth, near[VOLUNTEERING], 255.0)
            tutoring[i] = dose(whole(stages[YOUTH]), worth, near[YOUTH], 255.0)
            care[i] = dose(whole(stages[HEALTH]), worth, near[HEALTH], 255.0)
            legal_support[i] = dose(whole(stages[LEGAL]), worth, near[LEGAL], 255.0)
            housing_support[i] = dose(whole(stages[HOUSING]), worth, near[HOUSING], 255.0)
