"""Enrolment: people wait for a place, take it when one is free and they have the time, finish or drop out.

Equation
    a person who waits is admitted with chance     free places / persons in the queue, who wait and have the time
    an enrolled person leaves before the end with chance     dropout·(1 − attended·training)

    stage of a person in a programme: 0 none, 1 … 120 waiting for that many months, 121 … 250 as many months + 120 left
    to go, 255 finished or left; asked again after a year

Assumes
    Who waits is served in random order, so that the mean wait follows from places and demand alone (Little's law).
    Programmes compete for a person's hours: she starts one only if it fits beside those she attends; until it does she
    is in no queue and keeps nobody from a place. Places that become free in a month are taken in the next, by those who
    have asked before, so that no more start than there are places, by and large.

Sources
    A55 (17–34 weeks for a course in Germany), I108 (12 % leave), I011 (clients of trained staff attend), model.md.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Codes, Counts, Doubles, Flags, Floats, Keys, Months, Rows, Words
from cohesion_sim.chance import BLOCK, Key, draw_block, draws, turn, uniform
from cohesion_sim.compiled import SCALE, block, loop, rule
from cohesion_sim.policy.instruments import DIGITAL, FAMILY
from cohesion_sim.policy.needs import LANGUAGE, RECOGNITION, VOCATIONAL, Reach, open_to, reached, usable, wants
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import LISTED, PROGRAMMES, migrants_listed

WAITED = 120
"""Stages up to this one are months of waiting."""
LAST = 250
"""The highest stage of somebody enrolled."""
DONE = 255
ENROLLED, WAITING, ADMITTED, WAITS = 0, PROGRAMMES, 2 * PROGRAMMES, 3 * PROGRAMMES
NEED, LEFT, SENDING = range(4 * PROGRAMMES, 4 * PROGRAMMES + 3)
WIDTH = 4 * PROGRAMMES + 3
"""Columns of the count by place: enrolled, waiting with the time to start, admitted and months they waited, by
programme; need in 1/SCALE; persons who dropped out; connection to the origin of those in work, in 1/SCALE."""
QUARTER = 3
FOURS = -(-PROGRAMMES // 4)
"""Draws that have a number for each programme: one gives four."""


class Time(NamedTuple):
    """Hours a month that people have for programmes, and what a person in work attends of full-time ones."""

    jobless: float
    employed: float
    care: float
    part_time: float


@rule
def free_hours(employed: bool, woman: bool, months: int, family: float, t: Time) -> float:
    """Return a person's hours; women of child-bearing age have fewer where families get no help."""
    cares = t.care * (1.0 - family) if woman and 216 <= months < 540 else 0.0
    return (t.employed if employed else t.jobless) - (0.5 * cares if employed else cares)


@rule
def hours_asked(hours: float, employed: bool, part_time: float) -> float:
    """Return the hours of a programme; full-time ones can be attended beside work."""
    return hours * part_time if employed and hours > 60.0 else hours


@rule
def moved_on(stage: int, u: float, admitted: float, fits: bool, months: int, leaves: float) -> int:
    """Return the stage of a month later."""
    if stage <= WAITED:
        return WAITED + months if fits and u < admitted else min(stage + 1, WAITED)
    return DONE if u < leaves or stage == WAITED + 1 else stage - 1


@rule
def drawn_for(programme: int, luck: Words, n: int) -> float:
    """Return the uniform number that a person, number ``n`` of a list, has drawn for a programme."""
    return uniform(whole(luck[programme >> 2, programme & 3, n]))


@rule
def asking(
    stages: Bytes, usable_now: int, luck: Words, n: int, take_up: Doubles, ease: float, opening: float, again: bool,
    r: Reach,
) -> int:  # fmt: skip
    """Let a person join or leave queues; return the programmes whose queue she has joined, one bit each."""
    joined = 0
    for k in range(PROGRAMMES):
        could = (usable_now >> k) & 1 > 0
        wanted = could and wants(k, drawn_for(k, luck, n), take_up[k], ease, opening, r.obligation)
        now = whole(stages[k])
        if (now == 0 or (now == DONE and again)) and wanted:
            stages[k] = 1
            joined |= 1 << k
        elif (now <= WAITED or (now == DONE and again)) and not wanted:
            stages[k] = 0
    return joined


