"""What a place is worth to a person follows from delivery and her needs; who is in no programme gets nothing of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.policy.delivery import Delivery
from cohesion_sim.policy.doses import Fit, dose, fitting
from cohesion_sim.policy.enrolment import LAST, WAITED
from cohesion_sim.policy.instruments import PERSONAL
from cohesion_sim.policy.needs import MENTORING
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.services import Services
from cohesion_sim.runs.simulation import Simulation
from tests.channels import DOSE
from tests.rules import plain
from tests.still import attends, stages, still

MIXED = Fit(targeted=0.5, leak=0.2, unfit=0.4, employers=1.0, intense=0.35, hours=100.0, part_time=0.5)
SHARE = st.floats(0.0, 1.0)


def test_fit_by_hand() -> None:
    """Half targeted fits all; the other half loses a fifth to hosts, and half of vulnerability .5 at response .5."""
    fit = plain(fitting)
    assert fit(0.0, False, 0.5, MIXED) == pytest.approx(0.5 + 0.5 * 0.8)
    assert fit(0.5, False, 0.5, MIXED) == pytest.approx(0.5 + 0.5 * 0.8 * 0.75)
    assert fit(0.5, True, 0.5, MIXED) == pytest.approx((0.5 + 0.5 * 0.8 * 0.75) * 0.6)
    assert fit(1.0, False, 0.0, MIXED._replace(targeted=1.0)) == 1.0
    assert fit(1.0, False, 0.0, MIXED._replace(targeted=0.0)) == 0.0


def test_doses_are_whole_and_for_those_enrolled_only() -> None:
    given_out = plain(dose)
    assert given_out(WAITED + 3, 0.5, 0.5, 100.0) == 25
    assert given_out(WAITED + 3, 0.5, 0.5, 255.0) == 64
    assert given_out(WAITED + 3, 1.5, 0.9, 100.0) == 100
    assert [given_out(stage, 1.0, 1.0, 255.0) for stage in (0, 1, WAITED, WAITED + 1, LAST, LAST + 1)] == [
        0, 0, 0, 255, 255, 0,
    ]  # fmt: skip


@given(SHARE, st.booleans(), SHARE, SHARE, SHARE, SHARE)
def test_a_fit_is_a_share_and_grows_with_targeting_and_response(
    vulnerability: float, special: bool, responsiveness: float, targeted: float, more: float, leak: float
) -> None:
    fit, f = plain(fitting), MIXED._replace(targeted=targeted, leak=leak)
    worth = fit(vulnerability, special, responsiveness, f)
    assert 0.0 <= worth <= 1.0
    assert fit(vulnerability, special, min(1.0, responsiveness + more), f) >= worth - 1e-12
    assert fit(vulnerability, special, responsiveness, f._replace(targeted=min(1.0, targeted + more))) >= worth - 1e-12
    assert fit(vulnerability, True, responsiveness, f) <= fit(vulnerability, False, responsiveness, f)


def served(
    services: Services | None = None, delivery: Delivery | None = None, programme: str = "language"
) -> Simulation:
    """Return a still country after half a year of plenty in one programme that many want."""
    simulation = still(
        eur=50_000.0, services=services, delivery=delivery, programmes=Programmes(take_up_mentoring=0.4),
        shares={programme: 1.0},
    )  # fmt: skip
    for _ in range(6):
        simulation.step()
    return simulation


@pytest.mark.parametrize("name", [name for name in DOSE if name != "mentoring"])
def test_exactly_those_enrolled_get_a_dose_and_of_nothing_else(name: str) -> None:
    simulation = served(programme=name)
    people = simulation.world.people
    received = getattr(people, DOSE[name].removeprefix("people."))
    enrolled = attends(stages(simulation, PERSONAL.index(name)))
    assert enrolled.any()
    assert np.array_equal(received > 0, enrolled)
    others = [column.removeprefix("people.") for other, column in DOSE.items() if other != name]
    assert not any(getattr(people, column).any() for column in others)


def test_a_course_gives_its_hours_and_half_of_them_beside_work() -> None:
    simulation = served(Services(premium=0.0), Delivery(targeted_share=1.0))
    people = simulation.world.people
    attending = attends(stages(simulation)) & (people.special == 0)
    worth = simulation.provision.stocks.practice[0]
    assert set(people.language_hours[attending & ~people.employed].tolist()) == {int(100.0 * min(1.0, worth) + 0.5)}
    assert set(people.language_hours[attending & people.employed].tolist()) == {int(50.0 * min(1.0, worth) + 0.5)}
    assert not people.language_hours[~attends(stages(simulation))].any()


def test_only_intense_pairs_get_something_of_mentoring() -> None:
    """I015: 30 of 85 pairs; of some 35 a share of .7 and one of .1 are told apart: five deviations are .4 and .25."""
    shares = []
    for intense in (0.1, 0.7):
        simulation = served(Services(intense=intense), programme="mentoring")
        paired = attends(stages(simulation, MENTORING))
        assert paired.sum() > 25
        assert not simulation.world.people.mentoring[~paired].any()
        shares.append(float(np.mean(simulation.world.people.mentoring[paired] > 0)))
    assert shares[0] < 0.35 < shares[1]


def test_a_pair_is_intense_or_not_for_good() -> None:
    simulation = served(programme="mentoring")
    people = simulation.world.people
    for _ in range(3):
        before, paired = people.mentoring > 0, attends(stages(simulation, MENTORING))
        simulation.step()
        still_paired = paired & attends(stages(simulation, MENTORING))
        assert np.array_equal((people.mentoring > 0)[still_paired], before[still_paired])
        assert still_paired.any()


def test_tailoring_makes_doses_fit_people_with_special_circumstances() -> None:
    for tailoring, fit in ((0.0, 0.6), (1.0, 1.0)):
        simulation = served(delivery=Delivery(tailoring=tailoring, targeted_share=1.0))
        people = simulation.world.people
        special = attends(stages(simulation)) & (people.special > 0) & ~people.employed
        worth = simulation.provision.stocks.practice[0]
        assert set(people.language_hours[special].tolist()) == {int(100.0 * min(1.0, worth * fit) + 0.5)}
