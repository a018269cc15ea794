"""Analyses of stored runs say what the numbers allow: intervals, shares of variance, boxes, frontiers, and no more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from cohesion_sim.__main__ import main
from cohesion_sim.analysis.ablation import ablation
from cohesion_sim.analysis.cases import Comparing, comparing
from cohesion_sim.analysis.discovery import Box, found_box
from cohesion_sim.analysis.effects import effects, holm, smallest
from cohesion_sim.analysis.equity import equity, turn
from cohesion_sim.analysis.frontier import frontier, on_frontier, places
from cohesion_sim.analysis.quantity import quantities
from cohesion_sim.analysis.replicates import convergence, enough, needed
from cohesion_sim.analysis.robustness import concordance, robustness
from cohesion_sim.analysis.sensitivity import indices, sensitivity
from cohesion_sim.errors import UserError
from cohesion_sim.evidence.screening import kept
from cohesion_sim.experiment.attempt import Task
from cohesion_sim.experiment.description import experiments, read_experiment
from cohesion_sim.experiment.execution import run_experiment
from cohesion_sim.experiment.factors import Factor
from cohesion_sim.experiment.sampling import Sampling, unit_problem
from cohesion_sim.experiment.store import Store

SMALL = """\
set: {context.population: 200, context.places: 2, context.migrant_share: 0.4, context.dissimilarity: 0.3, months: 3}
baseline: {regime: laissez_faire, label: all}
design:
  factorial: {regime: [laissez_faire, combined]}
  list: [{label: all}, {label: no threat, mechanisms.threat.on: false}]
replicates: 4
"""
SAMPLED = """\
set: {context.population: 200, context.places: 2, context.migrant_share: 0.4, context.dissimilarity: 0.3, months: 2}
baseline: {regime: laissez_faire}
design:
  factorial: {regime: [laissez_faire, combined]}
  morris: {trajectories: 3, factors: {mechanisms.language.use: {}, mechanisms.threat.cold: {}}}
"""
ISHIGAMI = {"x1": (0.314, 0.558), "x2": (0.442, 0.442), "x3": (0.0, 0.244)}
"""First-order and total indices for a = 7, b = 0.1 (Saltelli et al. 2008)."""


def ran(folder: Path, text: str) -> Store:
    """Return the store of an experiment that was run here."""

    def plainly(tasks, work):  # type: ignore[no-untyped-def]
        task: Task
        for task in tasks:
            yield task, work(task)

    file = folder / "asked.yaml"
    file.write_text(text)
    run_experiment(read_experiment(file), folder / "store", plainly)
    return Store.open(folder / "store")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return ran(tmp_path_factory.mktemp("small"), SMALL)


@pytest.fixture(scope="module")
def compared(store: Store) -> Comparing:
    return comparing(store)


def ishigami(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the known function, on factors scaled as a design scales them."""
    factor = Factor("x", low=-np.pi, high=np.pi)
    x = np.vectorize(factor.at)(rows)
    found: NDArray[np.float64] = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return found


def test_sobol_indices_of_a_known_function_match_the_analytic_ones_within_their_intervals():
    names = list(ISHIGAMI)
    sampling = Sampling("sobol", {"points": 1024, "second_order": False, "seed": 1})
    sample = sampling.drawn(names)
    found = indices("sobol", sampling.settings, unit_problem(names), sample, ishigami(sample)).set_index("factor")
    for name, (first, total) in ISHIGAMI.items():
        assert abs(found.loc[name, "S1"] - first) <= found.loc[name, "S1_conf"] + 0.005
        assert abs(found.loc[name, "ST"] - total) <= found.loc[name, "ST_conf"] + 0.005


def test_the_dozen_is_what_the_screening_found_and_its_experiment_shares_out_the_policy_difference(tmp_path: Path):
    text = experiments()["sensitivity_of_the_dozen"].read_text(encoding="utf-8")
    small = text.replace("set: {context.population: 2000}", SAMPLED.splitlines()[0]).replace("points: 128", "points: 2")
    store = ran(tmp_path, small)
    assert len(store.runs()) == 2 * (12 + 2) * 2
    screening = kept()
    assert screening is not None
    weight = {number: sum(1.0 / rank for rank in each.values()) for number, each in screening.moved.items()}
    dozen = sorted(weight, key=lambda number: -weight[number])[:12]
    assert sorted(store.problem["names"]) == sorted(dozen)
    table = sensitivity(store, quantities(["language"]), comparing(store))
    found = table[table["target"] == "combined − laissez_faire"].set_index("factor")
    assert sorted(found.index) == sorted(dozen)
    assert found.loc["mechanisms.language.use", "ST"] > 0.0


