"""Results of two versions are told apart number by number, and held against what was announced before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cohesion_sim import load_scenario, simulate
from cohesion_sim.__main__ import main
from cohesion_sim.analysis.registration import deviations, read
from cohesion_sim.analysis.versions import differing, made, settings_that_differ
from cohesion_sim.experiment.description import read_experiment
from cohesion_sim.experiment.execution import run_experiment
from cohesion_sim.experiment.store import Store

SMALL = [
    "context.population=200",
    "context.places=2",
    "context.migrant_share=0.4",
    "context.dissimilarity=0.3",
    "months=3",
]
TEXT = """\
set: {context.population: 200, context.places: 2, context.migrant_share: 0.4, context.dissimilarity: 0.3, months: 2}
question: {en: "Which is better?", fr: "Lequel vaut mieux ?"}
baseline: {regime: laissez_faire}
design: {factorial: {regime: [laissez_faire, targeted]}}
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    place = tmp_path_factory.mktemp("versions")
    for name, more in (("one", []), ("other", ["mechanisms.belonging.stay=0.015"])):
        simulate(load_scenario("targeted", [*SMALL, *more]), 1).save(place / name)
    return place / "one", place / "other"


def test_the_changed_number_and_the_outcome_that_it_moved_are_found(folders: tuple[Path, Path]):
    one, other = (made(folder) for folder in folders)
    assert [(row.key, row.other) for row in settings_that_differ(one, other)] == [
        ("mechanisms.belonging.stay", "0.015")
    ]
    moved = {row.outcome for row in differing(one, other)}
    assert "belonging" in moved
    assert "population" not in moved


def test_results_do_not_differ_from_themselves(folders: tuple[Path, Path]):
    assert main(["diff", str(folders[0]), str(folders[0])]) == 0
    assert main(["diff", str(folders[0]), str(folders[1])]) == 1


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("registered")
    (place / "asked.yaml").write_text(TEXT)
    assert main(["preregister", str(place / "asked.yaml"), "outcomes=[belonging]", f"output={place}"]) == 0
    run_experiment(
        read_experiment(place / "asked.yaml"), place / "store", lambda tasks, work: ((t, work(t)) for t in tasks)
    )
    return place


def test_results_as_announced_do_not_deviate(experiment: Path, capsys):
    registered = str(experiment / "asked_registration.json")
    assert main(["preregister", registered, f"results={experiment / 'store'}"]) == 0
    assert "as announced" in capsys.readouterr().out
    assert "belonging.migrants (higher is better)" in (experiment / "asked_registration.md").read_text()


def test_another_design_or_an_earlier_run_deviates(experiment: Path):
    announced = read(experiment / "asked_registration.json")
    store = Store.open(experiment / "store")
    said = deviations({**announced, "plan": "another", "registered": "2999-01-01T00:00:00+00:00"}, store)
    assert any("not those that were announced" in sentence for sentence in said)
    assert any("before the registration" in sentence for sentence in said)


def test_two_experiments_of_one_version_do_not_differ(experiment: Path):
    assert main(["diff", str(experiment / "store"), str(experiment / "store")]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["diff", "a"], "two folders"),
        (["diff", "a", "b"], "no results here"),
        (["preregister", "ranking_over_worlds"], "needs outcomes"),
        (["preregister", "x.json", "results=y"], "no registration"),
    ],
)
def test_a_mistake_is_said_in_one_sentence(words: list[str], said: str, capsys):
    assert main(words) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_announces_nothing_is_refused(tmp_path: Path, capsys):
    (tmp_path / "x.json").write_text(json.dumps({"plan": 1}))
    assert main(["preregister", str(tmp_path / "x.json"), "results=y"]) == 2
    assert "no registration" in capsys.readouterr().err
