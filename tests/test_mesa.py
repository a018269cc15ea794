"""Mesa's own tools take the model: steps, collector, batches, agents; and agents cost nothing until asked for."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.batchrunner import batch_run

from cohesion_sim.agents import FIXED, Host, Migrant
from cohesion_sim.errors import UserError
from cohesion_sim.model import REPORTED, CohesionModel
from cohesion_sim.runs.run import simulate
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.people import CATALOGUE
from tests.worlds import TOWN, context_of

SMALL: dict[str, Any] = {"context": "teaching_town", "context.population": 120, "context.places": 1, "months": 4}
HAND_MADE = Scenario(context=context_of(TOWN, places=1, arrivals=0.2), months=4)


def small(**changes: Any) -> CohesionModel:
    return CohesionModel("targeted", **{**SMALL, **changes})


def test_a_model_is_a_model_of_mesa_and_runs_to_the_end_of_its_scenario() -> None:
    model = small()
    assert isinstance(model, mesa.Model)
    model.run_model()
    assert (model.steps, model.running) == (4, False)


def test_columns_are_arrays() -> None:
    model = small()
    assert model.people.trust.dtype == np.float32
    assert model.people.trust.shape == (120,)


def test_the_collector_says_what_a_run_says() -> None:
    model = CohesionModel(HAND_MADE, rng=7)
    model.run_model()
    collected = model.datacollector.get_model_vars_dataframe()
    monthly = simulate(HAND_MADE, seed=7).monthly.iloc[1:].reset_index(drop=True)
    for name in REPORTED:
        np.testing.assert_array_equal(collected[name].to_numpy(), monthly[name].to_numpy(), err_msg=name)


def test_a_collector_of_ones_own_works_on_agents() -> None:
    model = small()
    collector = mesa.DataCollector({"persons": lambda m: len(m.agents)}, {"trust": "trust"})
    collector.collect(model)
    assert collector.get_model_vars_dataframe()["persons"].tolist() == [120]
    assert len(collector.get_agent_vars_dataframe()) == 120


def test_a_batch_of_regimes_and_seeds() -> None:
    parameters = {"scenario": "targeted", "regime": ["targeted", "exclusionary"], "rng": [1, 2], **SMALL}
    first, again = (batch_run(CohesionModel, parameters, display_progress=False) for _ in range(2))
    assert [row["month"] for row in first] == [4] * 4
    assert len({row["belonging"] for row in first}) == 4
    assert [row["belonging"] for row in first] == [row["belonging"] for row in again]


def test_a_model_that_was_never_asked_for_agents_has_none_and_is_freed() -> None:
    model = small()
    model.run_model()
    assert len(model._all_agents) == 0
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_a_model_that_was_asked_for_agents_is_freed_too() -> None:
    model = small()
    assert len(model.agents) == 120
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_agents_are_hosts_and_migrants_named_by_keys() -> None:
    model = small()
    hosts, migrants = model.agents_by_type[Host], model.agents_by_type[Migrant]
    assert {agent.unique_id for agent in hosts} == set(model.people.key[model.people.group == 0].tolist())
    assert len(hosts) + len(migrants) == len(model.agents) == 120
    assert set(model.agent_types) == {Host, Migrant}


def test_an_agent_reads_every_column() -> None:
    model = small()
    agent = model.person(5)
    for name in CATALOGUE:
        assert getattr(agent, name) == getattr(model.people, name)[5]
    assert set(CATALOGUE) <= set(dir(agent))


def test_writing_an_attribute_changes_the_column() -> None:
    model = small()
    agent = model.person(3)
    agent.trust, agent.age, agent.employed = 0.4, 400, True
    assert model.people.trust[3] == np.float32(0.4)
    assert (model.people.age[3], bool(model.people.employed[3])) == (400, True)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("trust", 1.4, r"agent.trust is 1.4; it must lie in \[0, 1\]"),
        ("trust", float("nan"), "agent.trust is nan"),
        ("trust", "high", "it must be a number"),
        ("trust", True, "it must be a number"),
        ("age", 3.5, "whole number"),
        ("employed", 2, "true or false"),
        *((name, 0, "can only be read") for name in FIXED),
    ],
)
def test_a_wrong_value_is_refused(name: str, value: Any, words: str) -> None:
    with pytest.raises(UserError, match=words):
        setattr(small().person(0), name, value)


def test_an_attribute_that_is_no_column_belongs_to_the_user() -> None:
    agent = small().person(0)
    agent.hat = "red"
    assert agent.hat == "red"
    with pytest.raises(AttributeError, match="no attribute 'shoes'"):
        _ = agent.shoes


def test_contacts_are_mutual() -> None:
    model = small()
    agent = next(agent for agent in model.agents if agent.contacts)
    other, layer, strength = agent.contacts[0]
    assert (agent, layer, strength) in other.contacts


def test_who_leaves_is_no_agent_any_more_and_newcomers_are() -> None:
    model = CohesionModel(HAND_MADE)
    before = {agent.unique_id: agent for agent in model.agents}
    for _ in range(24):
        model.step()
    after = {agent.unique_id for agent in model.agents}
    assert after == set(model.people.key[model.people.active].tolist())
    assert set(before) - after
    assert after - set(before)
    gone = next(agent for key, agent in before.items() if key not in after)
    assert not gone.lives_here
    with pytest.raises(UserError, match="does not live here any more"):
        _ = gone.trust


@pytest.mark.parametrize("rng", [np.random.default_rng(5), np.random.SeedSequence(5), None])
def test_mesas_other_seeds_are_taken(rng: Any) -> None:
    assert 0 <= CohesionModel(HAND_MADE, rng=rng).simulation.seed < 2**32


def test_the_older_name_of_the_seed_counts() -> None:
    assert CohesionModel(HAND_MADE, seed=9).simulation.seed == 9


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"scenario": "targetted"}, "did you mean 'targeted'"),
        ({"scenario": "targeted", "regime": "combinde"}, "did you mean 'combined'"),
        ({"scenario": HAND_MADE, "regime": "combined"}, "regime: only a scenario given by name"),
        ({"scenario": HAND_MADE, "rng": -1}, "seed is -1"),
        ({"scenario": HAND_MADE, "rng": "one"}, "rng is 'one'"),
    ],
)
def test_a_wrong_argument_gives_one_sentence(given: dict[str, Any], words: str) -> None:
    with pytest.raises(UserError, match=words):
        CohesionModel(**given)


def test_the_core_runs_without_mesa() -> None:
    program = "import sys, cohesion_sim as cs; cs.simulate, cs.load_scenario; assert 'mesa' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
