"""Who could use a programme depends on need, who wants it on being reached, and whom it is open to on status."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.policy.instruments import PERSONAL
from cohesion_sim.policy.needs import LANGUAGE, VOCATIONAL, Reach, open_to, reached, usable, wants
from cohesion_sim.state.people import (
    ASYLUM_SEEKER,
    CITIZEN,
    DISABLED,
    IRREGULAR,
    MINORITY,
    PERMANENT,
    TEMPORARY,
)
from tests.rules import plain

ADULT_HERE = {
    "months": 30 * 12, "generation": 1, "employed": True, "language": 0.9, "education": 0.3, "recognised": False,
    "vulnerability": 0.0, "special": 0, "tenure": 300, "bridging": 9, "status": PERMANENT, "exploited": False,
    "housing": 0.9, "work_ban": 6.0,
}  # fmt: skip
"""A migrant who has settled: she could volunteer, and needs nothing."""
REACH = Reach(0.4, 0.1, 0.2, 0.0, 0.2, 1.0, 0.3, 0.8, 6.0, 0.0, 0.0)


def could(**changes: Any) -> set[str]:
    """Return the programmes that the settled migrant could use if she were different."""
    bits = plain(usable)(**{**ADULT_HERE, **changes})
    return {name for number, name in enumerate(PERSONAL) if (bits >> number) & 1}


def test_who_has_settled_needs_nothing() -> None:
    assert could() == {"volunteering"}


@pytest.mark.parametrize(
    ("changes", "gained"),
    [
        ({"language": 0.79}, {"language"}),
        ({"employed": False}, {"vocational", "entrepreneurship"}),
        ({"employed": False, "language": 0.3}, {"vocational", "language"}),
        ({"education": 0.51}, {"recognition"}),
        ({"education": 0.51, "recognised": True}, set()),
        ({"education": 0.51, "generation": 2}, set()),
        ({"bridging": 3}, set()),
        ({"bridging": 3, "tenure": 95}, {"mentoring", "diaspora"}),
        ({"tenure": 239}, {"diaspora"}),
        ({"vulnerability": 0.36}, {"health"}),
        ({"special": DISABLED}, {"health"}),
        ({"special": MINORITY}, set()),
        ({"status": TEMPORARY}, {"legal"}),
        ({"exploited": True}, {"legal"}),
        ({"housing": 0.49}, {"housing"}),
        ({"status": ASYLUM_SEEKER, "employed": False, "tenure": 5}, {"health", "legal", "diaspora"}),
        ({"status": ASYLUM_SEEKER, "employed": False, "tenure": 6}, {"health", "legal", "diaspora", "vocational"}),
    ],
)
def test_a_need_opens_its_programme_and_no_other(changes: dict[str, Any], gained: set[str]) -> None:
    bridging = {"bridging": 9, **changes}["bridging"]
    lost = {"mentoring"} if bridging >= 4 else set()
    assert could(**changes) - lost == {"volunteering"} | gained - lost


def test_age_decides_between_school_and_work() -> None:
    child = {"generation": 2, "employed": False, "language": 0.1}
    assert could(months=71, **child) == set()
    assert could(months=72, **child) == {"youth"}
    assert could(months=215, **child) == {"youth"}
    assert could(months=216, **child) == {"language", "vocational", "volunteering"}
    assert could(months=65 * 12, **child) == {"volunteering"}


def test_reach_by_hand() -> None:
    """Trust .5 counts nothing; informed .1 and digital .2·½ add a fifth; at 50 and in a minority .24 less each."""
    ease = plain(reached)
    assert ease(0.5, 0.0, 300, 0, REACH) == pytest.approx(1.1)
    assert ease(0.5, 0.5, 300, 0, REACH) == pytest.approx(1.2)
    assert ease(1.0, 0.0, 300, 0, REACH) == pytest.approx(1.1 * 1.2)
    assert ease(0.5, 0.0, 600, 0, REACH) == pytest.approx(1.1 * 0.76)
    assert ease(0.5, 0.0, 600, MINORITY | DISABLED, REACH) == pytest.approx(1.1 * 0.76 * 0.76)
    assert ease(0.5, 0.0, 600, MINORITY, REACH._replace(tailoring=1.0)) == pytest.approx(1.1)


def test_a_status_opens_its_share_of_services() -> None:
    shares = [plain(open_to)(status, REACH) for status in (ASYLUM_SEEKER, IRREGULAR, TEMPORARY, PERMANENT, CITIZEN)]
    assert shares == [1.0, 0.3, 0.8, 1.0, 1.0]


def test_an_obligation_fills_courses_only() -> None:
    """Take-up .4: an obligation of half brings half of the other .6, in courses, where they are open."""
    will = plain(wants)
    assert will(LANGUAGE, 0.69, 0.4, 1.0, 1.0, 0.5)
    assert not will(LANGUAGE, 0.71, 0.4, 1.0, 1.0, 0.5)
    assert not will(VOCATIONAL, 0.41, 0.4, 1.0, 1.0, 0.5)
    assert not will(LANGUAGE, 0.0, 0.4, 1.0, 0.0, 1.0)


SHARE = st.floats(0.0, 1.0)


@given(SHARE, SHARE, SHARE, SHARE, SHARE, SHARE)
def test_easier_reach_wider_opening_and_obligation_bring_no_fewer(
    u: float, take_up: float, ease: float, more: float, opening: float, obligation: float
) -> None:
    will = plain(wants)
    if will(LANGUAGE, u, take_up, ease, opening, 0.0):
        assert will(LANGUAGE, u, take_up, ease + more, opening, 0.0)
        assert will(LANGUAGE, u, take_up, ease, min(1.0, opening + more), 0.0)
        assert will(LANGUAGE, u, take_up, ease, opening, obligation)


@given(SHARE, SHARE, st.integers(0, 1200), st.integers(0, 3), SHARE)
def test_reach_is_never_negative_and_tailoring_never_lowers_it(
    trust: float, digital: float, months: int, special: int, tailoring: float
) -> None:
    ease = plain(reached)
    plainly = ease(trust, digital, months, special, REACH._replace(tailoring=0.0))
    assert 0.0 <= plainly <= ease(trust, digital, months, special, REACH._replace(tailoring=tailoring))
