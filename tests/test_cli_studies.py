"""Surveys, trials and validation run from the command line as a user would run them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cohesion_sim.__main__ import main
from cohesion_sim.survey.waves import COLUMNS

TOWN = ["context=teaching_town", "months=14"]


def test_a_survey_leaves_answers_and_codebook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", *TOWN, "n=100", "waves=[6,14]", "panel=true", f"output={tmp_path}"]) == 0
    answers = pd.read_csv(tmp_path / "survey.csv")
    assert list(answers.columns) == list(COLUMNS)
    assert answers["wave"].nunique() == 2
    assert "| prejudice |" in (tmp_path / "codebook.md").read_text(encoding="utf-8")
    assert "Wave 2, month 14" in capsys.readouterr().out


def test_the_codebook_can_be_read_without_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", "codebook"]) == 0
    assert "extended_contact" in capsys.readouterr().out


def test_a_trial_shows_estimate_and_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["treatment=meetings", "outcome=prejudice", "start=2", "follow=4", "treated_months=3", "replicates=2"]
    assert main(["trial", *TOWN, *told, f"output={tmp_path}"]) == 0
    assert len(pd.read_parquet(tmp_path / "trial.parquet")) == 2
    assert "true effect on the treated" in capsys.readouterr().out


def test_validation_prints_and_saves_the_scorecard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["seeds=2", "population=2000", "patterns=homophily,extended_contact", "off=false", "processes=1"]
    assert main(["validate", *told, f"output={tmp_path}"]) == 0
    assert {"scorecard.csv", "validation.md", "scorecard_en.png", "scorecard_fr.svg"} <= {
        path.name for path in tmp_path.iterdir()
    }
    assert "Kind V, validation: 1 of 2 within their range" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["trial"], "a trial needs a treatment"),
        (["trial", "treatment=lessons", "outcome=jobs"], "jobs: no such outcome of a trial"),
        (["trial", "treatment=lessons", "outcome=trust", "replicates=0"], "replicates is 0"),
        (["survey", "waves=[500]"], "month 500 is not in the run"),
        (["survey", "waves=soon"], "waves is 'soon'"),
        (["validate", "seed=3"], "did you mean 'seeds'"),
        (["validate", "seeds=many"], "seeds is 'many'"),
        (["validate", "patterns=homofily"], "did you mean 'homophily'"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert sentence in capsys.readouterr().err