def test_morris_ranks_a_known_function_as_sobol_does():
    names = ["a", "b", "c", "d"]
    weights = np.array([0.0, 4.0, 1.0, 2.0])
    sampling = Sampling("morris", {"trajectories": 10, "levels": 4, "seed": 1})
    sample = sampling.drawn(names)
    screened = indices("morris", sampling.settings, unit_problem(names), sample, sample @ weights)
    assert list(screened["factor"]) == ["b", "d", "c", "a"]
    assert screened["mu_star"].tolist() == pytest.approx([4.0, 2.0, 1.0, 0.0])
    sampling = Sampling("sobol", {"points": 256, "second_order": False, "seed": 1})
    sample = sampling.drawn(names)
    shared = indices("sobol", sampling.settings, unit_problem(names), sample, sample @ weights)
    assert list(shared["factor"]) == ["b", "d", "c", "a"]


def test_what_does_not_vary_has_indices_of_zero():
    sampling = Sampling("morris", {"trajectories": 4, "levels": 4, "seed": 1})
    sample = sampling.drawn(["a", "b"])
    found = indices("morris", sampling.settings, unit_problem(["a", "b"]), sample, np.ones(len(sample)))
    assert found["mu_star"].tolist() == [0.0, 0.0]


def test_holm_multiplies_the_smallest_by_the_number_asked():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_holm_never_orders_adjusted_values_otherwise():
    assert holm([0.5, 0.001, 0.9]) == pytest.approx([1.0, 0.003, 1.0])


def test_the_smallest_effect_is_that_of_the_tables_of_power():
    d = np.array([-1.0, 1.0] * 17)  # 34 pairs, sd 1.015: Cohen's d of .5 has power .8 at .05
    assert smallest(d, 0.05) / d.std(ddof=1) == pytest.approx(0.495, abs=0.005)


def test_replicates_by_the_rule_grow_with_the_square_of_the_precision():
    assert enough(0.1, 1000, 0.01) == pytest.approx(4 * enough(0.1, 1000, 0.02), rel=0.03)
    assert enough(0.1, 5, 0.01) > enough(0.1, 1000, 0.01)


def test_effects_are_the_means_of_the_pairs(store: Store, compared: Comparing):
    rows = {row.where: row for row in effects(compared, quantities(["belonging"]), 0.0)}
    runs = store.runs()
    wide = runs.pivot(index=["label", "replicate"], columns="regime", values="belonging")
    d = wide["combined"] - wide["laissez_faire"]
    assert rows["everywhere"].difference == pytest.approx(d.mean())
    assert rows["label=all"].difference == pytest.approx(d["all"].mean())
    assert rows["everywhere"].all_low < rows["everywhere"].low
    assert rows["everywhere"].p_holm >= rows["everywhere"].p


def test_an_interval_within_what_matters_is_no_difference_that_matters(compared: Comparing):
    (row, *_) = effects(compared, quantities(["belonging"]), 0.5)
    assert row.verdict == "no difference that matters"


def test_a_difference_settles_with_every_pair_and_ends_where_the_effect_is(compared: Comparing):
    asked = quantities(["belonging"])
    settled = convergence(compared, asked)
    assert settled["pairs"].tolist() == [2, 3, 4]
    (row,) = needed(compared, asked, 0.5)
    assert row.enough
    assert settled["difference"].iloc[-1] == pytest.approx(row.difference)


def test_equity_weights_are_a_weighted_mean_of_subgroups(store: Store):
    runs = store.runs()
    (weighed,) = quantities(["trust"], {"migrants": 3.0, "hosts": 1.0})
    values = weighed.values(store, runs)
    assert values.to_numpy() == pytest.approx((0.75 * runs["trust_migrants"] + 0.25 * runs["trust_hosts"]).to_numpy())


def test_regret_is_nothing_for_the_best_and_the_ranking_of_one_order_is_concordant(compared: Comparing):
    rows, ranking, table = robustness(compared, quantities(["belonging"])[0])
    assert len(table) == ranking.states == 2
    assert (table[compared.alternatives].min(axis=1) == 0.0).all()
    assert sum(row.best_in for row in rows) >= 1.0
    assert concordance(pd.DataFrame({"a": [3.0, 9.0], "b": [2.0, 5.0], "c": [1.0, 4.0]})) == pytest.approx(1.0)
    assert concordance(pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 1.0]})) == pytest.approx(0.0)


