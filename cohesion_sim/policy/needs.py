"""Who could use which programme, and who of them wants it: need, information, trust and free time bring people.

A person is asked on her turn, once a quarter; her willingness is drawn once a year, so that who waits goes on waiting.
A newcomer whose needs are assessed is referred at once.

Sources
    I106 (44 % of those admitted start a course), A79 and I014 (19 % are matched with a mentor), I113 (obligation), I047
    (child care), I077 (recognition). Who is open to whom by status is a lever (``regime.access``).
"""

from __future__ import annotations

from typing import NamedTuple

from cohesion_sim.compiled import rule
from cohesion_sim.state.people import (
    ADULT,
    ASYLUM_SEEKER,
    DISABLED,
    IRREGULAR,
    MINORITY,
    RETIRED,
    TEMPORARY,
)

SCHOOL_AGE = 6 * 12
LANGUAGE, VOCATIONAL, RECOGNITION, ENTREPRENEURSHIP, MENTORING, VOLUNTEERING = range(6)
DIASPORA, YOUTH, HEALTH, LEGAL, HOUSING = range(6, 11)
"""Personal programmes, numbered in the order of :data:`cohesion_sim.policy.instruments.PERSONAL`."""


class Reach(NamedTuple):
    """What decides, in the whole country, whether a person wants a programme she could use. Shares."""

    trust: float
    informed: float
    digital: float
    obligation: float
    tailoring: float
    asylum: float
    irregular: float
    temporary: float
    work_ban: float
    assessed: float
    continuity: float


@rule
def usable(
    months: int, generation: int, employed: bool, language: float, education: float, recognised: bool,
    vulnerability: float, special: int, tenure: int, bridging: int, status: int, exploited: bool, housing: float,
    work_ban: float,
) -> int:  # fmt: skip
    """Return the programmes that a migrant could use, one bit each."""
    adult = months >= ADULT
    working_age = adult and months < RETIRED
    banned = status == ASYLUM_SEEKER and tenure < work_ban
    seeking = working_age and not employed and not banned
    newcomer = generation == 1
    needy = vulnerability > 0.35 or (special & DISABLED) > 0 or status == ASYLUM_SEEKER
    return (
        (int(working_age and language < 0.8) << LANGUAGE)
        | (int(seeking) << VOCATIONAL)
        | (int(working_age and newcomer and education > 0.5 and not recognised) << RECOGNITION)
        | (int(seeking and status >= TEMPORARY and language > 0.3) << ENTREPRENEURSHIP)
        | (int(working_age and newcomer and tenure < 96 and bridging < 4) << MENTORING)
        | (int(adult) << VOLUNTEERING)
        | (int(adult and tenure < 240) << DIASPORA)
        | (int(SCHOOL_AGE <= months < ADULT) << YOUTH)
        | (int(needy) << HEALTH)
        | (int(adult and (status <= TEMPORARY or exploited)) << LEGAL)
        | (int(adult and housing < 0.5) << HOUSING)
    )


@rule
def reached(trust: float, digital: float, months: int, special: int, r: Reach) -> float:
    """Return how easily a person is reached, about 1: trust, information and programmes made to her measure."""
    older = 0.3 * (1.0 - r.tailoring) if months >= 600 else 0.0
    minority = 0.3 * (1.0 - r.tailoring) if (special & MINORITY) > 0 else 0.0
    return (1.0 + r.trust * (trust - 0.5)) * (1.0 + r.informed + r.digital * digital) * (1.0 - older) * (1.0 - minority)


@rule
def open_to(status: int, r: Reach) -> float:
    """Return the share of services that a status opens."""
    if status == ASYLUM_SEEKER:
        return r.asylum
    if status == IRREGULAR:
        return r.irregular
    return r.temporary if status == TEMPORARY else 1.0


@rule
def wants(programme: int, u: float, take_up: float, ease: float, opening: float, obligation: float) -> bool:
    """Return whether a person who could use a programme wants it; courses can be made an obligation."""
    obliged = obligation if programme == LANGUAGE else 0.0
    willing = min(1.0, take_up * ease)
    return u < opening * (willing + obliged * (1.0 - willing))
