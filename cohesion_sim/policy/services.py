"""Services turn places into doses: delivery, quality and what has been learnt decide what a place is worth and costs.

Equations
    unit cost   = c·(1 + premium·T)·(1 + transfer_cost·λ)·(1 + Σ overhead·lever)·(1 − saving·K)
    fit         = T + (1 − T)·(1 − leak)·(1 − v·(1 − R)),   times 1 − unfit·(1 − tailoring) for special circumstances
    R           = r₀ + (1 − r₀)·(Σ weight·lever + w_K·K + local·decentralised)
    K'          = K − δ·K + λ·learning·a·(1 − K),   a targeted activity per migrant
    Q           = d·q + (1 − d)·mean(q),   q' = q + practice_learning·evaluation·spread·(best − q)
    sent home   = remitted·connection to the origin, by migrants in work
    C'          = C + adapt·(starved + (1 − starved)·m)·(D − C),   congestion = load·max(0, D/C − 1)

    T targeted share · λ knowledge transfer · v vulnerability · R responsiveness of general services · K knowledge
    Q quality of practice · d decentralised · C capacity of general services · D demand for them ·
    m share of what is asked for that the place can pay

Assumes
    Mainstreamed money also serves hosts in need (``leak``); targeted money costs more a head (``premium``) and is seen.
    Every lever that needs staff has its overhead. Places differ in what they do
    (``practice_spread``); a centre gives all the same mean practice. General services follow demand with a delay.

Sources
    I013 and I072 (interpreters close the gap; 279 USD a person and year), I011 (trained staff: clients attend), I012
    (no effect of training on outcomes beyond that), I113 (obligation: from 17 to 74 % registered), I015 (35 % of
    mentored pairs are intense; only they work), I003 (recognition granted), I047 (child care frees parents), I048 (a
    place of 20 hours a week), I085 (what trained staff know lasts, their attitudes fade in a year), I099 (mediators
    raise quality where they are called), A09 (effects differ between places), P03 (remittances), P54 (told that they
    are eligible, people enrol 1.8 times as often), P23 (leisure of 4.1 hours a day at work, 7.0 without: the most that
    ``free_employed`` and ``free_jobless`` can be), P42 (governments pay 0 to 8 %), A55 (courses stayed short of demand
    for four years, so that services follow in years, not months: ``adapt``). The chapter: targeted knowledge built into
    general services saves money later; local capacity that lags arrivals raises tension.
"""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.parameters import Parameters, param

OVERHEADS = (
    "intercultural_training", "mediators", "interpretation", "tailoring", "employers", "migrant_participation",
    "needs_assessment", "coordination", "evaluation", "exchange", "consultation", "accreditation",
)  # fmt: skip
"""Levers of delivery and governance that cost money."""


