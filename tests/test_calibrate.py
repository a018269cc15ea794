"""Calibration finds known numbers again, sees no finding that is kept for validation, and can be repeated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("sklearn")

from cohesion_sim.__main__ import main
from cohesion_sim.calibrate.bank import FILE, Bank, bank, points
from cohesion_sim.calibrate.calibration import Calibration
from cohesion_sim.calibrate.emulator import fitted
from cohesion_sim.calibrate.posterior import posterior
from cohesion_sim.calibrate.question import FREE, TARGETS, Question, question
from cohesion_sim.calibrate.recovery import recovered
from cohesion_sim.config.composition import composed
from cohesion_sim.config.defaults import tree
from cohesion_sim.config.making import scenario_of
from cohesion_sim.config.overrides import prepared
from cohesion_sim.errors import UserError
from cohesion_sim.validation.published import published

RECORD = Path(__file__).parents[1] / "experiments" / "calibration" / "numbers.csv"
LUCK = 0.05
FEW = 2**10
"""Points of the prior that are weighted here; a density over them takes time that grows with their square."""


def toy(runs: int = 80, seed: int = 1) -> Bank:
    """Return a bank of a model in which two numbers move two of three statistics, with the luck of single runs."""
    rng = np.random.default_rng(seed)
    unit = rng.random((runs, 2))
    exact = np.column_stack([unit[:, 0] ** 2, unit[:, 0] + unit[:, 1], np.zeros(runs)])
    return Bank(unit, exact + rng.normal(0.0, LUCK, exact.shape), 0)


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    runs = toy()
    found = recovered(runs, fitted(runs), trials=40, seed=2)
    assert ((found.coverage >= 0.80) & (found.coverage <= 1.0)).all()
    assert (found.width < 0.6).all()


def test_a_posterior_lies_at_the_truth_and_narrows_with_a_sharper_finding():
    emulator = fitted(toy())
    truth = np.array([0.36, 1.0, 0.0])
    sharp = posterior(emulator, truth, np.zeros(3), 2, draws=1000, seed=1, points=FEW)
    wide = posterior(emulator, truth, np.full(3, 0.3), 2, draws=1000, seed=1, points=FEW)
    assert np.abs(sharp.draws.mean(axis=0) - [0.6, 0.4]).max() < 0.08
    assert (np.ptp(sharp.interval(), axis=0) < np.ptp(wide.interval(), axis=0)).all()
    assert sharp.plausible < wide.plausible


def test_the_nugget_is_the_luck_of_a_run():
    assert fitted(toy()).luck() == pytest.approx([LUCK] * 3, rel=0.35)


def test_the_same_seed_gives_the_same_posterior():
    emulator = fitted(toy())
    first, second = (posterior(emulator, np.array([0.3, 1.0, 0.0]), np.zeros(3), 2, 200, 7, FEW) for _ in range(2))
    assert np.array_equal(first.draws, second.draws)


def test_points_fill_each_prior_evenly():
    asked = question()
    counts = [np.histogram(column, bins=16, range=(0, 1))[0] for column in points(asked, 64, 1).T]
    assert all((count == 4).all() for count in counts)
    assert np.array_equal(points(asked, 64, 1)[:50], points(asked, 50, 1))


def test_only_findings_of_kind_c_are_fitted_by_default():
    assert {published()[name].kind for name in TARGETS} == {"C"}
    assert len(question().keys) == len(FREE)


@pytest.mark.parametrize(
    ("free", "targets", "said"),
    [
        (FREE, ["contact_and_prejudice"], "kind V"),
        (FREE, ["dispersal_and_work"], "sign without a size"),
        (FREE, ["contact_tril"], "did you mean 'contact_trial'"),
        (["regime.social_mixing"], TARGETS, "only numbers of mechanisms"),
        (["mechanisms.employment.fnd"], TARGETS, "no such declared number"),
    ],
)
def test_what_may_not_be_asked_is_refused(free, targets, said):
    with pytest.raises(UserError, match=said):
        question(free, targets)


def test_a_bank_goes_on_where_it_was_and_may_grow(tmp_path):
    asked = question(FREE[:1], ["attitude_mean"])
    bank(asked, tmp_path, runs=12, population=600, seed=1, processes=1)
    place = tmp_path / FILE
    *head, last = place.read_text(encoding="utf-8").splitlines()
    marked = "\n".join([*head, last.rpartition(",")[0] + ",5.5"]) + "\n"
    place.write_text(marked, encoding="utf-8")
    found = bank(asked, tmp_path, runs=14, population=600, seed=1, processes=1)
    assert 5.5 in found.found
    assert place.read_text(encoding="utf-8").startswith(marked)
    assert len(place.read_text(encoding="utf-8").splitlines()) == 15


@pytest.mark.parametrize(
    ("free", "other"), [(FREE[:1], {"seed": 2}), (FREE[:1], {"population": 700}), (FREE[1:2], {}), (FREE[:2], {})]
)
def test_the_bank_of_another_calibration_is_refused(tmp_path, free, other):
    design = {"runs": 14, "population": 600, "seed": 1, "processes": 1}
    bank(question(FREE[:1], ["attitude_mean"]), tmp_path, **design)
    with pytest.raises(UserError, match="another calibration"):
        bank(question(free, ["attitude_mean"]), tmp_path, **design | other)


def test_a_calibration_leaves_a_world_that_runs(tmp_path):
    asked = question(FREE[:2], ["attitude_mean", "attitude_spread"])
    asked = Question(
        asked.keys, asked.low, asked.high, asked.default, ("a", "b", "c"), np.array([0.36, 1.0, 0.0]), np.full(3, 0.1)
    )
    runs = toy()
    emulator = fitted(runs)
    drawn = posterior(emulator, asked.value, asked.spread, 2, draws=200, seed=1, points=FEW)
    found = Calibration(asked, runs, emulator, drawn, None, {"runs": 80, "population": 1, "seed": 1})
    found.save(tmp_path)
    world = scenario_of(composed(prepared([f"world={tmp_path / 'posterior.yaml'}"], tree())))
    employment = next(each for each in world.mechanisms if each.name == "employment")
    assert employment.support == pytest.approx(found.numbers()[0]["median"], rel=1e-3)
    assert (tmp_path / "over_posterior.yaml").is_file()


def test_defaults_are_what_the_calibration_on_record_found():
    record = pd.read_csv(RECORD).set_index("number")
    asked = question()
    assert set(record.index) == set(asked.keys)
    assert record["coverage"].between(0.80, 0.98).all()
    for key, shipped in zip(asked.keys, asked.default, strict=True):
        assert shipped == float(f"{record.loc[key, 'median']:.2g}"), key


def test_the_command_says_what_is_wrong(capsys):
    assert main(["calibrate", "runs=3"]) == 2
    assert "runs is 3; it must be at least 20" in capsys.readouterr().err
    assert main(["calibrate", "rnus=3"]) == 2
    assert "did you mean 'runs'" in capsys.readouterr().err
