"""Each step from arrival to citizenship is taken at its own rate, under its own conditions, by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.arithmetic import chance
from cohesion_sim.mechanisms.legal_status import LegalStatus, status_next
from cohesion_sim.policy.levers import Country
from cohesion_sim.state.people import ASYLUM_SEEKER, CITIZEN, IRREGULAR, PERMANENT, TEMPORARY
from tests.rules import plain

LAW = LegalStatus()
LEVERS = dict.fromkeys(Country._fields, 0.5) | {
    "asylum_wait": 9.0, "permanence_months": 60.0, "citizenship_months": 60.0, "conditions": 0.4,
}  # fmt: skip


def after(status: int, u: float, v: float = 0.5, law: LegalStatus = LAW, **changes: Any) -> int:
    """Return the status a month later of somebody who has stayed for ten years, speaks and works."""
    levers = {name: changes.pop(name) for name in list(changes) if name in LEVERS}
    given = {"tenure": 120, "language": 0.9, "employed": True, "advice": 0.0, **changes}
    country = Country(**{**LEVERS, **levers})
    found: int = plain(status_next)(status, u=u, v=v, country=country, p=law.compiled(), **given)
    return found


def turns(rate: float) -> tuple[float, float]:
    """Return two draws, just below and just above the chance of a rate."""
    edge = float(plain(chance)(rate))
    return edge * 0.999, edge * 1.001


@pytest.mark.parametrize("citizenship", [0.2, 0.5, 1.0])
@pytest.mark.parametrize("advice", [0.0, 1.0])
def test_naturalisation_goes_with_the_square_of_the_right(citizenship: float, advice: float) -> None:
    below, above = turns(LAW.naturalised * citizenship**2 * (1.0 + advice))
    assert after(PERMANENT, below, citizenship=citizenship, advice=advice) == CITIZEN
    assert after(PERMANENT, above, citizenship=citizenship, advice=advice) == PERMANENT


@pytest.mark.parametrize(
    ("status", "rate", "won"), [(IRREGULAR, LAW.regularised, TEMPORARY), (TEMPORARY, LAW.permanence, PERMANENT)]
)
@pytest.mark.parametrize("advice", [0.0, 0.6])
def test_permits_go_with_the_right_of_residence_and_with_advice(
    status: int, rate: float, won: int, advice: float
) -> None:
    below, above = turns(rate * 0.3 * (1.0 + advice))
    assert after(status, below, residence=0.3, advice=advice) == won
    assert after(status, above, residence=0.3, advice=advice) == status


def test_an_asylum_procedure_takes_its_time_and_advice_helps() -> None:
    below, above = turns(LAW.deciding)
    assert after(ASYLUM_SEEKER, below, 0.0, tenure=8) == ASYLUM_SEEKER
    assert after(ASYLUM_SEEKER, above, 0.0, tenure=9) == ASYLUM_SEEKER
    assert after(ASYLUM_SEEKER, below, LAW.recognised * 0.999, tenure=9) == TEMPORARY
    assert after(ASYLUM_SEEKER, below, LAW.recognised * 1.001, tenure=9) == IRREGULAR
    aided = LAW.recognised + LAW.advised * 0.5 * (1.0 - LAW.recognised)
    assert after(ASYLUM_SEEKER, below, aided * 0.999, tenure=9, advice=0.5) == TEMPORARY
    assert after(ASYLUM_SEEKER, below, aided * 1.001, tenure=9, advice=0.5) == IRREGULAR


def test_months_and_conditions_must_be_met() -> None:
    asked = LAW.language_asked * 0.4
    assert [after(TEMPORARY, 0.0, tenure=months) for months in (59, 60)] == [TEMPORARY, PERMANENT]
    assert [after(PERMANENT, 0.0, tenure=months) for months in (119, 120)] == [PERMANENT, CITIZEN]
    for status in (TEMPORARY, PERMANENT):
        assert after(status, 0.0, language=asked * 0.999) == status
        assert after(status, 0.0, language=asked) == status + 1
    assert after(TEMPORARY, 0.0, 0.399, employed=False) == TEMPORARY
    assert after(TEMPORARY, 0.0, 0.4, employed=False) == PERMANENT
    assert after(PERMANENT, 0.0, 0.0, employed=False) == CITIZEN


SHARE = st.floats(0.0, 1.0)


@given(st.sampled_from(range(5)), SHARE, SHARE, SHARE, SHARE, st.integers(0, 500), SHARE, st.booleans())
def test_nobody_loses_a_status_or_jumps_one(
    status: int, u: float, v: float, right: float, advice: float, tenure: int, language: float, employed: bool
) -> None:
    now = after(
        status, u, v, residence=right, citizenship=right, advice=advice, tenure=tenure, language=language,
        employed=employed,
    )  # fmt: skip
    assert now in (status, status + 1) or (status, now) == (ASYLUM_SEEKER, TEMPORARY)
    assert after(CITIZEN, u, v) == CITIZEN
