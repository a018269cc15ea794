"""Every shipped file loads, fits one screen, and says in both languages what it is."""

from __future__ import annotations

import pytest

from cohesion_sim.config import load_comparison, load_scenario
from cohesion_sim.config.checking import mistakes
from cohesion_sim.config.defaults import GROUPS
from cohesion_sim.config.library import names

SCREEN = 40
SMALL = ("context.population=60", "context.places=3")
REGIMES = {
    "assimilationist", "segregationist", "mainstreamed", "targeted", "combined", "exclusionary", "laissez_faire",
}  # fmt: skip
FILES = [(group, name) for group in (*GROUPS, "scenario") for name in names(group)]


@pytest.mark.parametrize("name", names("scenario"))
def test_a_shipped_scenario_loads_with_title_and_story_in_both_languages(name: str) -> None:
    scenario = load_scenario(name, SMALL)
    assert scenario.name == name
    assert set(scenario.title) == set(scenario.story) == {"en", "fr"}
    assert mistakes(names("scenario")[name]) == []


@pytest.mark.parametrize("name", names("scenario"))
def test_a_shipped_scenario_can_be_compared(name: str) -> None:
    cells = load_comparison(name, SMALL)
    assert len(cells) >= 2
    assert {cell.baseline for cell in cells.values()} == {next(iter(cells))}


@pytest.mark.parametrize(("group", "name"), FILES)
def test_a_shipped_file_fits_one_screen(group: str, name: str) -> None:
    assert len(names(group)[name].read_text().splitlines()) <= SCREEN


@pytest.mark.parametrize("group", ["regime", "funding", "context", "world"])
def test_each_file_of_a_group_can_be_chosen(group: str) -> None:
    for name in names(group):
        chosen = getattr(load_scenario("targeted", [f"{group}={name}", *SMALL]), group)
        assert getattr(chosen, "name", chosen) == name


def test_the_seven_regimes_each_have_a_box_around_their_centre() -> None:
    assert set(names("regime")) >= REGIMES
    for name in names("regime"):
        regime = load_scenario("targeted", [f"regime={name}"]).regime
        assert regime.box
        for key, low, high in regime.box:
            section, _, lever = key.rpartition(".")
            centre = getattr(getattr(regime, section or "dimensions"), lever)
            assert low <= centre <= high, f"{name}: {key} is {centre}, outside its box"


def test_each_named_regime_has_a_scenario_of_its_name() -> None:
    assert set(names("scenario")) >= REGIMES


def test_funding_has_the_four_levels_of_the_evidence() -> None:
    levels = [load_scenario("targeted", [f"funding={name}"]).funding for name in ("none", "low", "medium", "high")]
    assert [level.eur_per_migrant_year for level in levels] == [0, 1750, 7000, 16000]
