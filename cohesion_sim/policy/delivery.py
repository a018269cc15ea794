"""Delivery is how services reach people: for migrants alone or for all, by whom, in whose language, to whose measure.

The levers are the chapter's own list for responsive services. Those that need staff are not free: each makes a place in
a service dearer by its overhead (:class:`cohesion_sim.policy.services.Services`).
"""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.parameters import Parameters, param


@dataclass(frozen=True, kw_only=True)
class Delivery(Parameters):
    """How services reach people. Neutral: half targeted, nothing transferred, few trained staff and mediators."""

    targeted_share: float = param(
        0.5,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="share of money in dedicated programmes; the rest is mainstreamed",
    )
    knowledge_transfer: float = param(
        0.0,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="how far what targeted work learns is built into general services",
    )
    intercultural_training: float = param(
        0.2,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="staff trained to work with people of all origins",
    )
    mediators: float = param(
        0.2, unit="share", low=0, high=1, source="choice", meaning="services with cultural mediators"
    )
    interpretation: float = param(
        0.2, unit="share", low=0, high=1, source="choice", meaning="services with professional interpreters"
    )
    tailoring: float = param(
        0.2,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="programmes made to the measure of age, sex, disability and minorities",
    )
    civil_society: float = param(
        0.3,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="services provided with civil society and migrants' associations",
    )
    employers: float = param(
        0.2,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="programmes run with employers and social partners",
    )
    migrant_participation: float = param(
        0.2, unit="share", low=0, high=1, source="choice", meaning="migrants' part in the design of services"
    )
    needs_assessment: float = param(
        0.2,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="newcomers whose needs are assessed and who are referred",
    )
    obligation: float = param(
        0.0,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="how far courses are an obligation rather than an offer",
    )
