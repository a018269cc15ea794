"""Validation scores what it says it scores, keeps its failures, and uses no row of evidence to set and to check."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cohesion_sim import plots
from cohesion_sim.context import Context, Origin
from cohesion_sim.errors import UserError
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.parameters import Parameters, declarations
from cohesion_sim.policy.regime import SECTIONS
from cohesion_sim.policy.services import Services
from cohesion_sim.resources import shipped
from cohesion_sim.state.endowment import Dispositions
from cohesion_sim.synthesis.network import Mixing
from cohesion_sim.validation.bench import Bench, default
from cohesion_sim.validation.countries import (
    SURVEYED,
    TOLD,
    CountryCheck,
    RankCorrelation,
    country_scenario,
    left_out,
    rank_correlation,
    simulated,
)
from cohesion_sim.validation.country_table import STRANDS, countries
from cohesion_sim.validation.pattern import PATTERNS
from cohesion_sim.validation.published import KINDS, published
from cohesion_sim.validation.scorecard import Scorecard, as_markdown, country_lines
from cohesion_sim.validation.scoring import FAIL, PASS, Job, interval, measured, score, scored
from cohesion_sim.validation.statistics import partial_correlation
from tests.verdicts import FILE, POPULATION, SEEDS, small

RECORDS: list[type[Parameters]] = [
    *MECHANISMS.values(),
    *SECTIONS.values(),
    Services,
    Dispositions,
    Mixing,
    Context,
    Origin,
]


def test_every_finding_has_a_statistic_and_every_statistic_a_finding() -> None:
    assert set(published()) == set(PATTERNS)
    assert {finding.kind for finding in published().values()} <= set(KINDS)
    assert {finding.number for finding in published().values()} >= set(range(1, 21))
    assert all(str(each.measure.__doc__).splitlines()[0].endswith(".") for each in PATTERNS.values())
    assert all(finding.title["en"] and finding.title["fr"] and finding.source for finding in published().values())


def test_no_row_of_evidence_sets_a_number_and_validates_one() -> None:
    checked = {name for finding in published().values() if finding.kind == "V" for name in finding.ids}
    used = {declared.metadata["source"] for record in RECORDS for declared in declarations(record)}
    for path in shipped("configs").rglob("*.yaml"):
        if path.parent.name != "world":
            used |= set(re.findall(r"\b[A-Z]\d{2,3}\b", path.read_text(encoding="utf-8")))
    assert checked & used == set()


def test_what_is_switched_off_exists() -> None:
    bench = Bench(1, 2000)
    for pattern in PATTERNS.values():
        changed = Bench.without(1, 2000, pattern.off).scenario()
        assert (changed != bench.scenario()) == bool(pattern.off), pattern.name


@pytest.fixture(scope="module")
def verdicts() -> dict[str, str]:
    return small()


def test_verdicts_are_those_written_down_failing_ones_included(verdicts: dict[str, str]) -> None:
    assert verdicts == json.loads(FILE.read_text(encoding="utf-8"))
    assert FAIL in verdicts.values()


def test_measuring_in_processes_changes_nothing() -> None:
    jobs = [Job(name, seed, POPULATION, False) for seed in range(1, SEEDS + 1) for name in ("homophily", "speak_well")]
    assert list(measured(jobs, 2)) == list(measured(jobs, 1))


def test_a_mean_in_the_range_passes_and_a_sign_must_be_beyond_chance() -> None:
    level, sign = published()["weekly_contact"], published()["homophily"]
    assert score(level, [0.5, 0.6], []).verdict == PASS
    assert score(level, [0.3, 0.4], []).verdict == FAIL
    assert score(sign, [1.0, 1.1, 0.9], []).verdict == PASS
    assert score(sign, [1.0, -0.9, 0.2], []).verdict == FAIL
    assert score(sign, [math.nan], []).verdict == "not measured"


def test_the_interval_of_a_mean_is_students() -> None:
    mean, low, high, count = interval([1.0, 2.0, 3.0, math.nan])
    assert (mean, count) == (2.0, 3)
    assert high - mean == pytest.approx(4.302653 / math.sqrt(3), rel=1e-5)
    assert mean - low == pytest.approx(high - mean)


def test_a_partial_correlation_takes_out_what_is_given() -> None:
    rng = np.random.default_rng(1)
    z = rng.normal(size=2000)
    table = pd.DataFrame({"z": z, "x": z + rng.normal(size=2000), "y": z + rng.normal(size=2000)})
    assert abs(partial_correlation(table, "x", "y", ["z"])) < 0.1 < table["x"].corr(table["y"])


def test_countries_have_what_the_check_needs() -> None:
    table = countries()
    assert len(table) == 35
    assert table[["trust", *TOLD, *STRANDS]].notna().all().all()
    assert list(table.index[table["attitude"].isna()]) == ["Norway"]
    ranges = {"trust": (6, 75), "attitude": (1, 9), "mipex": (20, 80), "share": (1, 44), "unemployment": (3, 24)}
    for column, span in ranges.items():
        assert table[column].dropna().between(*span).all(), column
    assert table["trust"].corr(table["mipex"]) == pytest.approx(0.56, abs=0.01)  # B40


def test_a_country_is_told_what_is_known_of_it_and_nothing_that_is_asked() -> None:
    norway = countries().loc["Norway"]
    told = country_scenario(default(), norway.drop(list(SURVEYED)))
    assert told.context.unemployment == 0.042
    assert told.context.migrant_share * (1.0 - told.context.second_generation) == pytest.approx(0.144)
    assert told.regime.rights.labour == 69
    assert told.context.base_trust == default().context.base_trust
    assert country_scenario(default(), norway, base_trust=True).context.base_trust == 0.728


def test_trust_is_that_of_adults_and_attitudes_are_those_of_hosts() -> None:
    table = countries().loc[["Luxembourg"]].assign(trust=90.0)
    warm = replace(default(), context=replace(default().context, host_attitude=9.0))
    means = simulated(warm, table, 1, base_trust=True).loc["Luxembourg"]
    assert means["attitude"] > 0.8  # all adults: 0.76
    assert 0.7 < means["trust"] < 0.85  # hosts: 0.91, migrants bring the trust of their origins


def test_a_country_left_out_has_no_say_in_its_prediction() -> None:
    table = pd.DataFrame({"a": [1.0, 2.0, 4.0, 7.0, 11.0], "y": [3.0, 5.0, 9.0, 15.0, 50.0]})
    assert left_out(table, "y", ["a"])[-1] == pytest.approx(23.0)  # 2 a + 1 before it
    unknown = table.assign(y=[3.0, 5.0, np.nan, 15.0, 23.0])
    assert left_out(unknown, "y", ["a"]) == pytest.approx([3.0, 5.0, 9.0, 15.0, 23.0])


def test_the_country_check_is_told_as_a_table() -> None:
    good, none = RankCorrelation(0.5, 0.25, 0.75), RankCorrelation(0.0, -0.5, 0.5)
    spread = {"trust": 0.0019, "attitude": 0.01}
    check = CountryCheck({"model": {"trust": good, "attitude": none}}, {"trust": 35, "attitude": 34}, spread, spread)
    lines = country_lines(check)
    assert "| who ranks | surveyed trust, 35 countries | surveyed attitudes, 34 countries |" in lines
    assert "| model | 0.50 [0.25, 0.75] | 0.00 [−0.50, 0.50] |" in lines
    assert country_lines(None) == []


def test_a_perfect_ranking_is_found_perfect() -> None:
    found = rank_correlation(np.arange(20.0), np.arange(20.0) ** 2)
    assert found == pytest.approx((1.0, 1.0, 1.0))


def test_a_scorecard_is_saved_with_its_failures(tmp_path: Any) -> None:
    names = ["homophily", "extended_contact", "callback_ratio"]
    card = Scorecard(scored(names, seeds=2, population=2000, processes=1), 2, 2000, None)
    files = {path.name for path in card.save(tmp_path)}
    assert files == {"scorecard.parquet", "scorecard.csv", "validation.md"}
    page = as_markdown(card)
    assert card.passed("V") == (1, 2)
    assert "**fails**" in page
    assert "(extended_contact)" in page
    for language in ("en", "fr"):
        assert plots.scorecard(card, language).axes


def test_a_pattern_or_population_that_cannot_be_is_refused() -> None:
    with pytest.raises(UserError, match="did you mean 'homophily'"):
        scored(["homofily"])
    with pytest.raises(UserError, match="population is 10"):
        scored(["homophily"], population=10)
