"""A trial finds what is there, does nothing where nothing is given, and its estimators know their errors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cohesion_sim.config import load_scenario
from cohesion_sim.errors import UserError
from cohesion_sim.runs.running import run_through
from cohesion_sim.scenario import Scenario
from cohesion_sim.trials.arms import Arms
from cohesion_sim.trials.estimates import estimated
from cohesion_sim.trials.intervention import Delivery, Enrolment
from cohesion_sim.trials.protocol import CLUSTER, CUTOFF, DESIGNS, DIFFERENCES, Protocol
from cohesion_sim.trials.treatments import ELIGIBLE, PROGRAMME, TREATMENTS
from cohesion_sim.trials.trial import trial
from tests.worlds import TWO_ORIGINS, by_key, with_context

LESSONS = {"treatment": "lessons", "outcome": "language", "start": 3, "months": 6, "follow": 6}


@pytest.fixture(scope="module")
def town() -> Scenario:
    return with_context(load_scenario("laissez_faire"), population=3000, places=10, migrant_share=0.4, arrivals=0.05)


def test_a_trial_without_a_dose_changes_nothing(town: Scenario) -> None:
    short = replace(town, months=8)
    arms = Arms(Protocol("lessons", "language", start=3, dose=0.0), 1)
    tried = replace(short, mechanisms=(Delivery(arms=arms), *short.mechanisms, Enrolment(arms=arms)))
    with_trial, without = (run_through(each, 1, lambda _: None) for each in (tried, short))
    assert len(arms.key) > 100
    plain, beside = by_key(without.world), by_key(with_trial.world)
    assert all(np.array_equal(plain[name], beside[name]) for name in plain)


def test_lessons_teach_and_the_study_sees_it(town: Scenario) -> None:
    found = trial(town, **LESSONS, seed=1).table.iloc[0]
    assert found["truth"] > 0.05
    assert found["low"] < found["truth"] < found["high"]
    assert found["treated"] > 50
    assert found["control"] > 50


def test_arms_do_not_depend_on_what_is_given(town: Scenario) -> None:
    one = trial(town, **LESSONS, seed=1).persons
    other = trial(town, **{**LESSONS, "treatment": "care"}, eligible="learners", seed=1).persons
    assert one[["person", "treated"]].equals(other[["person", "treated"]])


@pytest.mark.parametrize("name", list(TREATMENTS))
def test_every_treatment_can_be_tried_by_every_design_that_suits_it(town: Scenario, name: str) -> None:
    design = CLUSTER if TREATMENTS[name].kind == PROGRAMME else DESIGNS[0]
    busy = with_context(town, arrivals=0.2, origins=TWO_ORIGINS)
    found = trial(busy, name, "trust", design=design, start=2, window=4, months=2, follow=4, seed=2)
    assert found.table["estimate"].notna().all()
    assert found.table["truth"].notna().all()


@pytest.mark.parametrize("design", [CUTOFF, DIFFERENCES])
def test_arms_that_are_not_drawn_by_lot_follow_their_rule(town: Scenario, design: str) -> None:
    persons = trial(town, **LESSONS, design=design, seed=1).persons
    if design == CUTOFF:
        assert persons.loc[persons["treated"], "running"].max() < persons.loc[~persons["treated"], "running"].min()
    else:
        assert persons.groupby("place")["treated"].nunique().max() == 1


def test_a_longer_wait_keeps_asylum_seekers_waiting(town: Scenario) -> None:
    scenario = with_context(town, arrivals=0.2, origins=TWO_ORIGINS)
    arms = Arms(Protocol("waiting", "employed", start=2, window=3, follow=10), 1)
    run = run_through(
        replace(scenario, mechanisms=(*scenario.mechanisms, Enrolment(arms=arms)), months=14), 1, lambda _: None
    )
    people = run.world.people
    rows = arms.rows(run.world, arms.treated)
    assert len(rows) > 3
    assert (people.status[rows] == 0).all()


def drawn(rng: np.random.Generator, effect: float, clusters: int = 40, each: int = 20) -> pd.DataFrame:
    place = np.repeat(np.arange(clusters), each)
    running = rng.normal(size=len(place))
    treated = place % 2 == 0
    shared = 0.5 * rng.normal(size=clusters)[place]
    baseline = shared + rng.normal(size=len(place))
    outcome = baseline + effect * treated + rng.normal(size=len(place)) + 0.3 * rng.normal(size=clusters)[place]
    return pd.DataFrame(
        {"place": place, "running": running, "treated": treated, "baseline": baseline, "outcome": outcome}
    )


@pytest.mark.parametrize("design", [CLUSTER, DIFFERENCES])
def test_intervals_cover_the_truth_as_often_as_they_say_when_places_share_their_luck(design: str) -> None:
    # of 300 intervals of 95 %, fewer than 268 cover with chance 2e-5; ignoring clusters covers about 70 %
    rng = np.random.default_rng(7)
    protocol = Protocol("courses", "language", design=design)
    covered = 0
    for _ in range(300):
        found = estimated(drawn(rng, 0.4), protocol, None)
        covered += found.low < 0.4 < found.high
    assert covered >= 268


def test_a_cut_off_design_finds_the_jump_and_not_the_slope() -> None:
    rng = np.random.default_rng(3)
    running = rng.uniform(-1, 1, 4000)
    treated = running < 0.2
    outcome = 2.0 * running + 0.5 * treated + rng.normal(0, 0.3, 4000)
    persons = pd.DataFrame({"running": running, "treated": treated, "outcome": outcome, "baseline": np.nan, "place": 0})
    found = estimated(persons, Protocol("lessons", "language", design=CUTOFF), 0.2)
    assert found.estimate == pytest.approx(0.5, abs=5 * found.se)
    assert found.se < 0.05


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"treatment": "lesson"}, "did you mean 'lessons'"),
        ({"outcome": "langage"}, "did you mean 'language'"),
        ({"design": "random"}, "random: no such design of a trial"),
        ({"treatment": "welcome"}, "it needs design=cluster"),
        ({"share": 1.0}, "share is 1.0"),
        ({"follow": 0}, "follow is 0"),
        ({"window": 7}, "window is 7"),
        ({"replicates": 0}, "replicates is 0"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused_in_a_sentence(
    town: Scenario, asked: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        trial(town, **{**LESSONS, **asked})


def test_nobody_to_enrol_is_said(town: Scenario) -> None:
    with pytest.raises(UserError, match="nobody is eligible"):
        trial(with_context(town, migrant_share=0.0, arrivals=0.0), **LESSONS)


def test_every_treatment_names_whom_it_is_meant_for() -> None:
    assert {each.eligible for each in TREATMENTS.values()} <= set(ELIGIBLE)
