"""Legal status: time, conditions and rights lead from arrival to permanence and citizenship, or nowhere.

Equation
    asylum procedure ends after its wait:  recognised with chance r, irregular otherwise
    irregular → temporary     rate regularised · residence
    temporary → permanent     after the months required and, as far as conditions ask, with language and work:
                              rate permanence · residence
    permanent → citizen       after the further months required, with language:  rate naturalised · citizenship²

    t  months since arrival                                people.months_since_arrival
    l  language, work                                      people.language, people.employed
       rights                                              levers.country.residence, levers.country.citizenship
       waiting and conditions                              levers.country.asylum_wait, levers.country.permanence_months,
                                                           levers.country.citizenship_months, levers.country.conditions
       recognised, advised, deciding, regularised, permanence, naturalised, language_asked

Assumes
    Nobody loses a status once won. Conditions ask for proficiency ``language_asked`` · conditions, and for work of
    those who are in the share ``conditions`` of cases.

Sources
    T124–T134: naturalisations per foreign resident and year, .003 to .09. A81: stricter rules sort people.
    P04 and P12: two in five first decisions on asylum are positive and three in ten on appeal, so that ``recognised``,
    which contains appeals, is .4 to .6 on average. P13: those with a lawyer win two to four times as often, being also
    the better cases (54 against 11 %, so that ``advised`` is .5 at most). P14: what is asked lies between A2 and B2, .3
    to .8 of the scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import chance, whole
from cohesion_sim.arrays import Bytes, Codes, Flags, Floats, Keys, Months
from cohesion_sim.chance import BLOCK, Key, draw_block, uniform
from cohesion_sim.compiled import block, loop, rows, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Country, Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import ASYLUM_SEEKER, CITIZEN, IRREGULAR, LISTED, PERMANENT, TEMPORARY
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class LegalStatus(Mechanism):
    """The way from arrival to citizenship."""

    recognised: float = param(0.55, unit="share", low=0.3, high=0.8, source="P04", sets="range")
    advised: float = param(0.25, unit="share", low=0.0, high=0.5, source="P13", sets="range")
    deciding: float = param(0.3, unit="1/month", low=0.05, high=1.0, source="assumption")
    regularised: float = param(0.01, unit="1/month", low=0.0, high=0.05, source="assumption")
    permanence: float = param(0.06, unit="1/month", low=0.01, high=0.3, source="assumption")
    naturalised: float = param(0.014, unit="1/month", low=0.005, high=0.1, source="T124")
    language_asked: float = param(0.7, unit="share", low=0.3, high=0.8, source="P14", sets="range")

    name: ClassVar = "legal_status"
    vital: ClassVar = True
    writes: ClassVar = frozenset({"people.status"})

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Decide this month's cases."""
        people = world.people
        world.workers.spread(
            decide_all, len(people), people.active, people.key, people.group, people.status,
            people.months_since_arrival, people.language, people.employed, people.legal_support,
            levers.in_force, self.sealed(), key,
        )  # fmt: skip


@rule
def status_next(
    status: int,
    tenure: int,
    language: float,
    employed: bool,
    advice: float,
    u: float,
    v: float,
    country: Country,
    p: LegalStatus,
) -> int:
    """Return a migrant's status a month later; u and v are uniform."""
    if status == ASYLUM_SEEKER:
        if tenure < country.asylum_wait or u >= chance(p.deciding):
            return status
        return TEMPORARY if v < p.recognised + p.advised * advice * (1.0 - p.recognised) else IRREGULAR
    aided = 1.0 + advice
    if status == IRREGULAR:
        return TEMPORARY if u < chance(p.regularised * country.residence * aided) else status
    if language < p.language_asked * country.conditions:
        return status
    if status == TEMPORARY:
        if tenure < country.permanence_months or (v < country.conditions and not employed):
            return status
        return PERMANENT if u < chance(p.permanence * country.residence * aided) else status
    if status == PERMANENT and tenure >= country.permanence_months + country.citizenship_months:
        return CITIZEN if u < chance(p.naturalised * country.citizenship * country.citizenship * aided) else status
    return status


@loop
def decide_all(
    lo: int, hi: int, active: Flags, people_key: Keys, group: Codes, status: Codes, tenure: Months, language: Floats,
    employed: Flags, legal_support: Bytes, country: Country, p: LegalStatus, key: Key,
) -> None:  # fmt: skip
    """Apply the rule to rows lo … hi."""
    country, p = opened(country), opened(p)
    who = np.empty(LISTED, np.int32)
    keys = np.empty(LISTED, np.int64)
    drawn = np.empty((4, BLOCK), np.uint32)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        count = 0
        for row in rows(first, last):
            who[count] = row
            keys[count] = people_key[row]
            count += int(active[row] and group[row] > 0 and status[row] != CITIZEN)
        draw_block(key, keys, 0, count, 0, drawn)
        for n in range(count):
            i = np.uint64(who[n])
            u, v = uniform(whole(drawn[0, n])), uniform(whole(drawn[1, n]))
            status[i] = status_next(
                int(status[i]), int(tenure[i]), np.float64(language[i]), employed[i],
                whole(legal_support[i]) * (1.0 / 255.0), u, v, country, p,
            )  # fmt: skip
