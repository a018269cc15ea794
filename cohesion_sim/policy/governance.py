"""Governance is who decides, who pays, who checks and who learns from whom.

Local money that is neither own revenue nor borrowed nor of partners is transfers: the four sources of the chapter.
"""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.errors import UserError
from cohesion_sim.parameters import Parameters, param


@dataclass(frozen=True, kw_only=True)
class Governance(Parameters):
    """Levels of government and their money. Neutral: half decided locally, money half by need, no conditions."""

    decentralised: float = param(
        0.5,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="0 one centre decides, 1 what can be done locally is",
    )
    coordination: float = param(
        0.3, unit="share", low=0, high=1, source="choice", meaning="one-stop shops and joint planning of all levels"
    )
    standards: float = param(
        0.3,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="national minimum standards: how close to the mean the worst-off place is held",
    )
    evaluation: float = param(
        0.2,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="programmes evaluated, so that what works is known",
    )
    exchange: float = param(
        0.2, unit="share", low=0, high=1, source="choice", meaning="good practice that travels between places"
    )
    consultation: float = param(
        0.2,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="consultation bodies, such as a tripartite commission",
    )
    accreditation: float = param(
        0.0, unit="share", low=0, high=1, source="choice", meaning="places that keep a standard of welcome"
    )
    need_based: float = param(
        0.5, unit="share", low=0, high=1, source="choice", meaning="0 lump sum per head, 1 money by need"
    )
    flexibility: float = param(
        0.5, unit="share", low=0, high=1, source="choice", meaning="unclaimed money moved to where people wait"
    )
    cofinancing: float = param(
        0.0,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="share that places must pay themselves to draw transfers",
    )
    own_revenue: float = param(
        0.3, unit="share", low=0, high=1, source="choice", meaning="local money from own taxes and fees"
    )
    borrowing: float = param(
        0.0,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="local money borrowed as it is spent, to be paid back",
    )
    partnership: float = param(
        0.1, unit="share", low=0, high=1, source="choice", meaning="local money from partnerships"
    )
    dispersal: float = param(
        0.0,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="share of arrivals placed evenly over the country",
    )

    def __post_init__(self) -> None:
        """Refuse sources of money that add up to more than all of it."""
        super().__post_init__()
        total = self.own_revenue + self.borrowing + self.partnership
        if total > 1.0 + 1e-9:
            raise UserError(
                f"regime.governance: own_revenue, borrowing and partnership add up to {total:g}; they must not exceed 1"
            )

    @property
    def transfers(self) -> float:
        """Share of local money that comes from the state."""
        return max(0.0, 1.0 - self.own_revenue - self.borrowing - self.partnership)
