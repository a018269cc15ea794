"""A survey finds what is there, with the errors and silences that it declares, and no two ways of asking disagree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cohesion_sim.config import load_scenario
from cohesion_sim.errors import UserError
from cohesion_sim.runs.result import Result
from cohesion_sim.runs.run import simulate
from cohesion_sim.survey.codebook import as_markdown, codebook
from cohesion_sim.survey.instrument import EXACT, Instrument
from cohesion_sim.survey.items import ITEMS
from cohesion_sim.survey.readings import READINGS
from cohesion_sim.survey.waves import COLUMNS, FIRST
from tests.worlds import with_context


@pytest.fixture(scope="module")
def result() -> Result:
    scenario = replace(load_scenario("mainstreamed"), months=24)
    return simulate(with_context(scenario, population=3000, places=6, migrant_share=0.3), seed=5, subgroups=[])


def test_everything_asked_is_in_the_codebook_and_has_a_reading() -> None:
    assert list(codebook()["column"]) == list(COLUMNS)
    assert set(READINGS) == {item.name for item in ITEMS}
    assert "| prejudice |" in as_markdown()


def test_a_survey_has_the_columns_that_exercises_rely_on(result: Result) -> None:
    survey = result.survey(n=300)
    assert list(survey.columns[: len(FIRST)]) == list(FIRST)
    assert len(survey) == 300
    assert survey["month"].unique().tolist() == [24]


def test_without_errors_and_refusals_everybody_is_found_as_she_is(result: Result) -> None:
    survey = result.survey(n=10_000, instrument=EXACT)
    people = result.world.people
    adults = np.flatnonzero(people.active & (people.age >= 216))
    rows = adults[np.argsort(people.key[adults])]
    assert survey["person"].tolist() == people.key[rows].tolist()
    assert np.abs(survey["prejudice"] - 10 * (1 - people.warmth[rows])).max() <= 0.5 + 1e-5
    assert (survey["employed"] == people.employed[rows]).all()
    assert survey["migrant_friend"].isna().eq(people.group[rows] > 0).all()


def test_the_same_seed_asks_the_same_people_whatever_else_is_asked(result: Result) -> None:
    alone = result.survey(n=200, months=[24], seed=9)
    few = result.survey(n=100, months=[24], seed=9)
    kept = alone[alone["person"].isin(few["person"])].reset_index(drop=True)
    assert kept.drop(columns=["weight"]).equals(few.drop(columns=["weight"]))
    assert not result.survey(n=200, seed=10)["person"].equals(alone["person"])


def test_reliability_is_what_a_repetition_would_show(result: Result) -> None:
    # two surveys of the same 1500 persons differ by error alone: r has a standard error below .02
    sure = replace(EXACT, single=0.6, spread=float(np.std(result.world.people.warmth)))
    one, other = (result.survey(n=1500, seed=seed, instrument=sure, months=[24]) for seed in (1, 2))
    both = one.merge(other, on="person")
    assert len(both) > 600
    assert np.corrcoef(both["prejudice_x"], both["prejudice_y"])[0, 1] == pytest.approx(0.6, abs=0.1)


def test_silences_are_as_many_as_declared(result: Result) -> None:
    survey = result.survey(n=1500, instrument=replace(EXACT, silent=0.2))
    assert survey["trust"].isna().mean() == pytest.approx(0.2, abs=0.045)  # 4.3 standard errors
    assert survey["age"].notna().all()


def test_a_panel_follows_the_same_persons_and_loses_some(result: Result) -> None:
    panel = result.survey(n=400, months=[6, 12, 24], panel=True)
    waves = [set(panel.loc[panel["wave"] == wave, "person"]) for wave in (1, 2, 3)]
    assert waves[2] < waves[1] < waves[0]
    steady = result.survey(n=400, months=[23, 24], panel=True, instrument=replace(Instrument(), attrition=0.0))
    assert (steady["wave"] == 2).sum() > 380


def test_a_cohort_holds_those_who_arrived_in_time(result: Result) -> None:
    cohort = result.survey(n=200, arrived=(1, 12), instrument=EXACT)
    assert len(cohort) > 5
    assert (cohort["generation"] == "first").all()
    assert cohort["tenure_years"].between(1.0, 2.0).all()


def test_weights_undo_that_migrants_are_oversampled(result: Result) -> None:
    survey = result.survey(n=600, migrants=0.5, instrument=EXACT)
    people = result.world.people
    adults = people.active & (people.age >= 216)
    share = float((people.group[adults] > 0).mean())
    migrant = survey["generation"] != "hosts"
    assert migrant.mean() == pytest.approx(0.5)
    assert np.average(migrant, weights=survey["weight"]) == pytest.approx(share, abs=1e-9)


def test_discrimination_asked_about_is_an_event_of_the_time_asked_about(result: Result) -> None:
    survey = result.survey(n=5000, of="migrants", instrument=EXACT)
    assert (survey["discriminated"] <= survey["discriminated_5y"]).all()
    assert 0.0 < survey["discriminated"].mean() < survey["discriminated_5y"].mean() < 1.0


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"n": 0}, "n is 0; it must be"),
        ({"of": "guests"}, "guests: no such population of a survey"),
        ({"months": [25]}, "month 25 is not in the run"),
        ({"months": []}, "months is empty"),
        ({"migrants": 1.5}, "migrants is 1.5"),
        ({"arrived": (5, 2)}, r"arrived is \(5, 2\)"),
    ],
)
def test_a_survey_that_cannot_be_made_is_refused_in_a_sentence(result: Result, asked: dict, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        result.survey(**asked)


def test_the_page_of_the_codebook_is_that_of_the_declarations() -> None:
    """If it is stale: cohesion-sim survey codebook > docs/codebook.md."""
    page = Path(__file__).parent.parent / "docs" / "codebook.md"
    assert page.read_text(encoding="utf-8") == as_markdown()
