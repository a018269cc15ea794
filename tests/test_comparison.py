"""A comparison is paired: nothing changed means no difference at all, and a failing run takes no other with it."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cohesion_sim as cs
from cohesion_sim.__main__ import main
from cohesion_sim.chance import Key
from cohesion_sim.cli.drawing import draw
from cohesion_sim.comparisons import pool
from cohesion_sim.comparisons.comparing import compare, prior_jobs
from cohesion_sim.comparisons.comparison import Comparison
from cohesion_sim.comparisons.individuals import in_both
from cohesion_sim.comparisons.paired import all_left_open, left_open, paired_difference, paired_differences
from cohesion_sim.comparisons.priors import compared, drawn, triangular
from cohesion_sim.comparisons.replication import Finished, Job
from cohesion_sim.comparisons.shares import quantiles_of
from cohesion_sim.comparisons.worlds import in_turn, in_world
from cohesion_sim.config.library import names
from cohesion_sim.context import Context
from cohesion_sim.errors import UserError
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.levers import Levers
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.world import World
from tests.worlds import TWO_ORIGINS

FEW = ["context.population=200", "context.places=2", "context.migrant_share=0.4", "months=12"]

CONTEXT = Context(origins=TWO_ORIGINS, population=400, places=6, migrant_share=0.3, dissimilarity=0.25)
BASE = Scenario(context=CONTEXT, months=6, funding=Funding(eur_per_migrant_year=0.0))
RICH = replace(BASE, funding=Funding(eur_per_migrant_year=7_000.0))
FIXED_COLUMNS = [
    "outcome",
    "subgroup",
    "scenario",
    "baseline",
    "mean",
    "baseline_mean",
    "difference",
    "low",
    "high",
    "prior_low",
    "prior_high",
    "p_better",
    "variance_reduction",
]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare({"none": BASE, "same": BASE, "rich": RICH}, replicates=3, priors=3, processes=1)


def rows(comparison: Comparison, outcome: str, scenario: str) -> pd.DataFrame:
    table = comparison.table
    return table[(table["outcome"] == outcome) & (table["scenario"] == scenario)].set_index("subgroup")


def test_the_table_has_its_columns_and_subgroups(comparison: Comparison) -> None:
    assert comparison.table.columns.tolist() == FIXED_COLUMNS
    subgroups = {"everybody", "hosts", "migrants", "near", "far", "women", "men", "fixed cohort"}
    assert subgroups <= set(comparison.table["subgroup"])


def test_no_change_gives_exactly_no_difference(comparison: Comparison) -> None:
    same = comparison.table[comparison.table["scenario"] == "same"].dropna(subset=["difference"])
    assert (same["difference"] == 0.0).all()
    assert (same["prior_low"].dropna() == 0.0).all()


def test_money_teaches_the_language(comparison: Comparison) -> None:
    row = rows(comparison, "language", "rich").loc["migrants"]
    assert row["difference"] > 0.0
    assert row["variance_reduction"] > 5.0
    assert row["p_better"] == 1.0


def test_the_difference_is_that_of_the_series(comparison: Comparison) -> None:
    series = comparison.series.query("subgroup == 'migrants' and month > 0")
    means = series.groupby(["scenario", "replicate"])["belonging"].mean().unstack("scenario")
    row = rows(comparison, "belonging", "rich").loc["migrants"]
    assert row["difference"] == pytest.approx((means["rich"] - means["none"]).mean())


def test_processes_change_nothing(comparison: Comparison) -> None:
    spread = compare({"none": BASE, "same": BASE, "rich": RICH}, replicates=3, priors=3, processes=2)
    pd.testing.assert_frame_equal(comparison.table, spread.table, check_exact=True)
    pd.testing.assert_frame_equal(comparison.series, spread.series, check_exact=True)


def test_there_is_a_verdict_on_every_outcome(comparison: Comparison) -> None:
    said = comparison.verdict(["language", "dissimilarity"])
    assert "rich better" in said[0]
    assert "same no difference" in said[0]
    with pytest.raises(UserError, match="no such outcome; did you mean 'trust'"):
        comparison.verdict(["trus"])


def test_a_point_has_a_price(comparison: Comparison) -> None:
    costs = comparison.cost_per_point().set_index(["outcome", "scenario"])
    row = costs.loc[("language", "rich")]
    assert 0.0 < row["eur"] <= 7_000.0
    assert row["eur_per_point"] == pytest.approx(row["eur"] / row["points"])


def test_a_comparison_is_saved_whole(comparison: Comparison, tmp_path: Path) -> None:
    comparison.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "table.parquet", "table.csv", "series.parquet", "who_gains.parquet", "who_gains.csv", "verdict.txt",
        "provenance.json",
    }  # fmt: skip


def test_nobody_gains_or_loses_where_nothing_changed(comparison: Comparison) -> None:
    assert (comparison.individuals("language", "same")["difference"] == 0.0).all()
    gains = comparison.who_gains(("language",), threshold=0.0, scenario="same")
    assert (gains[["gaining", "losing"]] == 0.0).all(axis=None)


def test_persons_differ_on_average_as_their_means_do(comparison: Comparison) -> None:
    found = comparison.individuals("language", "rich")
    here = found[found["here"] & found["baseline_here"] & (found["side"] == "migrants")]
    means = comparison.series[comparison.series["month"] == 6].set_index(["scenario", "subgroup"])["language"]
    gap = means["rich", "migrants"].mean() - means["none", "migrants"].mean()
    assert here["difference"].mean() == pytest.approx(gap, rel=0.1)
    gains = comparison.who_gains(("language",), threshold=0.001, scenario="rich").set_index("subgroup")
    migrants = found[found["side"] == "migrants"]["difference"]
    assert gains.loc["migrants", "gaining"] == pytest.approx((migrants > 0.001).mean(), abs=0.02)
    assert {"hosts", "migrants", "migrants, women", "migrants, founders"} <= set(gains.index)


def test_only_what_one_person_has_can_be_followed(comparison: Comparison) -> None:
    with pytest.raises(UserError, match="outcome of one person"):
        comparison.individuals("dissimilarity")


def test_without_priors_nothing_is_said_of_them() -> None:
    table = compare({"none": BASE, "rich": RICH}, replicates=2, processes=1).table
    assert table[["prior_low", "prior_high", "p_better"]].isna().all(axis=None)


@pytest.mark.parametrize("question", ["portugal_one_stop", "pandemic"])
def test_scenarios_are_put_into_other_worlds_as_if_composed_there(question: str) -> None:
    changes = ["mechanisms.threat.resent=0.009", "mechanisms.norms.on=false"]
    turns = in_turn(cs.load_comparison(question, changes))
    worlds = list(names("world"))
    assert [dict(turn) for turn in turns] == [
        cs.load_comparison(question, [*changes, f"world={world}"]) for world in worlds
    ]
    assert all(
        each.mechanism("threat").resent == 0.009 for turn in turns for each in turn.values()
    )  # what was asked for stays in every world


def test_draws_from_the_priors_take_turns_in_the_worlds(comparison: Comparison) -> None:
    assert comparison.provenance["worlds"] == list(names("world"))
    fixed = {"none": BASE, "rich": RICH}
    jobs = prior_jobs(in_turn(fixed), 5, seed=1)
    assert [job.scenario.world for job in jobs[::2]] == [*names("world"), "central"]
    told = {
        world: [job.scenario.world for job in prior_jobs(in_turn(fixed, [world]), 2, 1)] for world in names("world")
    }
    assert told == {world: [world] * 4 for world in told}
    chosen = {name: in_world(each, "sceptic") for name, each in fixed.items()}
    assert in_turn(chosen) == [chosen]
    with pytest.raises(UserError, match="did you mean 'sceptic'"):
        compare(fixed, priors=1, worlds=["sceptik"])


def test_the_terminal_and_python_draw_the_same(tmp_path: Path) -> None:
    small = ["context.population=200", "context.places=2", "context.dissimilarity=0.15", "months=3"]
    words = ["scenario=targeted", *small, "priors=5", "replicates=2", "processes=1", "figures=false", "why=false"]
    assert main(["compare", *words, f"output={tmp_path}"]) == 0
    scenarios = cs.load_comparison("targeted", small)
    table = cs.compare(scenarios, replicates=2, priors=5, processes=1).table
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "table.parquet"), table, check_exact=True)
    alone = cs.compare(scenarios, replicates=2, priors=5, processes=1, worlds=["central"]).table
    assert not alone["prior_low"].equals(table["prior_low"])


def test_what_is_compared_stays_in_every_world() -> None:
    gain = replace(BASE, mechanisms=tuple(
        replace(each, gain=0.18) if each.name == "encounters" else each for each in BASE.mechanisms
    ))  # fmt: skip
    for turn in in_turn({"none": BASE, "gain": gain}):
        assert [turn[name].mechanism("encounters").gain for name in turn] == [
            BASE.mechanism("encounters").gain, 0.18,
        ]  # fmt: skip


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(UserError, match="at least two"):
        compare({"one": BASE})
    with pytest.raises(UserError, match="did you mean 'rich'"):
        compare({"none": BASE, "rich": RICH}, baseline="ritch")
    with pytest.raises(UserError, match="replicates is 0"):
        compare({"none": BASE, "rich": RICH}, replicates=0)
    with pytest.raises(UserError, match="same name"):
        compare([BASE, RICH])


@dataclass(frozen=True, kw_only=True)
class Fragile(Mechanism):
    """Breaks in one seed."""

    name: ClassVar = "fragile"
    writes: ClassVar = frozenset()

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Break."""
        if key.seed == 2:
            raise ArithmeticError("broken on purpose")


