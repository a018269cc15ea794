"""People wait for a place, take it when one is free and they have the time, attend and finish or leave.

The country is still: nothing happens but services.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.policy.delivery import Delivery
from cohesion_sim.policy.enrolment import DONE, LAST, WAITED, Time, free_hours, hours_asked, moved_on
from cohesion_sim.policy.needs import LANGUAGE, RECOGNITION, VOCATIONAL
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.quality import dearer
from cohesion_sim.policy.services import Services
from tests.rules import plain
from tests.still import attends, stages, still, waits

TIME = Time(150.0, 70.0, 90.0, 0.5)


def test_stages_by_hand() -> None:
    move = plain(moved_on)
    assert move(3, 0.4, 0.5, True, 7, 0.1) == WAITED + 7
    assert move(3, 0.6, 0.5, True, 7, 0.1) == 4
    assert move(3, 0.0, 1.0, False, 7, 0.1) == 4
    assert move(WAITED, 0.6, 0.5, True, 7, 0.1) == WAITED
    assert move(WAITED + 7, 0.5, 1.0, True, 7, 0.1) == WAITED + 6
    assert move(WAITED + 7, 0.05, 1.0, True, 7, 0.1) == DONE
    assert move(WAITED + 1, 0.5, 1.0, True, 7, 0.1) == DONE


def test_hours_by_hand() -> None:
    hours = plain(free_hours)
    assert hours(False, False, 300, 0.0, TIME) == 150.0
    assert hours(False, True, 300, 0.0, TIME) == 60.0
    assert hours(False, True, 300, 1.0, TIME) == 150.0
    assert hours(True, True, 300, 0.5, TIME) == 70.0 - 22.5
    assert [hours(False, True, months, 0.0, TIME) for months in (215, 216, 539, 540)] == [150.0, 60.0, 60.0, 150.0]
    assert [plain(hours_asked)(asked, True, 0.5) for asked in (100.0, 60.0, 10.0)] == [50.0, 60.0, 10.0]
    assert plain(hours_asked)(100.0, False, 0.5) == 100.0


@given(st.integers(1, LAST), *[st.floats(0.0, 1.0)] * 3, st.booleans(), st.integers(1, 36))
def test_stages_stay_within_bounds_and_nobody_goes_back_to_the_start(
    stage: int, u: float, admitted: float, leaves: float, fits: bool, months: int
) -> None:
    after = plain(moved_on)(stage, u, admitted, fits, months, leaves)
    assert after in (DONE, stage - 1, min(stage + 1, WAITED), WAITED + months)
    assert after > 0


def test_who_waits_goes_on_waiting() -> None:
    """Willingness is drawn once a year: within one, a person who waits is there a month later or has a place."""
    simulation = still(shares={"language": 0.05})
    simulation.step()
    for _ in range(11):
        before = stages(simulation)
        simulation.step()
        after = stages(simulation)[waits(before)]
        assert ((after == before[waits(before)] + 1) | (after == WAITED + 7)).all()
    assert waits(stages(simulation)).sum() > 50


def test_months_waited_add_up() -> None:
    """Little's law without the mean: every month of waiting belongs to somebody admitted or still waiting."""
    simulation = still(shares={"language": 0.2})
    waited = served = 0
    for _ in range(12):
        simulation.step()
        assert simulation.accounts is not None
        waited += int(waits(stages(simulation)).sum())
        served += int(simulation.accounts.waits[:, LANGUAGE].sum())
    now = stages(simulation)
    assert waited == served + int(now[waits(now)].sum())
    assert served > 0


def test_more_places_mean_a_shorter_wait_and_a_shorter_queue() -> None:
    waited, queued = [], []
    for share in (0.05, 0.1, 0.2, 0.4):
        simulation = still(shares={"language": share})
        queue, months, admitted = 0, 0, 0
        for _ in range(12):
            simulation.step()
            assert simulation.accounts is not None
            queue += int(simulation.accounts.queue[:, LANGUAGE].sum())
            months += int(simulation.accounts.waits[:, LANGUAGE].sum())
            admitted += int(simulation.accounts.admitted[:, LANGUAGE].sum())
        queued.append(queue)
        waited.append((months + queue) / max(1, admitted))
    assert queued == sorted(queued, reverse=True)
    assert waited == sorted(waited, reverse=True)
    assert queued[0] > 2 * queued[-1]


def test_no_more_attend_than_there_are_places_by_and_large() -> None:
    """600 migrants at 250 EUR a month, a tenth of it, over 620 EUR a place: 24 places, filled and not overfilled."""
    simulation = still(shares={"language": 0.1})
    attending = []
    for _ in range(24):
        simulation.step()
        assert simulation.accounts is not None
        attending.append(int(simulation.accounts.enrolled[:, LANGUAGE].sum()))
    unit = 500.0 * dearer(simulation.scenario.services, simulation.scenario.regime)
    places = 600 * 250.0 * 0.1 / unit
    assert np.mean(attending[2:]) == pytest.approx(places, rel=0.1)
    assert max(attending) < 1.5 * places


