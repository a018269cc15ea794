"""What students hand in comes back as one table and one figure; what is no hand-in is left out with a word."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import cohesion_sim as cs
from cohesion_sim.classroom.gathering import Gathered, read
from cohesion_sim.strings import LANGUAGES

TOWN = ["context=teaching_town", "months=13"]


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which two students handed in a comparison on seeds of their own."""
    folder = tmp_path_factory.mktemp("class")
    pair = {name: cs.load_scenario(name, TOWN) for name in ("mainstreamed", "assimilationist")}
    for student in ("Ana", "Béla"):
        seed = cs.class_seed("blue-heron", student)
        found = cs.compare(pair, replicates=2, seed=seed, processes=1)
        cs.hand_in(found, folder / f"{student}.json", student)
    return folder


def changed(handed_in: Path, **new: Any) -> str:
    """Return a handed-in file in which some keys have other values."""
    return json.dumps({**json.loads((handed_in / "Ana.json").read_text(encoding="utf-8")), **new})


def test_a_class_comes_back_as_one_table(handed_in: Path) -> None:
    found = cs.gather(handed_in)
    rows = found.of("belonging")
    assert list(rows["student"]) == ["Ana", "Béla"]
    assert list(rows["seed"]) == [cs.class_seed("blue-heron", name) for name in ("Ana", "Béla")]
    assert (rows["low"] < rows["value"]).all()
    assert not found.refused
    assert not found.doubts


def test_the_numbers_are_those_of_the_work(tmp_path: Path) -> None:
    run = cs.simulate(cs.load_scenario("mainstreamed", TOWN), seed=3)
    cs.hand_in(run, tmp_path / "one.json", "Ana")
    (value,) = cs.gather(tmp_path).of("trust", "migrants")["value"]
    assert value == pytest.approx(run.monthly["trust_migrants"].iloc[-12:].mean(), abs=1e-7)


def test_a_trial_is_handed_in_with_its_truth(tmp_path: Path) -> None:
    town = cs.load_scenario("laissez_faire", [*TOWN, "context.migrant_share=0.4"])
    found = cs.trial(town, "lessons", "language", start=2, months=3, follow=3, seed=1)
    cs.hand_in(found, tmp_path / "one.json", "Ana")
    (row,) = cs.gather(tmp_path).of("language").to_dict("records")
    assert row["value"] == found.table["estimate"][0]
    assert row["truth"] == found.table["truth"][0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figure_says_how_many_can_tell(handed_in: Path, language: str) -> None:
    figure = cs.gather(handed_in).plot("belonging", language=language)
    assert "2" in figure.texts[0].get_text()
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "no handed-in file"),
        ("[1]", "no handed-in file"),
        ("[" * 60_000, "no handed-in file"),
        ('{"file": "something else"}', "no handed-in file"),
        ("x" * 70_000, "no handed-in file"),
    ],
)
def test_what_is_no_hand_in_is_left_out(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "bad.json").write_text(content)
    with pytest.raises(cs.UserError, match=rf"bad\.json: .*{said}.*left out"):
        cs.gather(tmp_path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", 2), ("student", ""), ("student", "a" * 61), ("kind", "rumour"), ("seed", -1), ("seed", "1"),
        ("rows", []), ("rows", [{"value": 1.0}]), ("rows", [[]]),
    ],
)  # fmt: skip
def test_a_hand_in_with_a_wrong_part_is_refused_in_one_sentence(
    handed_in: Path, tmp_path: Path, key: str, value: Any
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(changed(handed_in, **{key: value}))
    with pytest.raises(cs.UserError, match=r"^bad\.json: .* left out$"):
        read(bad)


@pytest.mark.parametrize("value", ["0.3", True, None, float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_refused(handed_in: Path, tmp_path: Path, value: Any) -> None:
    rows = json.loads((handed_in / "Ana.json").read_text(encoding="utf-8"))["rows"]
    bad = tmp_path / "bad.json"
    bad.write_text(changed(handed_in, rows=[{**rows[0], "value": value}]))
    with pytest.raises(cs.UserError, match="value is"):
        read(bad)


def test_bad_files_do_not_keep_the_good_ones_out(handed_in: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "good.json").write_text(changed(handed_in))
    with pytest.warns(UserWarning, match=r"bad\.json"):
        found = cs.gather(tmp_path)
    assert len(found.refused) == 1
    assert set(found.table["file"]) == {"good.json"}


def test_another_version_of_the_model_is_kept_with_a_warning(handed_in: Path, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text(changed(handed_in, model_version="0.0.1+old"))
    with pytest.warns(UserWarning, match=r"model version 0\.0\.1\+old"):
        found = cs.gather(tmp_path)
    assert len(found.of("belonging")) == 1


def test_answers_to_different_questions_are_not_put_side_by_side(handed_in: Path) -> None:
    found = cs.gather(handed_in)
    other = found.table.assign(scenario="targeted")
    mixed = Gathered(type(found.table)([*found.table.to_dict("records"), *other.to_dict("records")]))
    with pytest.raises(cs.UserError, match="2 questions"):
        mixed.of("belonging")
    assert set(mixed.of("belonging", scenario="targeted")["scenario"]) == {"targeted"}


def test_the_page_for_teachers_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = Path(__file__).parent.parent / "docs" / "lessons.md"
    said: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        exec(compile(block, str(page), "exec"), said)
    assert list(said["found"].of("belonging")["student"]) == ["Ana"]


def test_only_work_can_be_handed_in(tmp_path: Path) -> None:
    with pytest.raises(cs.UserError, match="a str cannot be handed in"):
        cs.hand_in("my result", tmp_path / "one.json", "Ana")  # type: ignore[arg-type]
