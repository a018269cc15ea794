"""Who wants which service: need, information, trust and free time bring people, and some stay away.

Each person's willingness is drawn once a year, so that who attends a course goes on attending it.

Sources
    I106 (44 % of those admitted start a course), A79 and I014 (19 % are matched with a mentor), I047 (child care).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Codes, Counts, Doubles, Flags, Floats, Keys, Months, Rows
from cohesion_sim.chance import BLOCK, Key, draw_block, uniform
from cohesion_sim.compiled import SCALE, block, loop, rule
from cohesion_sim.state.people import ADULT, ASYLUM_SEEKER, LISTED, RETIRED, migrants_listed


class Wanting(NamedTuple):
    """What decides whether a person wants a service."""

    take_up: float
    take_up_mentoring: float
    trust_reach: float
    care_reach: float
    information: float


@rule
def wanted(
    month_age: int, woman: bool, employed: bool, language: float, trust: float, vulnerability: float, tenure: int,
    bridging: int, asylum: bool, banned: bool, family: float, digital: float,
    u_language: float, u_job: float, u_mentor: float, u_care: float, w: Wanting,
) -> tuple[bool, bool, bool, bool]:  # fmt: skip
    """Return whether a migrant wants lessons, employment support, mentoring and specialised support this year.

    Women of child-bearing age come less where families get no help; trust in institutions and information bring people.
    """
    working_age = ADULT <= month_age < RETIRED
    young_mother = woman and month_age < 45 * 12
    free = 1.0 - w.care_reach * (1.0 - family) if young_mother else 1.0
    reach = free * (1.0 + w.trust_reach * (trust - 0.5)) * (1.0 + w.information + 0.2 * digital)
    lessons = working_age and language < 0.8 and u_language < w.take_up * reach * (1.0 - 0.4 * int(employed))
    job = working_age and not employed and not banned and u_job < w.take_up * reach
    mentor = working_age and tenure < 96 and bridging < 4 and u_mentor < w.take_up_mentoring * reach
    special = (vulnerability > 0.35 or asylum) and u_care < 0.3 + 0.7 * vulnerability * min(1.0, reach)
    return lessons, job, mentor, special


@loop
def ask_all(
    lo: int, hi: int, need: Counts, asked: Bytes, active: Flags, group: Codes, place: Rows, people_key: Keys,
    age: Months, woman: Flags, employed: Flags, language: Floats, trust_institutions: Floats, vulnerability: Floats,
    tenure: Months, waited: Months, status: Codes, bridging: Bytes, family: Doubles, digital: Doubles, work_ban: float,
    w: Wanting, key: Key,
) -> None:  # fmt: skip
    """Count by place who wants which service, and remember it."""
    who = np.empty(LISTED, np.int32)
    keys = np.empty(BLOCK, np.int64)
    drawn = np.empty((4, BLOCK), np.uint32)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        count = migrants_listed(first, last, active, group, who)
        for n in range(count):
            keys[n] = people_key[who[n]]
        draw_block(key, keys, 0, count, 0, drawn)
        for n in range(count):
            i = np.uint64(who[n])
            p = int(place[i])
            asylum = status[i] == ASYLUM_SEEKER
            banned = asylum and tenure[i] < work_ban
            lessons, job, mentor, special = wanted(
                int(age[i]), woman[i], employed[i], np.float64(language[i]), np.float64(trust_institutions[i]),
                np.float64(vulnerability[i]), int(tenure[i]), whole(bridging[i]), asylum, banned,
                family[p], digital[p], uniform(whole(drawn[0, n])), uniform(whole(drawn[1, n])),
                uniform(whole(drawn[2, n])), uniform(whole(drawn[3, n])), w,
            )  # fmt: skip
            asked[i] = int(lessons) | (int(job) << 1) | (int(mentor) << 2) | (int(special) << 3)
            need[p, 0] += int(lessons)
            need[p, 1] += int(job)
            need[p, 2] += int(mentor)
            need[p, 3] += int(special)
            need[p, 4] += 1
            need[p, 5] += int((0.5 + np.float64(vulnerability[i]) + (1.0 - np.float64(language[i]))) * SCALE)