@dataclass(frozen=True, kw_only=True)
class Deadly(Mechanism):
    """Takes its process down in one seed."""

    name: ClassVar = "deadly"
    writes: ClassVar = frozenset()

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """End the process."""
        if key.seed == 2:
            os._exit(1)


def test_a_failing_run_is_reported_and_the_others_go_on() -> None:
    broken = replace(RICH, mechanisms=(*RICH.mechanisms, Fragile()))
    found = compare({"none": BASE, "broken": broken}, replicates=3, processes=1)
    assert len(found.failures) == 1
    assert "broken on purpose" in found.failures[0]
    assert "seed 2" in found.failures[0]
    assert math.isfinite(rows(found, "trust", "broken").loc["everybody", "difference"])


def test_what_is_wrong_with_every_run_is_the_users_to_mend() -> None:
    cramped = replace(BASE, context=replace(CONTEXT, places=2, dissimilarity=0.95))
    with pytest.raises(UserError, match=r"every run failed.*context.dissimilarity"):
        compare({"one": cramped, "other": cramped}, replicates=1, processes=1)


def test_a_process_that_dies_takes_no_other_run_with_it() -> None:
    deadly = replace(RICH, mechanisms=(*RICH.mechanisms, Deadly()))
    found = compare({"none": BASE, "deadly": deadly}, replicates=4, processes=2)
    assert {run.name for run in found.runs if run.error} == {"deadly"}
    assert len(found.failures) == 1
    assert len(found.runs) == 8


