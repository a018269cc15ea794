"""A number of a run leads to what moved it, to the numbers of the rules, and to what those rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohesion_sim import load_scenario, simulate
from cohesion_sim.__main__ import main
from cohesion_sim.analysis.tracing import behind, found_run, grounds, steps
from cohesion_sim.measures.outcomes import MEASURED

SMALL = ["context.population=200", "context.places=2", "context.migrant_share=0.4", "context.dissimilarity=0.3"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("run")
    scenario = load_scenario("targeted", [*SMALL, "months=3", "mechanisms.belonging.stay=0.012"])
    simulate(scenario, 1, ledger=True).save(place)
    return place


def test_the_steps_add_up_to_what_the_number_did(folder: Path):
    run = found_run(str(folder), folder)
    moved = sum(step.change for step in steps(run, "belonging") if step.side == "migrants")
    again = simulate(load_scenario("targeted", [*SMALL, "months=3", "mechanisms.belonging.stay=0.012"]), 1).monthly
    assert moved == pytest.approx(again["belonging"].iloc[-1] - again["belonging"].iloc[0], abs=1e-9)


def test_each_number_has_the_value_of_the_run_its_range_and_what_it_rests_on(folder: Path):
    numbers = {each.number: each for each in grounds(found_run(str(folder), folder), "belonging")}
    assert numbers["belonging.stay"].value == 0.012
    assert numbers["belonging.stay"].default != 0.012
    assert "A83" in numbers["belonging.citizen"].source
    assert all(each.low <= each.value <= each.high and each.rests_on for each in numbers.values())


def test_an_outcome_that_is_worked_out_leads_to_those_behind_it():
    assert behind("trust_gap") == ("trust",)
    assert "language" in behind("marginalisation")
    assert behind("deprived_work") == ("employment",)
    assert all(behind(name) for name in MEASURED)


def test_the_command_shows_and_keeps_both_tables(folder: Path, tmp_path: Path, capsys):
    assert main(["explain", str(folder), "belonging", f"output={tmp_path}"]) == 0
    assert "citizenship" in capsys.readouterr().out
    assert {"terms.csv", "numbers.csv"} <= {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("belongin", "did you mean 'belonging'"), ("spent", "no rule moves"), ("dissimilarity", "no rule that ran")],
)
def test_what_cannot_be_explained_is_said(outcome: str, said: str, folder: Path, capsys):
    assert main(["explain", str(folder), outcome]) == 2
    assert said in capsys.readouterr().err


def test_an_unknown_run_is_said(capsys):
    assert main(["explain", "0123456789abcdef", "trust"]) == 2
    assert "no such run" in capsys.readouterr().err
