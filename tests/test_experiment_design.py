"""A design says what is run: combinations, alternatives and samples, over declared ranges, checked before it runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from SALib.analyze import morris, sobol
from SALib.test_functions import Ishigami

from cohesion_sim.errors import UserError
from cohesion_sim.experiment.about import factors
from cohesion_sim.experiment.description import Experiment, experiments, read_experiment
from cohesion_sim.experiment.factors import Factor, ranged
from cohesion_sim.experiment.plan import planned
from cohesion_sim.experiment.sampling import sampling, unit_problem

SMALL = "set: {context.population: 300, context.places: 4, months: 6}\n"


def read(folder: Path, text: str) -> Experiment:
    """Return the experiment that a text describes."""
    file = folder / "trial.yaml"
    file.write_text(SMALL + text)
    return read_experiment(file)


def test_parts_of_a_design_are_crossed(tmp_path: Path) -> None:
    experiment = read(
        tmp_path,
        "design:\n  factorial: {regime: [targeted, combined], months: [6, 7]}\n"
        "  list: [{label: poor, funding: none}, {label: rich, funding: high}]\nreplicates: 3\nseed: 5\n",
    )
    runs = planned(experiment).runs.to_pandas()
    assert len(runs) == 2 * 2 * 2 * 3
    assert runs["run_id"].is_unique
    assert sorted(set(runs["seed"])) == [5, 6, 7]
    assert set(runs["label"]) == {"poor", "rich"}
    assert experiment.design.columns == ["regime", "months", "label", "funding"]


def test_labels_stand_for_values_of_any_kind(tmp_path: Path) -> None:
    text = "design:\n  factorial:\n    timeline:\n      never: []\n      soon: [{month: 2, set: {regime: combined}}]\n"
    experiment = read(tmp_path, text)
    never, soon = list(experiment.design.points())
    assert (never.labels["timeline"], soon.labels["timeline"]) == ("never", "soon")
    assert experiment.compositions.scenario(soon.values).later[0].month == 2


def test_a_range_is_the_declared_one_unless_another_is_given() -> None:
    declared = ranged("regime.rights.labour", {}, 50)
    assert (declared.low, declared.high) == (0.0, 100.0)
    assert ranged("regime.rights.labour", {"low": 20, "high": 40}, 50.0).at(0.5) == 30.0


def test_triangular_draws_peak_at_the_mode_and_stay_in_the_range() -> None:
    factor = ranged("regime.rights.labour", {"distribution": "triangular"}, 80.0)
    drawn = [factor.at(u) for u in np.linspace(0.0, 1.0, 101)]
    assert min(drawn) == 0.0
    assert max(drawn) == 100.0
    assert factor.at(0.8) == pytest.approx(80.0)


def test_whole_numbers_and_choices_are_drawn_evenly() -> None:
    whole = Factor("months", low=1, high=4, whole=True)
    assert [whole.at(u) for u in (0.0, 0.26, 0.51, 0.76, 1.0)] == [1, 2, 3, 4, 4]
    assert Factor("world", ("a", "b"), ("a", "b")).at(1.0) == "b"


def test_a_sample_is_crossed_with_policies_and_the_same_for_all(tmp_path: Path) -> None:
    text = (
        "design:\n  factorial: {regime: [laissez_faire, combined]}\n"
        "  latin_hypercube: {points: 5, factors: {mechanisms.trust.*: {}}}\n"
    )
    runs = planned(read(tmp_path, text)).runs.to_pandas()
    drawn = [name for name in runs if name.startswith("mechanisms.trust.")]
    assert len(runs) == 10
    assert len(drawn) > 3
    assert (runs.groupby("sample")[drawn].nunique() == 1).all().all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("design: {factorial: {regime: []}}", "must be a list"),
        ("design: {factorial: {regime: [targetted]}}", "did you mean 'targeted'"),
        ("design: {factorial: {seed: [1, 2]}}", "seed cannot be varied"),
        ("design: {latin_hypercube: {factors: {regime.rights.labor: {}}}}", "did you mean"),
        ("design: {sobol: {points: 60, factors: {mechanisms.trust.*: {}}}}", "power of two"),
        ("design: {morris: {factors: {x.*: {}}}}", "no number has a key like this"),
        ("design: {factorial: {months: [6, 6]}}", "are the same"),
        ("design: {factorial: {months: [6, 7000]}}", "months is 7000"),
        ("design: {factorial: {months: [6]}, list: [{months: 7}]}", "varied twice"),
        ("designs: {}", "did you mean 'design'"),
        ("baseline: {funding: low}\ndesign: {factorial: {months: [6]}}", "no such factor"),
        ("replicates: 0", "replicates is 0"),
        ("limits: {second: 4}", "no such limit"),
    ],
)
def test_a_wrong_design_is_refused_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        planned(read(tmp_path, text + "\n"))


def test_files_beside_an_experiment_mean_the_same_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("base: targeted\nrights.labour: 11\n")
    experiment = read(tmp_path, "design: {factorial: {regime: [mine.yaml, combined]}}\n")
    mine, _ = experiment.design.points()
    assert mine.labels["regime"] == "mine"
    assert experiment.compositions.scenario(mine.values).regime.rights.labour == 11.0


def test_indices_of_a_known_function_are_the_analytic_ones() -> None:
    """Ishigami with a = 7, b = 0.1: S = (.3139, .4424, 0), total (.5576, .4424, .2437)."""
    names = ["x1", "x2", "x3"]
    unit = sampling("sobol", {"points": 512, "seed": 3}).drawn(names)
    values = Ishigami.evaluate(
        np.array([[Factor(n, low=-np.pi, high=np.pi).at(u) for n, u in zip(names, row)] for row in unit])
    )
    found = sobol.analyze(unit_problem(names), values, calc_second_order=False, seed=1)
    assert np.all(np.abs(found["S1"] - [0.3139, 0.4424, 0.0]) <= 1.5 * found["S1_conf"] + 1e-3)
    assert np.all(np.abs(found["ST"] - [0.5576, 0.4424, 0.2437]) <= 1.5 * found["ST_conf"] + 1e-3)


def test_morris_ranks_a_known_function() -> None:
    names = ["none", "little", "much"]
    unit = sampling("morris", {"trajectories": 20, "seed": 2}).drawn(names)
    found = morris.analyze(unit_problem(names), unit, unit @ np.array([0.0, 1.0, 5.0]), seed=1)
    assert np.argsort(found["mu_star"]).tolist() == [0, 1, 2]
    assert found["mu_star"].tolist() == pytest.approx([0.0, 1.0, 5.0])


def test_shipped_experiments_can_be_planned() -> None:
    for path in experiments().values():
        experiment = read_experiment(path)
        assert experiment.title["fr"]
        assert experiment.question["en"]
        assert factors(experiment.design)
        point = next(iter(experiment.design.points()))
        assert experiment.compositions.scenario(point.values).context.population == 2000
