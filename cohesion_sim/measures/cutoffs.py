"""Every cut-off that a measure needs is declared here, because a cut-off drives what it cuts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cohesion_sim.errors import UserError
from cohesion_sim.parameters import Parameters, param

DEPRIVATIONS = ("work", "language", "rights", "bridging_ties", "belonging", "discrimination", "trust_institutions")
"""The seven deprivations; deprivation d is bit d of a person's pattern."""
NOT_FOR_HOSTS = ("language", "rights")
"""Deprivations that the host variant leaves out."""


def _least(default: float, meaning: str) -> Any:
    return param(default, unit="share", low=0.0, high=1.0, source="convention", meaning=meaning)


def _weight(deprivation: str) -> Any:
    return param(1.0, unit="1", low=0.0, high=10.0, source="convention", meaning=f"weight of {deprivation}")


@dataclass(frozen=True, kw_only=True)
class Measures(Parameters):
    """Cut-offs and weights of the measures, and how often subgroups are measured."""

    deprivations: float = param(
        0.34,
        unit="share",
        low=0.05,
        high=1.0,
        source="convention",
        meaning="share of deprivations that marginalises (k)",
    )
    language_least: float = _least(0.60, "deprived of language below")
    belonging_least: float = _least(0.50, "deprived of belonging below")
    institutions_least: float = _least(0.45, "deprived of trust in institutions below")
    discrimination_most: float = _least(0.25, "deprived by discrimination above")
    rights_least: int = param(
        3, unit="code", low=0, high=4, source="convention", meaning="least status with full rights (3 permanent)"
    )
    bridging_least: int = param(
        1, unit="ties", low=0, high=32, source="convention", meaning="deprived with fewer bridging ties"
    )
    weight_work: float = _weight("work")
    weight_language: float = _weight("language")
    weight_rights: float = _weight("rights")
    weight_bridging_ties: float = _weight("bridging_ties")
    weight_belonging: float = _weight("belonging")
    weight_discrimination: float = _weight("discrimination")
    weight_trust_institutions: float = _weight("trust_institutions")
    heritage_cut: float = _least(0.5, "Berry: maintains heritage above")
    orientation_cut: float = _least(0.5, "Berry: takes part above")
    security_asylum: float = _least(0.25, "security of stay of an asylum seeker; 0 without a permit, 1 for citizens")
    security_temporary: float = _least(0.5, "security of stay with a temporary permit")
    security_permanent: float = _least(0.9, "security of stay with a permanent permit")
    subgroups_every: int = param(
        1, unit="months", low=1, high=120, source="convention", meaning="months between measurements of subgroups"
    )

    def __post_init__(self) -> None:
        """Refuse weights that leave nothing to measure, for migrants or for hosts."""
        super().__post_init__()
        if sum(self.weights(hosts=True)) <= 0.0:
            raise UserError("measures: all weights are 0; at least one deprivation that hosts can have must count")

    def weights(self, hosts: bool = False) -> tuple[float, ...]:
        """Return the weights of the seven deprivations; those that hosts cannot have weigh 0 in the host variant."""
        return tuple(
            0.0 if hosts and name in NOT_FOR_HOSTS else float(getattr(self, f"weight_{name}")) for name in DEPRIVATIONS
        )