def test_ctrl_c_keeps_what_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_short(jobs: list[Job], processes: int, staff: object) -> Iterator[Finished]:
        for job in jobs[:4]:
            yield pool.finished(job)
        raise KeyboardInterrupt

    monkeypatch.setattr(pool, "done", cut_short)
    found = compare({"none": BASE, "rich": RICH}, replicates=3, processes=1)
    assert found.interrupted
    assert math.isfinite(rows(found, "trust", "rich").loc["everybody", "difference"])


def test_the_interval_by_hand() -> None:
    d = paired_difference(np.array([1.0, 2.0, 4.0]), np.array([0.0, 1.0, 1.0]))
    assert d.difference == pytest.approx(5 / 3)
    assert d.high - d.difference == pytest.approx(4.30265273 * math.sqrt(4 / 3) / math.sqrt(3))
    assert d.variance_reduction == pytest.approx((7 / 3 + 1 / 3) / (4 / 3))


def test_one_pair_has_no_interval_and_a_missing_one_is_left_out() -> None:
    d = paired_difference(np.array([1.0, np.nan]), np.array([0.0, 1.0]))
    assert d.difference == 1.0
    assert math.isnan(d.low)


def test_many_samples_at_once_are_as_one_by_one_whichever_pairs_are_missing() -> None:
    a, b = np.random.default_rng(1).random((2, 40, 5))
    a[::3, 1] = b[::4, 2:] = np.nan
    a[7] = np.nan
    assert repr(paired_differences(a, b)) == repr([paired_difference(*row) for row in zip(a, b)])
    assert paired_difference(a[0], b[0]).difference == pytest.approx(float(np.nanmean(a[0, :1] - b[0, :1])))


