"""The entries of the ledger add up to the change of every outcome in every month."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from cohesion_sim.context import Context
from cohesion_sim.ledger import REST
from cohesion_sim.measures.recorder import Recorder
from cohesion_sim.measures.snapshot import EXPLAINED
from cohesion_sim.policy.funding import Funding
from cohesion_sim.runs.result import Result
from cohesion_sim.runs.run import simulate
from cohesion_sim.scenario import Scenario
from tests.worlds import TWO_ORIGINS

CONTEXT = Context(origins=TWO_ORIGINS, population=400, places=6, migrant_share=0.3, dissimilarity=0.25)
MONTHS = 14
SCENARIO = Scenario(
    context=replace(CONTEXT, arrivals=0.05),
    months=MONTHS,
    funding=Funding(eur_per_migrant_year=16_000.0),
)


@pytest.fixture(scope="module")
def result() -> Result:
    return simulate(SCENARIO, seed=3, ledger=True)


@pytest.mark.parametrize(("outcome", "side", "column"), EXPLAINED)
def test_entries_add_up_to_the_change(result: Result, outcome: str, side: str, column: str) -> None:
    ledger = result.ledger
    mine = ledger[(ledger["outcome"] == outcome) & (ledger["side"] == side)]
    summed = mine.groupby("month")["change"].sum().reindex(range(1, MONTHS + 1), fill_value=0.0)
    change = np.diff(result.monthly[column].to_numpy())
    known = np.isfinite(change)
    assert np.abs(summed.to_numpy() - change)[known].max(initial=0.0) < 1e-12


def test_a_ledger_changes_nothing(result: Result) -> None:
    pd.testing.assert_frame_equal(result.monthly, simulate(SCENARIO, seed=3).monthly, check_exact=True)


def test_a_ledger_kept_later_is_the_same(result: Result) -> None:
    pd.testing.assert_frame_equal(result.ledger, simulate(SCENARIO, seed=3).ledger, check_exact=True)


def test_terms_explain_adults_but_for_bounds_and_rounding(result: Result) -> None:
    ledger = result.ledger
    language = ledger[(ledger["outcome"] == "language") & (ledger["mechanism"] == "language")]
    by_term = language[language["side"] == "migrants"].groupby("term")["change"].sum()
    assert {"use", "lessons"} <= set(by_term.index)
    assert abs(by_term.get(REST, 0.0)) < 1e-6


def test_who_comes_and_goes_is_accounted_for(result: Result) -> None:
    terms = set(result.ledger.query("mechanism == 'demography'")["term"])
    assert {"ageing", "arrivals"} <= terms


def test_nothing_happens_outside_the_mechanisms(result: Result) -> None:
    assert not result.ledger["mechanism"].str.startswith("outside").any()


def test_without_a_ledger_nothing_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    from cohesion_sim.runs import explaining as room

    monkeypatch.setattr(room.Observer, "__call__", lambda *_: pytest.fail("a snapshot was taken"))
    assert isinstance(simulate(replace(SCENARIO, months=1), seed=3).recorder, Recorder)