def test_who_has_no_time_is_in_no_queue_and_takes_nobodys_place() -> None:
    """With 90 hours a month nobody out of work attends a full course of 100; those in work attend half of one."""
    simulation = still(eur=50_000.0, services=Services(free_jobless=90.0, care_hours=0.0), shares={"language": 1.0})
    for _ in range(8):
        simulation.step()
    people, now = simulation.world.people, stages(simulation)
    assert simulation.accounts is not None
    assert not (attends(now) & ~people.employed).any()
    assert (attends(now) & people.employed).any()
    assert (waits(now) & ~people.employed).any()
    assert simulation.accounts.queue[0, LANGUAGE] <= int((waits(now) & people.employed).sum())


def test_programmes_compete_for_hours() -> None:
    """A course of 100 and a training of 100 hours do not fit into 150; into 200 they do."""

    def both(hours: float) -> int:
        services = Services(free_jobless=hours, care_hours=0.0)
        simulation = still(eur=50_000.0, services=services, shares={"language": 0.5, "vocational": 0.5})
        for _ in range(6):
            simulation.step()
        return int((attends(stages(simulation)) & attends(stages(simulation, VOCATIONAL))).sum())

    assert both(150.0) == 0
    assert both(200.0) > 0


def finished(dropout: float, **delivery: float) -> tuple[int, int]:
    """Return how many enrol in a course in a year of plenty, and how many leave it."""
    simulation = still(
        eur=50_000.0,
        programmes=Programmes(dropout_language=dropout),
        delivery=Delivery(**delivery),
        shares={"language": 1.0},
    )
    begun = left = 0
    for _ in range(12):
        simulation.step()
        assert simulation.accounts is not None
        begun += int(simulation.accounts.admitted[:, LANGUAGE].sum())
        left += int(simulation.accounts.left.sum())
    return begun, left


def test_nobody_leaves_without_drop_out_and_trained_staff_keep_half_of_those_who_would() -> None:
    assert finished(0.0)[1] == 0
    begun, left = finished(0.1, intercultural_training=0.0)
    same, fewer = finished(0.1, intercultural_training=1.0)
    assert 0.3 < left / begun < 0.7
    assert fewer / same < 0.75 * left / begun


def test_a_course_lasts_as_long_as_it_lasts() -> None:
    simulation = still(eur=50_000.0, programmes=Programmes(dropout_language=0.0), shares={"language": 1.0})
    simulation.step()
    simulation.step()
    cohort = stages(simulation) == WAITED + 7
    for month in range(6, 0, -1):
        simulation.step()
        assert (stages(simulation)[cohort] == WAITED + month).all()
    simulation.step()
    assert not attends(stages(simulation)[cohort]).any()


@pytest.mark.parametrize("granted", [0.25, 0.75])
def test_recognition_is_granted_to_its_share_of_those_who_finish(granted: float) -> None:
    simulation = still(
        eur=50_000.0, services=Services(granted=granted),
        programmes=Programmes(dropout_recognition=0.0, take_up_recognition=0.3), shares={"recognition": 1.0},
    )  # fmt: skip
    done = 0
    for _ in range(12):
        before = attends(stages(simulation, RECOGNITION))
        simulation.step()
        done += int((before & (stages(simulation, RECOGNITION) == DONE)).sum())
    recognised = int((simulation.world.people.recognised & (simulation.world.people.group > 0)).sum())
    assert done > 25
    assert recognised / done == pytest.approx(granted, abs=0.2)


def asking(delivery: Delivery, **columns: Any) -> int:
    """Return how many ask for a course in the first month, some columns of everybody set before."""
    simulation = still(delivery=delivery, shares={"language": 0.1})
    for name, value in columns.items():
        getattr(simulation.world.people, name)[:] = value
    simulation.step()
    return int(waits(stages(simulation)).sum())


def test_a_newcomer_whose_needs_are_assessed_asks_at_once_others_in_their_turn() -> None:
    new = {"months_since_arrival": 0, "language": 0.0}
    turns, assessed = asking(Delivery(needs_assessment=0.0), **new), asking(Delivery(needs_assessment=1.0), **new)
    assert assessed > 2 * turns
    old = {"months_since_arrival": 40, "language": 0.0}
    assert asking(Delivery(needs_assessment=1.0), **old) == asking(Delivery(needs_assessment=0.0), **old)


def test_hosts_stand_in_no_programme() -> None:
    simulation = still(eur=50_000.0, shares={"language": 0.25, "health": 0.25, "youth": 0.25, "housing": 0.25})
    for _ in range(6):
        simulation.step()
    assert not simulation.world.people.stage[simulation.world.people.group == 0].any()