def test_draws_of_many_rows_are_as_one_by_one_whichever_are_missing() -> None:
    d = np.random.default_rng(2).normal(size=(30, 9))
    d[::3, 1] = d[::4, 2:6] = np.nan
    d[5], d[6, 3] = np.nan, 0.0
    directions = np.arange(30) % 3 - 1
    one_by_one = [left_open(*row) for row in zip(d, directions.tolist())]
    assert repr(list(map(tuple, all_left_open(d, directions).tolist()))) == repr(one_by_one)
    known = d[4][np.isfinite(d[4])]
    assert left_open(d[4], 1)[:2] == tuple(np.quantile(known, [0.025, 0.975]))


def test_quantiles_of_persons_are_those_of_numpy_without_those_who_have_no_value() -> None:
    difference = np.random.default_rng(3).normal(size=(4, 57)).astype(np.float32)
    difference[1, ::5] = difference[2, 1:] = np.nan
    found = quantiles_of(difference, np.count_nonzero(~np.isnan(difference), axis=1))
    for row, quantiles in zip(difference.astype(np.float64), found):
        assert quantiles.tolist() == np.quantile(row[~np.isnan(row)], [0.1, 0.5, 0.9]).tolist()


def test_persons_are_found_again_by_their_keys() -> None:
    both, one, other = in_both(np.array([7, 3, 9]), np.array([1, 9, 7, 4]))
    assert [both.tolist(), one.tolist(), other.tolist()] == [[7, 9], [0, 2], [2, 1]]
    assert len(in_both(np.array([7]), np.zeros(0, np.int64))[0]) == 0


def test_better_follows_the_direction() -> None:
    d = np.array([1.0, 2.0, -1.0, 0.0])
    assert left_open(d, 1)[2] == 0.625
    assert left_open(d, -1)[2] == 0.375
    assert math.isnan(left_open(d, 0)[2])


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_draws_stay_within_their_range(mode: float, u: float) -> None:
    assert 0.0 <= triangular(0.0, mode, 1.0, u) <= 1.0


def test_triangular_is_the_triangular_distribution() -> None:
    u = (np.arange(100_000) + 0.5) / 100_000
    x = np.array([triangular(1.0, 2.0, 5.0, float(v)) for v in u])
    assert x.mean() == pytest.approx((1.0 + 2.0 + 5.0) / 3.0, abs=1e-3)


def test_what_is_compared_is_not_drawn() -> None:
    language = BASE.mechanism("language")
    assert language is not None
    other = replace(language, use=0.05)  # type: ignore[type-var, call-arg]
    changed = replace(BASE, mechanisms=tuple(other if m.name == "language" else m for m in BASE.mechanisms))
    fixed = compared({"a": BASE, "b": changed})
    assert fixed == {("language", "use")}
    assert drawn(language, 1, 1, fixed).use == language.use  # type: ignore[attr-defined]
    assert drawn(language, 1, 1, set()).use != language.use  # type: ignore[attr-defined]


def test_figures_and_tables_are_the_same_from_one_process_and_from_two(tmp_path: Path) -> None:
    found = compare({name: cs.load_scenario(name, FEW) for name in ("targeted", "combined")}, 2, processes=1)
    for processes in (1, 2):
        draw(found, tmp_path / str(processes), processes)
    one, two = (sorted((tmp_path / each).iterdir()) for each in "12")
    assert [file.name for file in one] == [file.name for file in two]
    assert {"table.parquet", "trajectories.svg", "panel_trust.png"} <= {file.name for file in one}
    for here, there in zip(one, two):  # an SVG names its clip paths after positions, whose last bit is left open
        assert here.suffix == ".svg" or here.read_bytes() == there.read_bytes()


def test_what_cannot_be_drawn_is_said_in_one_sentence(tmp_path: Path) -> None:
    found = compare({name: cs.load_scenario(name, FEW) for name in ("targeted", "combined")}, 1, processes=1)
    (tmp_path / "taken").write_text("a file, where a folder should be")
    with pytest.raises(UserError, match="cannot write to"):
        draw(found, tmp_path / "taken", 2)
