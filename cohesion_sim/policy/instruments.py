"""Instruments are shares of the budget: what the money of a regime is for.

The personal ones are given to a person who wants them, one place at a time; the others act on a place or on arrivals.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.errors import UserError
from cohesion_sim.parameters import Parameters, declarations, param

PERSONAL = (
    "language",
    "vocational",
    "recognition",
    "entrepreneurship",
    "mentoring",
    "volunteering",
    "diaspora",
    "youth",
    "health",
    "legal",
    "housing",
)
"""Instruments given to persons, each with places, a queue, a dose and an end."""
LOCAL = (
    "family",
    "antidiscrimination",
    "digital",
    "welcome",
    "dialogue",
    "predeparture",
    "voluntary_return",
)
"""Instruments that act on a place, or on those who arrive."""
FAMILY, ANTIDISCRIMINATION, DIGITAL, WELCOME, DIALOGUE, PREDEPARTURE, RETURNING = range(7)
"""Local instruments, numbered in the order of :data:`LOCAL`."""
INSTRUMENTS = PERSONAL + LOCAL


@dataclass(frozen=True, kw_only=True)
class Instruments(Parameters):
    """Shares of the budget; what is left over to 1 stays unspent."""

    language: float = param(
        0.28, unit="share", low=0, high=1, source="choice", meaning="language and orientation courses"
    )
    vocational: float = param(
        0.14, unit="share", low=0, high=1, source="choice", meaning="vocational training and placement"
    )
    recognition: float = param(
        0.04,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="skills profiling and recognition of qualifications",
    )
    entrepreneurship: float = param(
        0.02, unit="share", low=0, high=1, source="choice", meaning="support for people who start a business"
    )
    mentoring: float = param(
        0.05, unit="share", low=0, high=1, source="choice", meaning="one-to-one mentoring by hosts"
    )
    volunteering: float = param(
        0.04,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="volunteering and cultural activities with hosts",
    )
    diaspora: float = param(
        0.03, unit="share", low=0, high=1, source="choice", meaning="links to diaspora and migrant associations"
    )
    youth: float = param(0.06, unit="share", low=0, high=1, source="choice", meaning="sport and tutoring for the young")
    health: float = param(
        0.06, unit="share", low=0, high=1, source="choice", meaning="health and psychological support"
    )
    legal: float = param(0.03, unit="share", low=0, high=1, source="choice", meaning="legal advice")
    housing: float = param(
        0.04, unit="share", low=0, high=1, source="choice", meaning="help in finding and keeping a home"
    )
    family: float = param(0.06, unit="share", low=0, high=1, source="choice", meaning="child care and family support")
    antidiscrimination: float = param(
        0.03, unit="share", low=0, high=1, source="choice", meaning="enforcement against discrimination"
    )
    digital: float = param(
        0.03, unit="share", low=0, high=1, source="choice", meaning="digital courses and information"
    )
    welcome: float = param(
        0.04,
        unit="share",
        low=0,
        high=1,
        source="choice",
        meaning="preparing and bringing together host communities",
    )
    dialogue: float = param(
        0.01, unit="share", low=0, high=1, source="choice", meaning="dialogue between faiths and cultures"
    )
    predeparture: float = param(0.03, unit="share", low=0, high=1, source="choice", meaning="support before departure")
    voluntary_return: float = param(
        0.01, unit="share", low=0, high=1, source="choice", meaning="assisted voluntary return"
    )

    def __post_init__(self) -> None:
        """Refuse shares that add up to more than the budget."""
        super().__post_init__()
        total = sum(getattr(self, declared.name) for declared in declarations(type(self)))
        if total > 1.0 + 1e-9:
            raise UserError(f"the shares in regime.instruments add up to {total:g}; they must not exceed 1")

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Return the share of each instrument, shape (18,)."""
        return np.array([getattr(self, name) for name in INSTRUMENTS])
