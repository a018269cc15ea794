"""A search spends the same money in every mix, finds the same mixes again, and reports only fresh luck."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cohesion_sim import plots
from cohesion_sim.config import load_scenario
from cohesion_sim.errors import UserError
from cohesion_sim.optimise.fronts import beaten, front_of, spread_out
from cohesion_sim.optimise.goal import Goal, goals_of
from cohesion_sim.optimise.optimum import PRESENT, Optimum
from cohesion_sim.optimise.search import Search
from cohesion_sim.optimise.space import Mix, mixed, present, space_of
from cohesion_sim.variation import INSTRUMENTS, differing

pytest.importorskip("optuna")
SCENARIO = load_scenario("targeted", ["context=teaching_town", "context.population=300", "months=12"])
GOALS = (Goal("language", "migrants"), Goal("threat_economic", "hosts"))


def searched() -> Optimum:
    return Search({"central": SCENARIO}, GOALS, space_of(SCENARIO), processes=1).found(trials=10, confirm=2)


@pytest.fixture(scope="module")
def found() -> Optimum:
    return searched()


def test_every_mix_allots_the_same_money(found: Optimum) -> None:
    totals = [sum(mix.shares.values()) for mix in found.mixes]
    assert totals == pytest.approx([sum(found.start.shares.values())] * len(totals))


def test_the_present_mix_is_tried_first_and_gains_nothing(found: Optimum) -> None:
    assert found.mixes[0].shares == pytest.approx(found.start.shares, abs=1e-4)
    assert np.abs(found.gains[0]).max() < 1e-3


def test_coordinates_stand_for_the_mix_they_were_made_of() -> None:
    space = space_of(SCENARIO)
    mix = present(SCENARIO, space.levers)
    assert space.mix(space.point(mix)).shares == pytest.approx(mix.shares, abs=1e-4)


def test_a_mix_changes_instruments_and_levers_only() -> None:
    mix = Mix({name: 1.0 / len(INSTRUMENTS) for name in INSTRUMENTS}, {"governance.need_based": 0.0})
    changed = differing([SCENARIO, mixed(SCENARIO, mix)])
    assert all(key.startswith("regime.instruments.") or key == "regime.governance.need_based" for key in changed)


def test_a_search_is_the_same_again(found: Optimum) -> None:
    again = searched()
    assert again.mixes == found.mixes
    assert np.array_equal(again.gains, found.gains)


def test_only_fresh_luck_is_reported(found: Optimum) -> None:
    assert found.confirmed.seed != SCENARIO.seed
    assert found.confirmed.baseline == PRESENT
    assert len(found.shown) == len(found.front) == len(found.names)


def test_a_mix_is_beaten_by_one_that_is_as_good_in_all_and_better_in_one() -> None:
    gains = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
    assert beaten(gains).tolist() == [False, False, True, False]
    assert beaten(gains, 1.0).tolist() == [False] * 4


def test_a_front_is_thinned_to_its_ends_and_a_compromise() -> None:
    gains = np.array([[0.0, 1.0], [0.5, 0.9], [0.52, 0.88], [1.0, 0.0]])
    front = front_of(gains)
    assert front.tolist() == [3, 2, 1, 0]
    assert {0, 3} < set(spread_out(gains, front, 3).tolist())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_figure_shows_front_and_spread(found: Optimum, language: str) -> None:
    assert len(plots.optimum(found, language).axes) == 2


def test_an_optimum_is_saved_whole(found: Optimum, tmp_path: Path) -> None:
    names = {path.name for path in found.save(tmp_path)}
    assert {"front.csv", "tried.csv", "spread.csv", "prices.csv", "losers.csv", "provenance.json"} <= names


def test_a_goal_needs_a_direction_and_somebody() -> None:
    assert goals_of(["trust.hosts"]) == (Goal("trust", "hosts"),)
    with pytest.raises(UserError, match="neither more nor less is better"):
        goals_of(["heritage"])
    with pytest.raises(UserError, match="trust of nobody is not measured"):
        goals_of(["trust.nobody"])


def test_a_regime_without_money_cannot_be_mixed() -> None:
    with pytest.raises(UserError, match="allots no money"):
        space_of(load_scenario("laissez_faire"))
