"""A person starts with a draw: lasting dispositions in each attitude, and what goes with age, origin and stay.

Equation
    set point = σ(μ + s·z),   μ = logit(mean)·√(1 + π·s²/8),   s = spread
    state     = mean + hold·(set point − mean)

    heritage of those born abroad starts at state·(1 − fades·t/(t + half)) after a stay of t months
    trust of those born abroad starts at state + (origin − mean)·e^(−t/75): on arrival it is that of the origin

    z is a nearly normal draw of the person; draws of different attitudes are correlated by the loadings below.

Assumes
    Daily life holds people nearer to each other than their dispositions are, by the share ``hold``, so that the spread
    of the surveys lasts. Founders born abroad have learnt and found work in proportion to their stay.

Sources
    Those of the endowment (:mod:`cohesion_sim.state.endowment`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arithmetic import clipped, decaying, logistic
from cohesion_sim.arrays import Bytes, Codes, Doubles, Flags, Floats, Keys, Months
from cohesion_sim.chance import Key, draws, normal, stream
from cohesion_sim.compiled import loop, rule
from cohesion_sim.sealing import opened
from cohesion_sim.state.beginnings import Beginnings
from cohesion_sim.state.endowment import (
    BELONGING,
    CULTURAL,
    ECONOMIC,
    HERITAGE,
    INSTITUTIONS,
    ORIENTATION,
    SOLIDARITY,
    TRUST,
    WARMTH,
    Endowment,
)
from cohesion_sim.state.people import (
    ADULT,
    ASYLUM_SEEKER,
    CITIZEN,
    DISABLED,
    IRREGULAR,
    MINORITY,
    PERMANENT,
    RETIRED,
    TEMPORARY,
)
from cohesion_sim.state.world import World

FOUNDER, NEWCOMER, NEWBORN = range(3)
"""How a person comes to live here."""


@rule
def set_point(mean: float, spread: float, z: float) -> int:
    """Return a set point in steps of 1/255."""
    return int(logistic(mean + spread * z) * 255.0 + 0.5)


@rule
def remaining(stay: float, fades: float, half: float) -> float:
    """Return the share of a disposition to the heritage that is left after a stay, in months."""
    return 1.0 - fades * stay / (stay + half)


@rule
def schooled(z: float, mean: float, spread: float) -> float:
    """Return a person's schooling."""
    return clipped(mean + spread * z, 0.0, 1.0)


@rule
def aged(kind: int, second: bool, b: float, c: float, p: Beginnings) -> int:
    """Return an age in months: founders as in the country, newcomers young, some with children."""
    if kind == NEWCOMER:
        return 60 + int(b * 120) if c < p.children else ADULT + int(b * b * p.adult_span)
    if kind != FOUNDER:
        return 0
    if second:
        return int(b * p.second_span)
    if b < p.young:
        return int(b / p.young * ADULT)
    older = 1.0 - p.old
    if b < older:
        return ADULT + int((b - p.young) / (1.0 - (p.young + p.old)) * (RETIRED - ADULT))
    return RETIRED + int((b - older) / p.old * 300)


@rule
def spoken(arrived: float, settled: float, schooling: float, p: Beginnings) -> float:
    """Return the proficiency of somebody born abroad: what she arrived with, and what stay and schooling added."""
    if arrived >= p.fluent:
        return arrived
    return arrived + (p.fluent - arrived) * settled * (p.learnt + (1.0 - p.learnt) * schooling)


@rule
def permitted(stay: int, c: float, asylum: float, irregular: float, p: Beginnings) -> int:
    """Return the status of somebody born abroad."""
    if stay > p.citizens_after and c < p.citizens:
        return CITIZEN
    if stay > p.permanent_after and c < p.permanent:
        return PERMANENT
    if stay < p.asylum_until and c < asylum:
        return ASYLUM_SEEKER
    return IRREGULAR if c > 1.0 - irregular else TEMPORARY