@dataclass(frozen=True, kw_only=True)
class Services(Parameters):
    """Costs, reach and quality of delivery."""

    premium: float = param(0.15, unit="share", low=0.0, high=0.6, source="assumption")
    leak: float = param(0.2, unit="share", low=0.0, high=0.5, source="assumption")
    saving: float = param(0.2, unit="share", low=0.0, high=0.5, source="assumption")
    transfer_cost: float = param(0.05, unit="share", low=0.0, high=0.2, source="assumption")
    learning: float = param(0.05, unit="1/month", low=0.0, high=0.2, source="assumption")
    forgetting: float = param(0.01, unit="1/month", low=0.0, high=0.05, source="I085", sets="range")

    overhead_intercultural_training: float = param(0.03, unit="share", low=0.0, high=0.1, source="assumption")
    overhead_mediators: float = param(0.04, unit="share", low=0.0, high=0.15, source="assumption")
    overhead_interpretation: float = param(0.05, unit="share", low=0.0, high=0.15, source="I072")
    overhead_tailoring: float = param(0.04, unit="share", low=0.0, high=0.15, source="assumption")
    overhead_employers: float = param(0.02, unit="share", low=0.0, high=0.1, source="assumption")
    overhead_migrant_participation: float = param(0.01, unit="share", low=0.0, high=0.05, source="assumption")
    overhead_needs_assessment: float = param(0.02, unit="share", low=0.0, high=0.1, source="assumption")
    overhead_coordination: float = param(0.02, unit="share", low=0.0, high=0.1, source="assumption")
    overhead_evaluation: float = param(0.02, unit="share", low=0.0, high=0.1, source="assumption")
    overhead_exchange: float = param(0.005, unit="share", low=0.0, high=0.03, source="assumption")
    overhead_consultation: float = param(0.005, unit="share", low=0.0, high=0.03, source="assumption")
    overhead_accreditation: float = param(0.01, unit="share", low=0.0, high=0.05, source="assumption")

    responsive_least: float = param(0.15, unit="share", low=0.0, high=0.5, source="assumption")
    weight_training: float = param(0.15, unit="1", low=0.0, high=0.5, source="I011", sets="range")
    weight_mediators: float = param(0.2, unit="1", low=0.0, high=0.5, source="I099", sets="range")
    weight_interpretation: float = param(0.2, unit="1", low=0.0, high=0.5, source="I013")
    weight_participation: float = param(0.1, unit="1", low=0.0, high=0.5, source="assumption")
    weight_consultation: float = param(0.05, unit="1", low=0.0, high=0.3, source="assumption")
    weight_knowledge: float = param(0.25, unit="1", low=0.0, high=0.6, source="assumption")
    local_knowledge: float = param(0.1, unit="share", low=0.0, high=0.3, source="assumption")
    unfit: float = param(0.4, unit="share", low=0.0, high=0.8, source="assumption")

    trust_reach: float = param(0.4, unit="1", low=0.0, high=1.0, source="assumption")
    informing: float = param(0.3, unit="1", low=0.0, high=0.8, source="P54", sets="range")
    digital_reach: float = param(0.2, unit="1", low=0.0, high=0.6, source="assumption")
    obliged: float = param(0.57, unit="share", low=0.2, high=0.9, source="I113")
    attended: float = param(0.5, unit="share", low=0.0, high=0.7, source="I011", sets="range")
    care_hours: float = param(90.0, unit="hours/month", low=0, high=140, source="I048")
    free_jobless: float = param(150.0, unit="hours/month", low=60, high=200, source="P23", sets="range")
    free_employed: float = param(70.0, unit="hours/month", low=10, high=120, source="P23", sets="range")
    part_time: float = param(0.5, unit="share", low=0.2, high=1.0, source="assumption")
    intense: float = param(0.35, unit="share", low=0.1, high=0.7, source="I015")
    granted: float = param(0.5, unit="share", low=0.25, high=0.75, source="I003")
    placed: float = param(0.3, unit="1", low=0.0, high=1.0, source="assumption")

    practice_spread: float = param(0.15, unit="sd", low=0.0, high=0.4, source="A09", sets="range")
    practice_learning: float = param(0.04, unit="1/month", low=0.0, high=0.15, source="assumption")
    discretion: float = param(0.5, unit="share", low=0.0, high=1.0, source="assumption")
    fiscal_cycle: float = param(2.0, unit="1", low=0.0, high=5.0, source="assumption")
    interest: float = param(0.03, unit="1/year", low=0.0, high=0.1, source="P42", sets="range")
    repayment: float = param(120.0, unit="months", low=24, high=480, source="assumption")

    remitted: float = param(200.0, unit="EUR/month", low=0, high=600, source="P03")

    extra: float = param(0.5, unit="1", low=0.0, high=2.0, source="assumption")
    starved: float = param(0.3, unit="share", low=0.0, high=1.0, source="assumption")
    adapt: float = param(0.08, unit="1/month", low=0.01, high=0.15, source="A55", sets="range")
    load: float = param(12.0, unit="1", low=0.0, high=40.0, source="assumption")
    closed: float = param(0.5, unit="1", low=0.0, high=1.0, source="assumption")
    relieved: float = param(0.3, unit="1", low=0.0, high=1.0, source="assumption")
    resented: float = param(1.0, unit="1", low=0.0, high=3.0, source="assumption")
    prepared: float = param(0.5, unit="share", low=0.0, high=1.0, source="assumption")
