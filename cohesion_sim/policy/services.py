"""Services turn money into doses: capacity over need gives each participant's share, delivery decides what it is worth.

Equations
    need_pk     participants who want instrument k in place p
    intensity   = min(1, money / (unit cost · need)),   unit cost = c·(1 + premium·T)·(1 − saving·K)
    fit         = T + (1 − T)·(1 − leak)·(1 − v·(1 − R))
    dose        = intensity · fit
    R           = r₀ + (1 − r₀)·(w_t·training + w_m·mediators + w_p·participation + w_k·K + local·decentralised)
    K'          = K − δ·K + λ·learning·a·(1 − K),   a targeted activity per migrant

    T targeted share · λ knowledge transfer · v vulnerability · R responsiveness of general services · K knowledge

Assumes
    A place of a course is shared equally among those who want it; what waits is reported as queue. Mainstreamed money
    also serves hosts in need (``leak``); targeted money costs more a head (``premium``) and is seen.

Sources
    D01 (language course), I133 (mentoring pair), I072 (interpreters), A79 (take-up of mentoring), I106 (take-up of
    courses). The chapter: targeted knowledge built into general services saves money later.
"""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.parameters import Parameters, param


@dataclass(frozen=True, kw_only=True)
class Services(Parameters):
    """Costs, take-up and delivery of services."""

    cost_language: float = param(500.0, unit="EUR per participant and month", low=200, high=900, source="D01")
    cost_employment: float = param(600.0, unit="EUR per participant and month", low=200, high=1500, source="assumption")
    cost_mentoring: float = param(217.0, unit="EUR per participant and month", low=100, high=400, source="I133")
    cost_specialised: float = param(200.0, unit="EUR per participant and month", low=50, high=600, source="assumption")
    cost_welcome: float = param(15.0, unit="EUR per migrant and month", low=2, high=60, source="assumption")
    cost_culture: float = param(20.0, unit="EUR per migrant and month", low=2, high=80, source="assumption")
    cost_family: float = param(80.0, unit="EUR per migrant and month", low=10, high=300, source="assumption")
    cost_antidiscrimination: float = param(12.0, unit="EUR per migrant and month", low=2, high=60, source="assumption")
    cost_digital: float = param(10.0, unit="EUR per migrant and month", low=1, high=40, source="assumption")
    cost_predeparture: float = param(8.0, unit="EUR per migrant and month", low=1, high=40, source="assumption")
    premium: float = param(0.15, unit="share", low=0.0, high=0.6, source="assumption")
    leak: float = param(0.2, unit="share", low=0.0, high=0.5, source="assumption")
    saving: float = param(0.2, unit="share", low=0.0, high=0.5, source="assumption")
    transfer_cost: float = param(0.05, unit="share", low=0.0, high=0.2, source="assumption")
    learning: float = param(0.05, unit="1/month", low=0.0, high=0.2, source="assumption")
    forgetting: float = param(0.01, unit="1/month", low=0.0, high=0.05, source="assumption")
    responsive_least: float = param(0.15, unit="share", low=0.0, high=0.5, source="assumption")
    weight_training: float = param(0.25, unit="1", low=0.0, high=0.5, source="assumption")
    weight_mediators: float = param(0.3, unit="1", low=0.0, high=0.5, source="I013")
    weight_participation: float = param(0.15, unit="1", low=0.0, high=0.5, source="assumption")
    weight_knowledge: float = param(0.3, unit="1", low=0.0, high=0.6, source="assumption")
    take_up: float = param(0.44, unit="share", low=0.2, high=0.9, source="I106")
    take_up_mentoring: float = param(0.19, unit="share", low=0.1, high=0.4, source="I014")
    trust_reach: float = param(0.4, unit="1", low=0.0, high=1.0, source="assumption")
    care_reach: float = param(0.3, unit="1", low=0.0, high=1.0, source="assumption")
    course_hours: float = param(100.0, unit="hours/month", low=30, high=160, source="D02")
    local_knowledge: float = param(0.1, unit="share", low=0.0, high=0.3, source="assumption")
    informing: float = param(0.3, unit="1", low=0.0, high=0.8, source="assumption")
    load: float = param(12.0, unit="1", low=0.0, high=40.0, source="assumption")
    resented: float = param(1.0, unit="1", low=0.0, high=3.0, source="assumption")
