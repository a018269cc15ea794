"""A result says what made it, can be saved whole, and follows a person."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cohesion_sim as cs
from cohesion_sim.context import Context
from cohesion_sim.errors import UserError
from cohesion_sim.runs import stored
from cohesion_sim.runs.provenance import configuration, digest, identities, model_version, run_id
from cohesion_sim.runs.result import Result
from cohesion_sim.runs.run import simulate
from cohesion_sim.runs.story import EVENTS
from cohesion_sim.scenario import Scenario
from tests.worlds import TWO_ORIGINS

CONTEXT = Context(origins=TWO_ORIGINS, population=400, places=6, migrant_share=0.3, dissimilarity=0.25)
SCENARIO = Scenario(context=CONTEXT, months=14)


@pytest.fixture(scope="module")
def result() -> Result:
    return simulate(SCENARIO, seed=5)


def test_months_run_from_the_start_to_the_end(result: Result) -> None:
    assert result.monthly["month"].tolist() == list(range(15))


def test_persons_and_money_are_accounted_for(result: Result) -> None:
    m = result.monthly
    flow = m["arrivals"] + m["births"] - m["deaths"] - m["departures"]
    assert (m["population"].diff()[1:] == flow[1:]).all()
    assert np.allclose(m["allocated"], m["spent"] + m["unspent"], atol=1e-6)


def test_the_same_run_gives_the_same_table_on_more_threads(result: Result) -> None:
    pd.testing.assert_frame_equal(result.monthly, simulate(SCENARIO, seed=5, threads=2).monthly, check_exact=True)


def test_the_run_id_is_the_digest_of_configuration_seed_and_model() -> None:
    decided = configuration(SCENARIO)
    assert identities(decided, [3, 11]) == [digest([decided, seed, model_version()]) for seed in (3, 11)]


def test_the_run_id_follows_what_decides_a_run() -> None:
    assert run_id(SCENARIO, 1) == run_id(replace(SCENARIO, name="other", title={"en": "Other"}), 1)
    assert run_id(SCENARIO, 1) != run_id(SCENARIO, 2)
    assert run_id(SCENARIO, 1) != run_id(replace(SCENARIO, months=15), 1)


def test_what_is_saved_is_what_was_measured(result: Result, tmp_path: Path) -> None:
    files = result.save(tmp_path / "out", csv=True)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "out" / "monthly.parquet"), result.monthly)
    assert json.loads((tmp_path / "out" / "provenance.json").read_text())["run_id"] == result.run_id
    assert result.provenance["command"] == ["Python"]
    assert sorted(files) == sorted((tmp_path / "out").iterdir())


def test_an_unwritable_folder_is_said_in_one_sentence(result: Result, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot write to"):
        result.save(tmp_path / "file")


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def torn(at: Path) -> None:
        at.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(UserError, match="No space left"):
        stored.whole(tmp_path / "table.csv", torn)
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_was_not_measured_is_said() -> None:
    short = simulate(replace(SCENARIO, months=1), subgroups=["sex"])
    with pytest.raises(UserError, match="were not measured"):
        short.by("group")
    assert set(short.by("woman")["subgroup"]) == {"men", "women"}


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, True])
def test_a_wrong_seed_is_refused(seed: int) -> None:
    with pytest.raises(UserError, match="seed is"):
        simulate(SCENARIO, seed)


@pytest.mark.parametrize("how", ["median", "most", "least"])
def test_a_story_follows_somebody_from_start_to_end(result: Result, how: str) -> None:
    told = result.story(how)
    assert told.monthly["month"].tolist() == list(range(15))
    assert set(told.events["event"]) <= set(EVENTS)
    assert told.events["event"].iloc[0] == "start"
    assert str(told.person) in told.text()


def test_a_story_tells_what_the_columns_say(result: Result) -> None:
    told = result.story("most")
    jobs = told.monthly["employed"].astype(int).diff()
    assert (told.events["event"] == "found_work").sum() == (jobs == 1).sum()
    row = int(np.flatnonzero(result.world.people.key == told.person)[0])
    assert told.monthly["trust"].iloc[-1] == pytest.approx(float(result.world.people.trust[row]))


def test_a_story_ends_when_she_leaves() -> None:
    long = replace(SCENARIO, months=30)
    start = simulate(replace(SCENARIO, months=1), seed=5, subgroups=[]).world.people.key
    end = simulate(long, seed=5, subgroups=[]).world.people
    gone = sorted(set(start.tolist()) - set(end.key[end.active].tolist()))
    told = simulate(long, seed=5, subgroups=[]).story(gone[0])
    assert told.events["event"].iloc[-1] in {"death", "departure"}


def test_a_person_who_is_not_there_is_said(result: Result) -> None:
    with pytest.raises(UserError, match="does not live in this run"):
        result.story(12)
    with pytest.raises(UserError, match="it must be a key or one of"):
        result.story("luckiest")


def test_public_names_are_found_and_others_are_not() -> None:
    assert cs.simulate is simulate
    assert "simulate" in dir(cs)
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        cs.simulat  # noqa: B018
