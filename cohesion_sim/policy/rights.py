"""Rights are what the law lets migrants do, by strand and by status, and how long they wait for it.

Sources
    MIPEX: the eight strands. I086: married migrants whose spouse follows later.
"""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.parameters import Parameters, param


@dataclass(frozen=True, kw_only=True)
class Rights(Parameters):
    """The eight MIPEX strands, 0 to 100: what the law lets migrants do. Neutral: 50."""

    labour: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="labour market mobility")
    family: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="family reunification")
    education: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="education")
    health: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="health")
    participation: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="political participation")
    residence: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="permanent residence")
    citizenship: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="access to nationality")
    antidiscrimination: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="protection in law")


STRANDS = tuple(Rights.__dataclass_fields__)
"""The eight strands by name."""


@dataclass(frozen=True, kw_only=True)
class Access(Parameters):
    """Waiting times and conditions on the way from arrival to citizenship, and which services a status opens."""

    asylum_wait: float = param(
        9.0, unit="months", low=0, high=120, source="choice", meaning="length of the asylum procedure"
    )
    work_ban: float = param(
        6.0, unit="months", low=0, high=120, source="choice", meaning="ban on work after arrival for asylum seekers"
    )
    permanence: float = param(
        60.0, unit="months", low=0, high=480, source="choice", meaning="stay needed for permanent residence"
    )
    citizenship: float = param(
        60.0, unit="months", low=0, high=480, source="choice", meaning="further stay needed for citizenship"
    )
    conditions: float = param(
        0.4,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="how far language and work are conditions of permanence",
    )
    stay_limit: float = param(
        480.0,
        unit="months",
        low=6,
        high=480,
        source="choice",
        meaning="longest stay on a temporary permit, 480 for none",
    )
    family_wait: float = param(
        24.0, unit="months", low=0, high=240, source="I086", meaning="months until a family may follow"
    )
    services_asylum: float = param(
        1.0, unit="share", low=0, high=1, source="choice", meaning="share of services open to asylum seekers"
    )
    services_irregular: float = param(
        0.3,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="share of services open to people without a permit",
    )
    services_temporary: float = param(
        1.0,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="share of services open to people on temporary permits",
    )
