"""Beginnings are the numbers behind a person's start that are no disposition: age, stay, language, status, work, care.

Sources
    P41 (a fifth are 65 or older, 15 % under 15), P56 (women), P61 and P57 (newcomers: 12 % under 15, half of them
    under 30), A56 (the schooled learn more), P58 (a secure permit after five years), P62 (18 % outside the labour
    market), P08 and P59 (life satisfaction, lower among migrants), P60 (migrants go without care more often), P31
    (who dislikes immigration shares less), P47 (against fading connection).
"""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.parameters import Parameters, param


@dataclass(frozen=True, kw_only=True)
class Beginnings(Parameters):
    """What founders and newcomers start with, beside their dispositions."""

    women: float = param(0.51, unit="share", low=0.45, high=0.55, source="P56")
    young: float = param(
        0.19, unit="share", low=0.14, high=0.25, source="P41", sets="range", meaning="under 18, of residents"
    )
    old: float = param(0.20, unit="share", low=0.15, high=0.25, source="P41", sets="range", meaning="65 or older")
    children: float = param(
        0.12, unit="share", low=0.05, high=0.3, source="P61", sets="range", meaning="of newcomers, 5 to 14 years old"
    )
    adult_span: float = param(
        600.0, unit="months", low=400, high=800, source="P57", sets="range", meaning="ages of grown newcomers"
    )
    second_span: float = param(
        420.0, unit="months", low=200, high=600, source="assumption", meaning="ages of migrants' children at the start"
    )

    fluent: float = param(
        0.9, unit="share", low=0.7, high=1.0, source="assumption", meaning="proficiency that long stays lead to"
    )
    learnt: float = param(
        0.45, unit="share", low=0.1, high=0.9, source="A56", sets="range", meaning="of the way there, without schooling"
    )
    native: float = param(
        0.97, unit="share", low=0.9, high=1.0, source="convention", meaning="scale: proficiency of those born here"
    )
    settling: float = param(
        75.0, unit="months", low=24, high=180, source="assumption", meaning="in which two thirds of settling are done"
    )

    citizens_after: float = param(120.0, unit="months", low=60, high=240, source="assumption")
    citizens: float = param(0.55, unit="share", low=0.2, high=0.9, source="assumption")
    permanent_after: float = param(60.0, unit="months", low=24, high=120, source="P58")
    permanent: float = param(
        0.8, unit="share", low=0.3, high=1.0, source="assumption", meaning="citizens included, among those of long stay"
    )
    asylum_until: float = param(18.0, unit="months", low=6, high=60, source="assumption")

    looking: float = param(
        0.80, unit="share", low=0.7, high=0.9, source="P62", sets="range", meaning="of adults, in the labour market"
    )
    working_first: float = param(
        0.15, unit="share", low=0.0, high=0.4, source="assumption", meaning="of those in the market, just arrived"
    )
    working_gain: float = param(
        0.75, unit="share", low=0.3, high=0.9, source="assumption", meaning="what settling adds to it"
    )
    ready: float = param(0.55, unit="share", low=0.3, high=0.8, source="assumption", meaning="least employability")
    ready_span: float = param(0.35, unit="share", low=0.1, high=0.5, source="assumption")

    well: float = param(0.66, unit="share", low=0.5, high=0.8, source="P08", sets="range")
    well_gap: float = param(0.1, unit="share", low=0.0, high=0.2, source="P59", sets="range")
    well_spread: float = param(0.12, unit="share", low=0.05, high=0.25, source="assumption")
    housed: float = param(0.72, unit="share", low=0.5, high=0.9, source="assumption")
    housed_abroad: float = param(0.58, unit="share", low=0.3, high=0.8, source="assumption")
    housed_spread: float = param(0.15, unit="share", low=0.05, high=0.3, source="assumption")
    cared: float = param(0.8, unit="share", low=0.6, high=0.95, source="assumption")
    cared_abroad: float = param(0.55, unit="share", low=0.3, high=0.8, source="P60", sets="range")
    cared_spread: float = param(0.1, unit="share", low=0.03, high=0.2, source="assumption")
    felt: float = param(
        0.16, unit="share", low=0.0, high=0.4, source="assumption", meaning="perceived discrimination of migrants"
    )

    connection_spread: float = param(0.8, unit="share", low=0.0, high=1.0, source="assumption")
    connection_fades: float = param(0.45, unit="share", low=0.0, high=0.9, source="assumption", opposed="P47")
    connection_second: float = param(0.4, unit="share", low=0.0, high=0.8, source="assumption")

    trust_schooling: float = param(0.25, unit="r", low=0.0, high=0.5, source="assumption")
    trust_warmth: float = param(0.2, unit="r", low=0.0, high=0.5, source="assumption")
    institutions_trust: float = param(0.4, unit="r", low=0.0, high=0.7, source="assumption")
    solidarity_warmth: float = param(0.4, unit="r", low=0.0, high=0.6, source="P31", sets="range")
    solidarity_trust: float = param(0.2, unit="r", low=0.0, high=0.4, source="assumption")
    orientation_warmth: float = param(0.3, unit="r", low=0.0, high=0.6, source="assumption")
    cultural_economic: float = param(0.2, unit="r", low=0.0, high=0.4, source="assumption")
