"""A plan is what the rules of services come to in a phase: numbers worked out once and used every month of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.policy.doses import Fit
from cohesion_sim.policy.enrolment import Time
from cohesion_sim.policy.needs import Reach
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.purse import Terms, terms
from cohesion_sim.policy.quality import Quality, quality
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.services import Services
from cohesion_sim.policy.timeline import Phase
from cohesion_sim.sealing import sealed


class Plan(NamedTuple):
    """Whom services reach, and on which terms; records of many numbers are sealed.

    Attributes
    ----------
    reach, time, fit
        Who wants a programme, hours for it, what a dose of it is worth.
    length, dropout
        Months from start to end, and chance a month of leaving before it, shape (11,).
    terms, quality
        How places use money, and how their services learn, grow and are seen.
    """

    reach: Reach
    time: Time
    fit: Fit
    length: Counts
    dropout: Doubles
    terms: Terms
    quality: Quality


def planned(p: Services, programmes: Programmes, phase: Phase) -> Plan:
    """Return what the rules of services come to in a phase."""
    regime = phase.regime
    delivery, access = regime.delivery, regime.access
    return Plan(
        reach=sealed(Reach(
            p.trust_reach,
            p.informing * informed(regime),
            p.digital_reach,
            p.obliged * delivery.obligation,
            delivery.tailoring,
            access.services_asylum,
            access.services_irregular,
            access.services_temporary,
            access.work_ban,
            delivery.needs_assessment,
            regime.path.continuity,
        )),
        time=sealed(Time(p.free_jobless, p.free_employed, p.care_hours, p.part_time)),
        fit=sealed(Fit(
            delivery.targeted_share, p.leak, p.unfit * (1.0 - delivery.tailoring),
            (1.0 + p.placed * delivery.employers) / (1.0 + p.placed), p.intense, programmes.hours_language, p.part_time,
        )),
        length=programmes.months.astype(np.int64),
        dropout=programmes.dropout * (1.0 - p.attended * delivery.intercultural_training),
        terms=terms(p, programmes, phase),
        quality=sealed(quality(p, regime)),
    )  # fmt: skip


def informed(regime: Regime) -> float:
    """Return how well people know what there is for them, 0 to 1: one-stop shops, civil society, partners."""
    return (
        0.7 * regime.governance.coordination + 0.2 * regime.delivery.civil_society + 0.1 * regime.governance.partnership
    )
