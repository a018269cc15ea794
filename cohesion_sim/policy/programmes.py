"""Programmes are what a place in a personal instrument costs, takes and lasts, who comes and who leaves before the end.

Each personal instrument has five numbers: ``cost_`` a place and month, ``hours_`` of a person's time a month,
``months_``
from start to end, ``take_up_`` of those who could use it, ``dropout_`` a month. A local instrument has a cost only.

Sources
    D01 and D02 (a German course: 3,504 EUR, 700 hours), I106 (44 % of those admitted start), I108 (12 % leave without a
    test), I014 and I069 (mentoring: 19 % are matched, 2½ hours a week for half a year), I050 (tutoring, 3–6 hours a
    week), I077 (recognition is used by 4 % of those in courses), I132 (recognition grant), I133 (a mentoring pair),
    I009 (15 % of appointments missed), I104 (orientation abroad), I080 (a course for an adult), P07 (17 % volunteer).
    I101 (settlement services a client and year, light and heavy together) gives the order of size where nothing nearer
    is known, I019 its parts: 2 % for meeting hosts, 28 % for orientation, so 2 to 28 EUR of 100 a month for ``welcome``
    and ``digital``. P15 (300 lessons in three months), P38 (recognition takes three to four months), P32 (30 % of
    mentored pairs end within a year, .029 a month), P33 (a third of volunteers stop within a year), P37 (52 hours a
    year, 28 % give 100 to 499), P36 (12 % of migrants at work are self-employed: at most so many start). I108 gives the
    order of size for vocational courses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.parameters import Parameters, param
from cohesion_sim.policy.instruments import INSTRUMENTS, PERSONAL

EUR_PLACE = "EUR per place and month"
EUR_MIGRANT = "EUR per migrant and month"


@dataclass(frozen=True, kw_only=True)
class Programmes(Parameters):
    """Costs, hours, length, take-up and drop-out of the instruments."""

    cost_language: float = param(500.0, unit=EUR_PLACE, low=200, high=900, source="D01")
    cost_vocational: float = param(600.0, unit=EUR_PLACE, low=200, high=1500, source="I080", sets="range")
    cost_recognition: float = param(150.0, unit=EUR_PLACE, low=50, high=750, source="I132")
    cost_entrepreneurship: float = param(300.0, unit=EUR_PLACE, low=100, high=900, source="I101", sets="range")
    cost_mentoring: float = param(217.0, unit=EUR_PLACE, low=100, high=400, source="I133")
    cost_volunteering: float = param(60.0, unit=EUR_PLACE, low=10, high=200, source="I101", sets="range")
    cost_diaspora: float = param(25.0, unit=EUR_PLACE, low=5, high=100, source="I101", sets="range")
    cost_youth: float = param(120.0, unit=EUR_PLACE, low=30, high=400, source="I101", sets="range")
    cost_health: float = param(200.0, unit=EUR_PLACE, low=50, high=600, source="I101", sets="range")
    cost_legal: float = param(150.0, unit=EUR_PLACE, low=30, high=500, source="I101", sets="range")
    cost_housing: float = param(180.0, unit=EUR_PLACE, low=50, high=600, source="I101", sets="range")
    cost_family: float = param(40.0, unit=EUR_MIGRANT, low=10, high=200, source="assumption")
    cost_antidiscrimination: float = param(12.0, unit=EUR_MIGRANT, low=2, high=60, source="assumption")
    cost_digital: float = param(10.0, unit=EUR_MIGRANT, low=2, high=28, source="I019", sets="range")
    cost_welcome: float = param(15.0, unit=EUR_MIGRANT, low=2, high=28, source="I019", sets="range")
    cost_dialogue: float = param(4.0, unit=EUR_MIGRANT, low=0.5, high=20, source="assumption")
    cost_predeparture: float = param(600.0, unit="EUR per arrival", low=50, high=3000, source="I101", sets="range")
    cost_voluntary_return: float = param(6.0, unit=EUR_MIGRANT, low=1, high=40, source="assumption")

    hours_language: float = param(100.0, unit="hours/month", low=30, high=160, source="D02")
    hours_vocational: float = param(100.0, unit="hours/month", low=20, high=160, source="P15")
    hours_recognition: float = param(5.0, unit="hours/month", low=1, high=40, source="assumption")
    hours_entrepreneurship: float = param(20.0, unit="hours/month", low=2, high=80, source="assumption")
    hours_mentoring: float = param(10.0, unit="hours/month", low=4, high=20, source="I069")
    hours_volunteering: float = param(8.0, unit="hours/month", low=2, high=40, source="P37", sets="range")
    hours_diaspora: float = param(6.0, unit="hours/month", low=1, high=30, source="assumption")
    hours_youth: float = param(18.0, unit="hours/month", low=4, high=40, source="I050")
    hours_health: float = param(4.0, unit="hours/month", low=1, high=30, source="assumption")
    hours_legal: float = param(3.0, unit="hours/month", low=1, high=20, source="assumption")
    hours_housing: float = param(2.0, unit="hours/month", low=1, high=20, source="assumption")

    months_language: float = param(7.0, unit="months", low=2, high=24, source="D02")
    months_vocational: float = param(6.0, unit="months", low=3, high=8, source="P15", sets="range")
    months_recognition: float = param(4.0, unit="months", low=1, high=12, source="P38")
    months_entrepreneurship: float = param(6.0, unit="months", low=1, high=24, source="assumption")
    months_mentoring: float = param(6.0, unit="months", low=2, high=24, source="I069")
    months_volunteering: float = param(12.0, unit="months", low=1, high=36, source="assumption")
    months_diaspora: float = param(12.0, unit="months", low=1, high=36, source="assumption")
    months_youth: float = param(9.0, unit="months", low=1, high=36, source="assumption")
    months_health: float = param(6.0, unit="months", low=1, high=36, source="assumption")
    months_legal: float = param(6.0, unit="months", low=1, high=36, source="assumption")
    months_housing: float = param(6.0, unit="months", low=1, high=36, source="assumption")

    take_up_language: float = param(0.44, unit="share", low=0.2, high=0.9, source="I106")
    take_up_vocational: float = param(0.30, unit="share", low=0.1, high=0.7, source="I077", sets="range")
    take_up_recognition: float = param(0.10, unit="share", low=0.02, high=0.3, source="I077", sets="range")
    take_up_entrepreneurship: float = param(0.05, unit="share", low=0.01, high=0.12, source="P36", sets="range")
    take_up_mentoring: float = param(0.19, unit="share", low=0.1, high=0.4, source="I014")
    take_up_volunteering: float = param(0.20, unit="share", low=0.05, high=0.5, source="P07", sets="range")
    take_up_diaspora: float = param(0.25, unit="share", low=0.05, high=0.6, source="assumption")
    take_up_youth: float = param(0.35, unit="share", low=0.1, high=0.8, source="assumption")
    take_up_health: float = param(0.40, unit="share", low=0.1, high=0.8, source="assumption")
    take_up_legal: float = param(0.30, unit="share", low=0.1, high=0.8, source="assumption")
    take_up_housing: float = param(0.30, unit="share", low=0.1, high=0.8, source="assumption")

    dropout_language: float = param(0.018, unit="1/month", low=0.0, high=0.1, source="I108")
    dropout_vocational: float = param(0.03, unit="1/month", low=0.0, high=0.1, source="I108", sets="range")
    dropout_recognition: float = param(0.03, unit="1/month", low=0.0, high=0.1, source="I009", sets="range")
    dropout_entrepreneurship: float = param(0.05, unit="1/month", low=0.0, high=0.2, source="assumption")
    dropout_mentoring: float = param(0.03, unit="1/month", low=0.0, high=0.1, source="P32")
    dropout_volunteering: float = param(0.03, unit="1/month", low=0.0, high=0.1, source="P33", sets="range")
    dropout_diaspora: float = param(0.02, unit="1/month", low=0.0, high=0.2, source="assumption")
    dropout_youth: float = param(0.02, unit="1/month", low=0.0, high=0.1, source="assumption")
    dropout_health: float = param(0.03, unit="1/month", low=0.0, high=0.15, source="I009", sets="range")
    dropout_legal: float = param(0.03, unit="1/month", low=0.0, high=0.15, source="I009", sets="range")
    dropout_housing: float = param(0.03, unit="1/month", low=0.0, high=0.15, source="I009", sets="range")

    @cached_property
    def costs(self) -> NDArray[np.float64]:
        """Return the cents that a unit of each instrument costs a month, shape (18,)."""
        return self._of("cost", INSTRUMENTS) * 100.0

    @cached_property
    def hours(self) -> NDArray[np.float64]:
        """Return the hours a month of the personal instruments, shape (11,)."""
        return self._of("hours", PERSONAL)

    @cached_property
    def months(self) -> NDArray[np.float64]:
        """Return the months from start to end of the personal instruments, shape (11,)."""
        return self._of("months", PERSONAL)

    @cached_property
    def take_up(self) -> NDArray[np.float64]:
        """Return the share of those who could use each personal instrument and want it, shape (11,)."""
        return self._of("take_up", PERSONAL)

    @cached_property
    def dropout(self) -> NDArray[np.float64]:
        """Return the chance a month of leaving each personal instrument, shape (11,)."""
        return self._of("dropout", PERSONAL)

    def _of(self, what: str, names: tuple[str, ...]) -> NDArray[np.float64]:
        return np.array([getattr(self, f"{what}_{name}") for name in names])
