"""A report says what a stored comparison says, with its uncertainty, in both languages, in one file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from cohesion_sim import compare, load_scenario
from cohesion_sim.__main__ import main
from cohesion_sim.errors import UserError
from cohesion_sim.report.answer import answer, best, side_line
from cohesion_sim.report.drawing import Drawing, ticks
from cohesion_sim.report.hyphens import SOFT, breakable
from cohesion_sim.report.page import page
from cohesion_sim.report.stored_comparison import Told, read
from cohesion_sim.report.tables import causes
from cohesion_sim.strings import LANGUAGES

SMALL = [
    "context.population=300",
    "context.places=3",
    "context.migrant_share=0.3",
    "context.dissimilarity=0.3",
    "months=13",
]
NAMES = ("laissez_faire", "targeted", "combined")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("comparison")
    scenarios = {name: load_scenario(name, SMALL) for name in NAMES}
    compare(scenarios, replicates=3, processes=1, priors=2, baseline="laissez_faire", why=True).save(place)
    return place


@pytest.fixture(scope="module")
def told(folder: Path) -> Told:
    return read(folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_asks_for_nothing_outside_itself(told: Told, language: str):
    made = page(told, language)
    assert f'<html lang="{language}">' in made
    assert re.findall(r"""(?:src|href)=["']|url\(|@import|fetch\(|XMLHttp""", made) == []
    assert set(re.findall(r"https?://[^\s\"'<]+", made)) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_every_section_and_figure_with_its_table(told: Told, language: str):
    made = page(told, language)
    for section in (
        "question",
        "answer",
        "differences",
        "course",
        "people",
        "why",
        "cost",
        "assumed",
        "cannot",
        "again",
    ):
        assert f'<h2 id="{section}">' in made
    assert made.count('role="img"') >= 6
    assert "data-course=" in made
    assert "data-hint=" in made
    assert "nan" not in re.sub(r"<script>.*</script>", "", made, flags=re.S).lower().replace("financement", "").split()


def test_the_answer_is_the_best_policy_with_its_interval_and_its_lead(told: Told):
    name = best(told, "language", "migrants")
    row = told.contrast("language", "migrants", name)
    assert row is not None
    assert row.difference == max(
        each.difference for other in told.others if (each := told.contrast("language", "migrants", other))
    )
    said = answer(told, "language", "migrants", "en")
    assert said.count(".") >= 1
    assert said.endswith(".")
    assert "“" in said


def test_when_nothing_can_be_told_the_answer_says_what_could_not_be_seen(told: Told):
    wide = tuple(row._replace(low=-1.0, high=1.0) for row in told.contrasts)
    assert "we cannot tell" in answer(replace(told, contrasts=wide), "language", "migrants", "en")
    assert "would not have been seen" in answer(replace(told, contrasts=wide), "language", "migrants", "en")


def test_a_difference_that_nobody_would_notice_is_about_the_same(told: Told):
    tiny = tuple(row._replace(difference=0.001, low=0.0005, high=0.0015) for row in told.contrasts)
    same = replace(told, contrasts=tiny)
    assert same.verdict("belonging", "migrants", "targeted") == "about the same"
    assert "about the same: " in side_line(same, "hosts", "targeted", "en")
    assert "none of the policies" in answer(same, "belonging", "migrants", "en")


def test_causes_add_up_to_the_difference_of_the_run(told: Told):
    bars = causes(told, "belonging", "migrants", "combined", "en")
    table = told.causes.query("outcome == 'belonging' and side == 'migrants'").groupby("scenario")["change"].sum()
    assert sum(size for _, size in bars) == pytest.approx(
        100.0 * (table["combined"] - table["laissez_faire"]), abs=1e-6
    )


def test_a_scenario_s_own_words_cannot_become_code(folder: Path, tmp_path: Path):
    given = json.loads((folder / "provenance.json").read_text())
    given["told"]["laissez_faire"]["title"] = {"en": "<script>alert(1)</script>", "fr": "x"}
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "provenance.json").write_text(json.dumps(given))
    assert "<script>alert" not in page(read(tmp_path))
    assert "&lt;script&gt;alert" in page(read(tmp_path))


def test_what_was_not_followed_or_noted_is_said(folder: Path, tmp_path: Path):
    for file in folder.iterdir():
        if file.stem not in ("attribution", "who_gains"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    made = page(read(tmp_path))
    assert "why=true" in made
    assert "not followed" in made


def test_the_command_writes_both_languages_beside_the_comparison(folder: Path, capsys):
    assert main(["report", str(folder)]) == 0
    assert {"report_en.html", "report_fr.html"} <= {path.name for path in folder.iterdir()}
    assert "Ce que le modèle ne peut pas dire" in (folder / "report_fr.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "no comparison here"),
        (["language=de"], "must be en, fr or both"),
        (["outcome=belongin"], "did you mean 'belonging'"),
        (["outcome=threat_economic.migrants"], "was not measured"),
    ],
)
def test_a_mistake_is_said_in_one_sentence(words: list[str], said: str, folder: Path, capsys):
    assert main(["report", *([str(folder)] if "=" in words[0] else []), *words]) == 2
    assert said in capsys.readouterr().err


def test_an_experiment_is_told_from_a_comparison(tmp_path: Path, capsys):
    (tmp_path / "experiment.json").write_text("{}")
    assert main(["report", str(tmp_path)]) == 2
    assert "cohesion-sim analyse" in capsys.readouterr().err


def test_a_damaged_file_is_said_to_be_damaged(folder: Path, tmp_path: Path):
    (tmp_path / "provenance.json").write_text("{}")
    (tmp_path / "table.parquet").write_bytes(b"PAR1")
    with pytest.raises(UserError, match="damaged"):
        read(tmp_path)


def test_ticks_are_round_and_hold_zero():
    assert ticks(-1.0, 4.1) == [-1.0, 0.0, 1.0, 2.0, 3.0, 4.0] or 0.0 in ticks(-1.0, 4.1)
    assert ticks(2.0, 2.0) == [2.0]


def test_words_in_a_drawing_are_text_and_nothing_else():
    drawing = Drawing(10, 10, 'a "<b>')
    drawing.words(0, 0, "<script>")
    assert "<script>" not in drawing.svg()
    assert 'aria-label="a &quot;&lt;b&gt;"' in drawing.svg()


def test_long_words_may_break_at_a_syllable_and_short_ones_not():
    assert breakable("Employment") == f"Employ{SOFT}ment"
    assert breakable("d'appartenance") == f"d'appar{SOFT}tenance"
    assert breakable("Trust") == "Trust"