@rule
def contacts_kept(c: float, chances: Doubles) -> int:
    """Return the number of ties that a person keeps up."""
    n = 1
    while n < len(chances) and c > chances[n - 1]:
        n += 1
    return n


@rule
def dispose(points: Bytes, i: Any, row: int, z: float, who: int, e: Endowment, key: Key) -> None:
    """Draw a person's lasting dispositions into column ``i`` of the set points; ``z`` is her schooling's draw.

    What is left to chance alone has a weight that keeps the variance of each draw near 1 at the default correlations.
    """
    p = opened(e.start)
    own = normal(key, who, 6)
    r = e.education_attitude
    warm = r * z + np.sqrt(1.0 - r * r) * own
    money = normal(key, who, 7)
    economic = -e.attitude_economic * warm + np.sqrt(1.0 - e.attitude_economic * e.attitude_economic) * money
    rest = 1.0 - e.attitude_cultural * e.attitude_cultural
    cultural = -e.attitude_cultural * warm + np.sqrt(rest) * (p.cultural_economic * money + 0.98 * normal(key, who, 8))
    trusting = p.trust_schooling * z + p.trust_warmth * own + 0.947 * normal(key, who, 9)
    means = e.means
    points[WARMTH, i] = set_point(means[row, WARMTH], e.attitude_spread, warm)
    points[TRUST, i] = set_point(means[row, TRUST], e.spread, trusting)
    points[INSTITUTIONS, i] = set_point(
        means[row, INSTITUTIONS], e.spread, p.institutions_trust * trusting + 0.917 * normal(key, who, 10)
    )
    points[BELONGING, i] = set_point(means[row, BELONGING], e.spread, normal(key, who, 11))
    sharing = p.solidarity_warmth * warm + p.solidarity_trust * trusting + 0.88 * normal(key, who, 12)
    points[SOLIDARITY, i] = set_point(means[row, SOLIDARITY], e.spread, sharing)
    points[HERITAGE, i] = set_point(means[row, HERITAGE], e.spread, normal(key, who, 13))
    points[ORIENTATION, i] = set_point(
        means[row, ORIENTATION], e.spread, p.orientation_warmth * warm + 0.954 * normal(key, who, 14)
    )
    points[ECONOMIC, i] = set_point(means[row, ECONOMIC], e.attitude_spread, economic)
    points[CULTURAL, i] = set_point(means[row, CULTURAL], e.attitude_spread, cultural)


