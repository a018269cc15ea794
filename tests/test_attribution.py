"""What moved outcomes in a comparison adds up to what the outcomes did."""

from __future__ import annotations

import pytest

from cohesion_sim import compare, load_scenario
from cohesion_sim.runs.run import simulate

SMALL = [
    "context.population=200",
    "context.places=2",
    "context.migrant_share=0.4",
    "context.dissimilarity=0.3",
    "months=3",
]


@pytest.mark.parametrize("processes", [1, 2])
def test_causes_add_up_to_the_change_of_each_mean(processes: int):
    scenarios = {name: load_scenario(name, SMALL) for name in ("targeted", "combined")}
    found = compare(scenarios, replicates=2, processes=processes, why=True)
    assert len(found.runs) == 4
    for name, scenario in scenarios.items():  # noqa: B007
        run = simulate(scenario, 1, ledger=True)
        mine = found.attribution.query("scenario == @name and outcome == 'belonging' and side == 'migrants'")
        monthly = run.monthly["belonging"]
        assert mine["change"].sum() == pytest.approx(monthly.iloc[-1] - monthly.iloc[0], abs=1e-9)
        kept = run.ledger.query("outcome == 'belonging' and side == 'migrants'")
        summed = kept.groupby(["mechanism", "term"])["change"].sum()
        assert mine.set_index(["mechanism", "term"])["change"].to_dict() == pytest.approx(summed.to_dict(), abs=1e-12)


def test_nobody_asks_why_unless_told_to():
    scenarios = {name: load_scenario(name, SMALL) for name in ("targeted", "combined")}
    assert compare(scenarios, replicates=1, processes=1).attribution.empty


def test_a_ledger_that_fails_is_reported_and_the_runs_go_on(monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("no term to divide by")

    monkeypatch.setattr("cohesion_sim.comparisons.replication.entries", broken)
    scenarios = {name: load_scenario(name, SMALL) for name in ("targeted", "combined")}
    found = compare(scenarios, replicates=2, processes=1, why=True)
    assert len(found.runs) == 4
    assert found.attribution.empty
    assert "targeted, seed 1: ZeroDivisionError: no term to divide by" in found.failures[0]


def test_a_comparison_says_what_its_scenarios_are_called_and_which_command_made_it():
    scenarios = {name: load_scenario(name, SMALL) for name in ("targeted", "combined")}
    made = compare(scenarios, replicates=1, processes=1).provenance
    assert made["told"]["targeted"]["regime"] == "targeted"
    assert made["told"]["combined"]["title"]["fr"]
    assert made["command"] == ["Python"]
