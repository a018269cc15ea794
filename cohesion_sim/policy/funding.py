"""Funding is euro per migrant and year, and is separate from the regime that spends it.

Euros are of one price year, whatever the month; a discount rate says what a euro spent later counts today. A local
currency is for display: every number is kept in euro.
"""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.parameters import Parameters, param


@dataclass(frozen=True, kw_only=True)
class Funding(Parameters):
    """The size of the integration budget, and how its euros are counted."""

    name: str = "medium"
    title: str = ""
    eur_per_migrant_year: float = param(
        7000.0, unit="EUR per migrant and year", low=0, high=100_000, source="D07", meaning="integration budget"
    )
    price_year: float = param(
        2024.0, unit="year", low=1990, high=2100, source="choice", meaning="year whose prices the euros have"
    )
    discount_rate: float = param(
        0.03, unit="1/year", low=0, high=0.2, source="choice", meaning="by which later euros count less"
    )
    currency: str = "EUR"
    exchange_rate: float = param(
        1.0, unit="local currency per EUR", low=1e-4, high=1e6, source="choice", meaning="for display only"
    )

    def present(self, month: int) -> float:
        """Return what a euro spent in a month of the run is worth at its start."""
        worth: float = (1.0 + self.discount_rate) ** (-month / 12.0)
        return worth

    @property
    def yearly(self) -> str:
        """The budget a migrant and year, as readers see it."""
        return self.money(self.eur_per_migrant_year)

    def money(self, euros: float) -> str:
        """Return an amount as readers see it: in euro of the price year, and in the local currency if there is one."""
        local = f" = {euros * self.exchange_rate:,.0f} {self.currency}" if self.currency != "EUR" else ""
        return f"{euros:,.0f} EUR{local} ({self.price_year:.0f} prices)"
