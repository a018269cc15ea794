"""Funding is euro per migrant and year, and is separate from the regime that spends it."""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.parameters import Parameters, param


@dataclass(frozen=True, kw_only=True)
class Funding(Parameters):
    """The size of the integration budget."""

    name: str = "medium"
    title: str = ""
    eur_per_migrant_year: float = param(
        7000.0, unit="EUR per migrant and year", low=0, high=100_000, source="D07", meaning="integration budget"
    )