@loop
def endow_all(
    lo: int, hi: int, chosen: Keys, founder: bool, people_key: Keys, group: Codes, generation: Codes, woman: Flags,
    status: Codes, age: Months, tenure: Months, waited: Bytes, sociability: Bytes, education: Floats,
    vulnerability: Floats, special: Bytes, language: Floats, employed: Flags, employability: Floats, wellbeing: Floats,
    housing: Floats, health_access: Floats, discrimination: Floats, transnational: Floats, points: Bytes,
    levels: Floats, e: Endowment, key: Key,
) -> None:  # fmt: skip
    """Give person lo … hi of some rows her start; points and levels have shape (9, rows)."""
    p = opened(e.start)
    for n in range(lo, hi):
        i = chosen[n]
        who = int(people_key[i])
        g = int(group[i])
        migrant = g > 0
        second = generation[i] == 2
        abroad = migrant and not second  # born abroad
        a, b, c, d = draws(key, who, 0)
        u, v, x, y = draws(key, who, 1)
        woman[i] = a < p.women
        kind = FOUNDER if founder else (NEWCOMER if abroad else NEWBORN)
        months = aged(kind, second, b, c, p)
        stay = min(int(2.0 * e.established * d) + 1, months) if abroad and founder else 0
        age[i] = months
        tenure[i] = months if second else stay
        waited[i] = 0
        settled = 1.0 - decaying(stay / p.settling)
        z = normal(key, who, 2)
        schooling = schooled(z, e.origins[g, 1] if abroad else e.education_hosts, e.education_spread)
        education[i] = schooling
        vulnerability[i] = clipped(3.0 * e.origins[g, 2] * u * u, 0.0, 1.0) if abroad else 0.0
        e1, e2, _, _ = draws(key, who, 15)
        special[i] = int(e1 < e.origins[g, 5]) * DISABLED + int(e2 < e.origins[g, 6]) * MINORITY if migrant else 0
        arrived = clipped(e.origins[g, 0] * 2.0 * v, 0.0, 1.0)
        language[i] = spoken(arrived, settled, schooling, p) if abroad else p.native
        works = (1.0 - e.unemployment) * p.looking * (p.working_first + p.working_gain * settled if abroad else 1.0)
        if kind == NEWCOMER:
            works = e.hired if c >= e.origins[g, 3] + e.origins[g, 4] else 0.0
        employed[i] = ADULT <= months < RETIRED and x < works
        employability[i] = min(p.ready + p.ready_span * y, 1.0)
        status[i] = permitted(stay, c, e.origins[g, 3], e.origins[g, 4], p) if abroad else CITIZEN
        well = p.well - p.well_gap * (1.0 if migrant else 0.0)
        wellbeing[i] = clipped(well + p.well_spread * normal(key, who, 3), 0.02, 0.98)
        housed = p.housed_abroad if abroad else p.housed
        housing[i] = clipped(housed + p.housed_spread * normal(key, who, 4), 0.02, 0.98)
        cared = p.cared_abroad if abroad else p.cared
        health_access[i] = clipped(cared + p.cared_spread * normal(key, who, 5), 0.02, 0.98)
        discrimination[i] = p.felt * (0.5 + v) if migrant else 0.0
        drawn = e.transnational * (1.0 - p.connection_spread / 2.0 + p.connection_spread * x)
        connected = clipped(drawn * (1.0 - p.connection_fades * settled), 0.0, 1.0) if migrant else 0.0
        transnational[i] = np.float64(np.float32(connected)) * p.connection_second if second else connected
        sociability[i] = contacts_kept(c, e.contacts)
        row = 0 if not migrant else (2 if second else 1)
        dispose(points, i, row, z, who, e, key)
        for attitude in range(len(points)):
            usual = e.levels[row, attitude]
            levels[attitude, i] = usual + e.hold * (points[attitude, i] / 255.0 - usual)
        if abroad:
            brought = (e.trust_origin - e.levels[1, TRUST]) * (1.0 - settled)
            levels[TRUST, i] = clipped(np.float64(levels[TRUST, i]) + brought, 0.0, 1.0)
        if not second:
            left = remaining(float(stay), e.heritage_fades, e.heritage_half)
            levels[HERITAGE, i] = left * np.float64(levels[HERITAGE, i])
        if migrant:
            levels[ECONOMIC, i] = levels[CULTURAL, i] = 0.0
        else:
            levels[HERITAGE, i] = levels[ORIENTATION, i] = 0.0


def endow(world: World, rows: NDArray[np.int64], founder: bool, seed: int) -> None:
    """Give the persons in ``rows`` their start; key, group, generation and place must be set.

    Parameters
    ----------
    rows
        Rows of the persons.
    founder
        Whether they live here at the start; others have just come, if born abroad, or have just been born.
    """
    people = world.people
    world.workers.spread(
        endow_all, len(rows), rows, founder, people.key, people.group, people.generation, people.woman, people.status,
        people.age, people.months_since_arrival, people.months_waited, people.sociability, people.education,
        people.vulnerability, people.special, people.language, people.employed, people.employability,
        people.wellbeing, people.housing, people.health_access, people.discrimination, people.transnational,
        people.setpoints, people.attitudes, world.endowment, Key(seed, stream("persons"), 0),
    )  # fmt: skip
