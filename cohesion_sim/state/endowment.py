"""An endowment is what a context gives to newcomers: the means, spreads and chances that each start is drawn from.

Sources
    A120–A123 (level and spread of hosts' attitudes), A121 (economic and cultural attitude r = .73), A122 (education),
    T111 (the origin matters less after a long stay),
    T148 (trust: three parts host country, one part origin), T255 (on arrival the origin's alone),
    E15 (migrants trust institutions more), T093 (language),
    P06 (years of schooling), P55 (trust in possible origins).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arithmetic import clipped, logit
from cohesion_sim.context import Context
from cohesion_sim.parameters import param
from cohesion_sim.state.beginnings import Beginnings


@dataclass(frozen=True, kw_only=True)
class Dispositions(Beginnings):
    """Means and spreads of what people bring along."""

    spread: float = param(1.4, unit="logit", low=0.8, high=2.0, source="A120")
    hold: float = param(0.85, unit="share", low=0.5, high=1.0, source="assumption")
    education_hosts: float = param(0.55, unit="share", low=0.3, high=0.8, source="P06", sets="range")
    education_spread: float = param(0.22, unit="share", low=0.1, high=0.35, source="assumption")
    education_attitude: float = param(0.31, unit="r", low=0.0, high=0.5, source="A122")
    attitude_economic: float = param(0.77, unit="r", low=0.3, high=0.9, source="A121")
    attitude_cultural: float = param(0.82, unit="r", low=0.3, high=0.9, source="A121")
    threat_hosts: float = param(0.42, unit="share", low=0.2, high=0.7, source="A120", sets="range")
    solidarity_hosts: float = param(0.55, unit="share", low=0.3, high=0.8, source="assumption")
    belonging_hosts: float = param(0.78, unit="share", low=0.6, high=0.95, source="assumption")
    warmth_migrants: float = param(0.64, unit="share", low=0.4, high=0.85, source="assumption")
    trust_origin: float = param(0.17, unit="share", low=0.02, high=0.64, source="P55", sets="range")
    weight_origin: float = param(0.25, unit="share", low=0.1, high=0.5, source="T148")
    institutions_bonus: float = param(0.16, unit="share", low=0.0, high=0.25, source="E15")
    solidarity_migrants: float = param(0.58, unit="share", low=0.3, high=0.8, source="assumption")
    belonging_migrants: float = param(0.56, unit="share", low=0.3, high=0.8, source="assumption")
    belonging_second: float = param(0.70, unit="share", low=0.4, high=0.9, source="assumption")
    heritage_first: float = param(0.63, unit="share", low=0.4, high=0.9, source="assumption")
    heritage_fades: float = param(0.65, unit="share", low=0.0, high=0.8, source="T111")
    heritage_half: float = param(120.0, unit="months", low=24.0, high=360.0, source="assumption")
    heritage_second: float = param(0.52, unit="share", low=0.3, high=0.8, source="assumption")
    orientation_first: float = param(0.58, unit="share", low=0.3, high=0.8, source="assumption")
    orientation_second: float = param(0.70, unit="share", low=0.4, high=0.9, source="assumption")
    transnational_first: float = param(0.65, unit="share", low=0.3, high=0.9, source="assumption")
    hired: float = param(0.35, unit="share", low=0.1, high=0.7, source="assumption")
    contacts: float = param(12.0, unit="ties", low=6.0, high=14.0, source="C01")
    dispersion: float = param(1.82, unit="1", low=1.0, high=4.0, source="C02")


(WARMTH, TRUST, INSTITUTIONS, BELONGING, SOLIDARITY, HERITAGE, ORIENTATION, ECONOMIC, CULTURAL) = range(9)
KINDS = 3
"""Hosts, migrants born abroad, their children born here: one row of means each."""


class Endowment(NamedTuple):
    """Everything that decides what a newcomer starts with; ``start`` holds the numbers that no context changes."""

    means: NDArray[np.float64]
    origins: NDArray[np.float64]
    inflows: NDArray[np.float64]
    contacts: NDArray[np.float64]
    levels: NDArray[np.float64]
    hold: float
    trust_origin: float
    spread: float
    attitude_spread: float
    education_hosts: float
    education_spread: float
    education_attitude: float
    attitude_economic: float
    attitude_cultural: float
    transnational: float
    hired: float
    unemployment: float
    established: float
    heritage_fades: float
    heritage_half: float
    start: Any


def endowment(context: Context, p: Dispositions) -> Endowment:
    """Return what a context gives to newcomers."""
    s = p.spread
    warm = s * context.attitude_spread / 2.3
    spreads = np.full(9, s)
    spreads[[WARMTH, ECONOMIC, CULTURAL]] = warm
    trust_migrants = p.weight_origin * p.trust_origin + (1.0 - p.weight_origin) * context.base_trust
    institutions = min(0.93, context.base_trust_institutions + p.institutions_bonus)
    threat = clipped(p.threat_hosts - (context.host_attitude - 5.6) / 10.0, 0.05, 0.95)
    means = np.array(
        [
            [context.host_attitude / 10.0, context.base_trust, context.base_trust_institutions, p.belonging_hosts,
             p.solidarity_hosts, 0.5, 0.5, threat, threat],
            [p.warmth_migrants, trust_migrants, institutions, p.belonging_migrants, p.solidarity_migrants,
             p.heritage_first, p.orientation_first, 0.5, 0.5],
            [p.warmth_migrants, 0.5 * (trust_migrants + context.base_trust), context.base_trust_institutions,
             p.belonging_second, p.solidarity_migrants, p.heritage_second, p.orientation_second, 0.5, 0.5],
        ]
    )  # fmt: skip
    centred = np.array(
        [
            [
                logit(mean) * float(np.sqrt(1.0 + 3.141592653589793 * w * w / 8.0))
                for mean, w in zip(row, spreads, strict=True)
            ]
            for row in means.tolist()
        ]
    )
    origins = np.array(
        [[0.0] * 7]
        + [
            [o.language, o.education, o.vulnerability, o.asylum, o.irregular, o.disability, o.minority]
            for o in context.origins
        ]
    )
    return Endowment(
        centred, origins, np.array([[o.share * o.inflow, o.since] for o in context.origins]),
        contact_chances(p.contacts, p.dispersion, 15),
        means, p.hold, p.trust_origin, s, warm, p.education_hosts,
        p.education_spread, p.education_attitude, p.attitude_economic, p.attitude_cultural, p.transnational_first,
        p.hired,
        context.unemployment, context.established, p.heritage_fades, p.heritage_half,
        p.sealed(),
    )  # fmt: skip


def contact_chances(mean: float, size: float, most: int) -> NDArray[np.float64]:
    """Return the cumulative chances of 1 … ``most`` ties: a negative binomial, its tail gathered at the end."""
    ratio = mean / (mean + size)
    weights = [1.0]
    for k in range(1, 400):
        weights.append(weights[-1] * (k + size) / (k + 1.0) * ratio)
    total = sum(weights)
    running, chances = 0.0, []
    for weight in weights[: most - 1]:
        running += weight
        chances.append(running / total)
    return np.array([*chances, 1.0])