def test_peeling_finds_the_box_in_which_it_wins():
    generator = np.random.Generator(np.random.Philox(key=1))
    cases = pd.DataFrame(generator.random((400, 3)), columns=["a", "b", "noise"])
    cases["kind"] = np.where(generator.random(400) < 0.5, "x", "y")
    won = ((cases["a"] > 0.6) & (cases["kind"] == "x")).to_numpy()
    box = found_box(cases, won)
    assert set(box.limits) == {"a", "kind"}
    assert box.limits["kind"] == frozenset({"x"})
    low, high = box.limits["a"]
    assert low == pytest.approx(0.6, abs=0.05)
    assert high == np.inf


def test_where_winning_is_chance_no_condition_is_found():
    generator = np.random.Generator(np.random.Philox(key=3))
    cases = pd.DataFrame(generator.random((60, 2)), columns=["a", "b"])
    assert Box().holds(cases).all()
    assert found_box(cases, np.ones(60, bool)) == Box()


def test_a_mix_of_two_dominates_what_lies_under_their_line():
    eur, points = np.array([0.0, 10.0, 20.0, 15.0]), np.array([0.0, 2.0, 10.0, 1.0])
    assert on_frontier(eur, points).tolist() == [True, False, True, False]
    named, prices = places(eur, points)
    assert named == ["frontier", "dominated by a mix", "frontier", "dominated"]
    assert prices[2] == pytest.approx(2.0)


def test_doing_nothing_costs_and_gains_nothing(compared: Comparing):
    rows = {row.alternative: row for row in frontier(compared, quantities(["belonging"])[0])}
    assert rows["laissez_faire"].points == 0.0
    assert rows["combined"].eur > 0.0


def test_a_verdict_turns_where_weighted_gains_cancel(compared: Comparing):
    assert turn(0.3, -0.1) == pytest.approx(0.25)
    assert np.isnan(turn(0.3, 0.1))
    (row,) = equity(compared, ["trust"], "migrants", "hosts")
    assert (row.one, row.other) == ("migrants", "hosts")


def test_leaving_a_mechanism_out_is_compared_on_the_same_luck(compared: Comparing):
    (row,) = ablation(compared, quantities(["belonging"]), "label", "all")
    assert row.left_out == "no threat"
    assert row.change == pytest.approx(row.difference_without - row.difference)


def test_sensitivity_is_asked_of_each_policy_and_of_their_difference(tmp_path: Path):
    store = ran(tmp_path, SAMPLED)
    found = sensitivity(store, quantities(["language"]), comparing(store))
    assert list(dict.fromkeys(found["target"])) == ["laissez_faire", "combined", "combined − laissez_faire"]
    assert found.groupby("target")["factor"].first().eq("mechanisms.language.use").all()


def test_the_command_keeps_tables_answer_and_figures_in_both_languages(store: Store, tmp_path: Path, capsys):
    for kind in ("replicates", "frontier"):
        assert main(["analyse", kind, str(store.folder), "outcomes=belonging", f"output={tmp_path / kind}"]) == 0
    assert "belonging" in capsys.readouterr().out
    assert {"frontier.csv", "frontier.parquet", "answer.txt"} <= {
        path.name for path in (tmp_path / "frontier").iterdir()
    }
    assert (tmp_path / "replicates" / "replicates_belonging.migrants_fr.png").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["effect"], "did you mean 'effects'"),
        (["effects", "outcomes=belongin"], "did you mean 'belonging'"),
        (["effects", "by=regimes"], "did you mean 'regime'"),
        (["effects", "baseline=targetted"], "alternative to compare with"),
        (["effects", "weights=migrants"], "weight"),
        (["sensitivity"], "no sample"),
        (["discovery"], "states of the world"),
        (["equity", "between=hosts"], "two subgroups"),
    ],
)
def test_a_mistake_is_said_in_one_sentence(words: list[str], said: str, store: Store, capsys):
    assert (
        main([words[0], *words[1:]] if words[0] == "analyse" else ["analyse", words[0], str(store.folder), *words[1:]])
        == 2
    )
    assert said in capsys.readouterr().err


def test_a_hidden_subgroup_is_said_to_be_hidden(compared: Comparing):
    with pytest.raises(UserError, match="fewer than 30 persons"):
        effects(compared, quantities(["employment.great special needs"]), 0.01)
