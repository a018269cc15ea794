"""Every shipped file loads, fits one screen, and says in both languages what it is; every scenario runs and differs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

import cohesion_sim as cs
from cohesion_sim.config import load_comparison, load_scenario
from cohesion_sim.config.catalogue import scenarios
from cohesion_sim.config.checking import mistakes
from cohesion_sim.config.defaults import GROUPS
from cohesion_sim.config.library import complete, entry, names
from cohesion_sim.config.records import context_of, funding_of, regime_of
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.policy.regime import Regime
from cohesion_sim.scenario import Scenario
from cohesion_sim.strings import cell, strings
from cohesion_sim.validation.country_table import STRANDS, countries

SCREEN = 40
SMALL = ("context.population=300", "context.places=3")
REGIMES = {
    "assimilationist", "segregationist", "mainstreamed", "targeted", "combined", "exclusionary", "laissez_faire",
}  # fmt: skip
CHAPTER = {
    "portugal_one_stop", "switzerland_bottom_up", "intercultural_cities", "regional_protection", "rdpp_host_region",
    "link_it", "canada_pre_arrival", "philippines_seminar", "new_zealand_welcoming", "eu_skills_profile",
    "information_about_sweden", "migapp", "bilbao_guide", "pandemic", "populist_surge", "refugee_arrival",
    "new_origin_group", "rising_connectivity", "programme_sunset", "german_courses",
}  # fmt: skip
RARE = re.compile(r"exploitation|exposure|general_queue|citizens|.*_gap|m0_.*|headcount_\d|deprived_.*")
"""Differences, parts of marginalisation, and what a small town may have none of."""
MOVING = [name for name, outcome in OUTCOMES.items() if outcome.unit == "share" and not RARE.fullmatch(name)]
FILES = [(group, name) for group in (*GROUPS, "scenario") for name in names(group)]


@cache
def cells(name: str) -> dict[str, Scenario]:
    """Return a small version of a scenario and what it is compared with, the baseline first."""
    values = entry("scenario", name).values
    baseline = values["baseline"]
    later = "timeline" in values or (isinstance(baseline, dict) and "timeline" in baseline["set"])
    return load_comparison(name, [*SMALL, *([] if later else ["months=12"])])


@pytest.mark.parametrize("name", names("scenario"))
def test_a_shipped_scenario_says_in_both_languages_what_it_is_and_what_is_assumed(name: str) -> None:
    scenario = cells(name)[list(cells(name))[-1]]
    assert set(scenario.title) == set(scenario.about) == set(scenario.story) == set(scenario.assumed) == {"en", "fr"}
    assert scenario.sources


@pytest.mark.parametrize("name", names("scenario"))
def test_a_shipped_scenario_has_a_baseline_and_words_for_both(name: str) -> None:
    made = cells(name)
    assert len(made) >= 2
    assert {each.baseline for each in made.values()} == {next(iter(made))}
    for each in made:
        assert {f"scenario.{each}", f"regime.{cell(each)[0]}"} & set(strings()), each


@pytest.mark.parametrize("name", names("scenario"))
def test_a_small_run_of_a_shipped_scenario_differs_from_its_baseline_and_no_outcome_sticks(name: str) -> None:
    first, *_, last = cells(name).values()
    baseline, other = (cs.simulate(each, seed=1, threads=1).monthly[MOVING] for each in (first, last))
    for table in (baseline, other):
        ends = table.iloc[1:].isin([0.0, 1.0])
        assert not list(table.columns[ends.all()])
    assert not baseline.equals(other)


def test_a_checked_file_that_is_fine_has_no_mistakes() -> None:
    for name in ("german_courses", "new_origin_group", "pandemic"):
        assert mistakes(names("scenario")[name]) == []


def test_the_list_of_scenarios_says_what_each_is_and_what_it_is_compared_with() -> None:
    rows = scenarios()
    assert [row["scenario"] for row in rows] == list(names("scenario"))
    assert all(row["title"] and row["compared with"] and row["in one line"] for row in rows)


@pytest.mark.parametrize(("group", "name"), FILES)
def test_a_shipped_file_fits_one_screen(group: str, name: str) -> None:
    assert len(names(group)[name].read_text().splitlines()) <= SCREEN


@pytest.mark.parametrize(("group", "read"), [("regime", regime_of), ("funding", funding_of), ("context", context_of)])
def test_each_file_of_a_group_makes_a_record_of_its_name(group: str, read: Callable[[object], Regime]) -> None:
    for name in names(group):
        assert read(complete(group, entry(group, name))).name == name


@pytest.mark.parametrize("world", names("world"))
def test_each_world_can_be_chosen(world: str) -> None:
    assert load_scenario("targeted", [f"world={world}"]).world == world


def test_the_seven_regimes_each_have_a_box_around_their_centre() -> None:
    assert set(names("regime")) >= REGIMES
    for name in names("regime"):
        regime = regime_of(complete("regime", entry("regime", name)))
        assert regime.box
        for key, low, high in regime.box:
            section, _, lever = key.rpartition(".")
            centre = getattr(getattr(regime, section or "dimensions"), lever)
            assert low <= centre <= high, f"{name}: {key} is {centre}, outside its box"


def test_each_country_whose_strands_are_known_has_a_regime() -> None:
    known = countries()
    told = known.index[known[list(STRANDS)].nunique(axis="columns") > 1]
    for country in told:
        name = f"{country.lower().replace('newz', 'new_z')}_policy"
        regime = regime_of(complete("regime", entry("regime", name)))
        apart = [abs(getattr(regime.rights, strand) - known.loc[country, strand]) for strand in STRANDS]
        assert sum(apart) / len(apart) < 7.0, f"{name} is not {country}'s: the years differ by {apart}"
    assert len(told) == 11


def test_each_named_regime_has_a_scenario_of_its_name() -> None:
    assert set(names("scenario")) >= REGIMES


def test_each_system_of_the_chapter_has_a_scenario() -> None:
    assert set(names("scenario")) >= CHAPTER


def test_funding_has_the_four_levels_of_the_evidence() -> None:
    levels = [load_scenario("targeted", [f"funding={name}"]).funding for name in ("none", "low", "medium", "high")]
    assert [level.eur_per_migrant_year for level in levels] == [0, 1750, 7000, 16000]