@rule
def attending(
    stages: Bytes, row: Counts, joined: int, luck: Words, n: int, left: float, works: bool, spoken: float, here: int,
    admission: Doubles, hours: Doubles, length: Counts, dropout: Doubles, granted: float, t: Time,
) -> bool:  # fmt: skip
    """Move a person's programmes on by a month and count them; return whether her qualifications get recognised.

    ``left`` is her hours beside those of the programmes she attends.
    """
    recognised = False
    for k in range(PROGRAMMES):
        now = whole(stages[k])
        if now == 0 or now == DONE:
            continue
        asked = hours_asked(hours[k], works, t.part_time)
        if (joined >> k) & 1 > 0:
            row[WAITING + k] += int(asked <= left)
            continue
        u = drawn_for(k, luck, n)
        after = moved_on(now, u, admission[here, k], asked <= left, int(length[k]), dropout[k])
        if now <= WAITED < after:
            left -= asked
            row[ADMITTED + k] += 1
            row[WAITS + k] += now
        if after == DONE:
            finished = u >= dropout[k]
            row[LEFT] += 1 - int(finished)
            if k == RECOGNITION and finished and u < dropout[k] + granted * (1.0 - dropout[k]):
                recognised = True
            if k == LANGUAGE and finished and spoken < 0.5:
                after = 0
        stages[k] = after
        row[ENROLLED + k] += int(WAITED < after <= LAST)
        row[WAITING + k] += int(0 < after <= WAITED and asked <= left)
    return recognised


@loop
def enrol_all(
    lo: int, hi: int, counted: Counts, stage: Bytes, recognised: Flags, active: Flags, group: Codes, generation: Codes,
    place: Rows, people_key: Keys, age: Months, woman: Flags, employed: Flags, exploited: Flags, language: Floats,
    education: Floats, trust_institutions: Floats, vulnerability: Floats, special: Bytes, oriented: Bytes,
    tenure: Months, status: Codes, bridging: Bytes, housing: Floats, transnational: Floats, coverage: Doubles,
    admission: Doubles, hours: Doubles, length: Counts, take_up: Doubles, dropout: Doubles, granted: float,
    r: Reach, t: Time, year: Key, key: Key,
) -> None:  # fmt: skip
    """Ask those whose turn it is, move everybody's programmes on by a month, and count by place."""
    r, t = opened(r), opened(t)
    who = np.empty(LISTED, np.int32)
    keys = np.empty(BLOCK, np.int64)
    willing = np.empty((FOURS, 4, BLOCK), np.uint32)
    luck = np.empty((FOURS, 4, BLOCK), np.uint32)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        count = migrants_listed(first, last, active, group, who)
        for n in range(count):
            keys[n] = people_key[who[n]]
        for four in range(FOURS):
            draw_block(year, keys, 0, count, four, willing[four])
            draw_block(key, keys, 0, count, four, luck[four])
        for n in range(count):
            i = np.uint64(who[n])
            person = int(keys[n])
            here = int(place[i])
            row = counted[here]
            months = int(age[i])
            works = bool(employed[i])
            vulnerable = np.float64(vulnerability[i])
            spoken = np.float64(language[i])
            stages = stage[i]
            row[SENDING] += int(np.float64(transnational[i]) * SCALE) if works else 0
            row[NEED] += int((0.5 + vulnerable + (1.0 - spoken)) * SCALE)
            known = r.continuity if oriented[i] > 0 else 0.0
            referral = tenure[i] <= 1 and draws(year, person, 3)[0] < max(r.assessed, known)
            joined = 0
            if turn(person, QUARTER, key.month) or referral:
                usable_now = usable(
                    months, int(generation[i]), works, spoken, np.float64(education[i]), bool(recognised[i]),
                    vulnerable, whole(special[i]), int(tenure[i]), whole(bridging[i]), int(status[i]),
                    bool(exploited[i]), np.float64(housing[i]), r.work_ban,
                )  # fmt: skip
                ease = reached(np.float64(trust_institutions[i]), coverage[here, DIGITAL], months, whole(special[i]), r)
                ease = ease * (1.5 if referral else 1.0)
                again = turn(person, 4 * QUARTER, key.month)
                joined = asking(stages, usable_now, willing, n, take_up, ease, open_to(int(status[i]), r), again, r)
            if works and whole(stages[VOCATIONAL]) < DONE:
                stages[VOCATIONAL] = 0
            busy = False
            left = free_hours(works, bool(woman[i]), months, coverage[here, FAMILY], t)
            for k in range(PROGRAMMES):
                now = whole(stages[k])
                busy |= 0 < now < DONE
                left -= hours_asked(hours[k], works, t.part_time) if WAITED < now <= LAST else 0.0
            if busy and attending(
                stages, row, joined, luck, n, left, works, spoken, here, admission, hours, length, dropout,
                granted, t,
            ):  # fmt: skip
                recognised[i] = True
