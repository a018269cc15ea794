"""The path is what happens before departure and how it is taken up after arrival.

The instrument ``predeparture`` pays for it: without that money no lever here reaches anybody.

Sources
    I104 (15 hours of orientation), I016 (no effect of an extended seminar on jobs, settlement or well-being: a null
    here too). The chapter: coherent messages, needs known before arrival, hosts prepared, protection in the region.
"""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.parameters import Parameters, param


@dataclass(frozen=True, kw_only=True)
class Path(Parameters):
    """From before departure to after arrival. Neutral: some orientation, nothing that follows from it."""

    eligible: float = param(
        0.5, unit="share", low=0, high=1, source="choice", meaning="arrivals who may take part before departure"
    )
    obligatory: float = param(
        0.0, unit="share", low=0, high=1, source="choice", meaning="how far taking part is an obligation"
    )
    orientation: float = param(
        0.5, unit="share", low=0, high=1, source="choice", meaning="information that makes expectations right"
    )
    language_abroad: float = param(
        0.0, unit="share", low=0, high=1, source="choice", meaning="lessons before departure"
    )
    profiling: float = param(
        0.0, unit="share", low=0, high=1, source="choice", meaning="skills profiled before departure"
    )
    continuity: float = param(
        0.0,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="support after arrival takes up what was done before",
    )
    hosts_prepared: float = param(
        0.0, unit="share", low=0, high=1, source="choice", meaning="places told and made ready before people arrive"
    )
    regional_protection: float = param(
        0.0,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="support for people who wait in a neighbouring region",
    )
