"""Fifty years of any shipped regime, at any funding, in any context: nothing sticks at 0 or 1, nothing explodes."""

from __future__ import annotations

import os
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import product
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from cohesion_sim.config import load_scenario
from cohesion_sim.config.library import names
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.measures.recorder import Recorder
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from tests.invariants import broken

if TYPE_CHECKING:
    import pandas as pd

    Lives = dict[tuple[str, str, str], tuple[pd.DataFrame, list[str]]]

MONTHS, EVERY = 600, 60
NATIONAL = {name for name in names("regime") if name.endswith("_policy")}
REGIMES = [*sorted(set(names("regime")) - NATIONAL), *sorted(NATIONAL)]
FUNDINGS, CONTEXTS = (sorted(names(group)) for group in ("funding", "context"))
WHOLE = os.environ.get("WHOLE_GRID") == "1"
"""``WHOLE_GRID=1 python -m pytest tests/test_long_runs.py`` lives every regime in every context at every funding."""
CELLS = [
    (regime, funding, context)
    for (i, regime), (j, context), (k, funding) in product(*map(enumerate, (REGIMES, CONTEXTS, FUNDINGS)))
    if WHOLE or (k == (i + j) % len(FUNDINGS) and (regime not in NATIONAL or j == i % len(CONTEXTS)))
]
"""Every regime in every context, and each of both at every level of funding; a country's own policy in one context."""
MAY_BE_NONE = re.compile(r"exploitation|exposure|.*_gap|m0_.*|headcount_[5-7]")
"""Rare events, differences, and the parts and tails of marginalisation: these may be 0."""

pytestmark = pytest.mark.skipif(
    os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="4,100 years take hours in plain Python"
)


@cache
def scenario(regime: str = "targeted", funding: str = "low", context: str = "european_city") -> Scenario:
    """Return a composed scenario of 240 persons in three places."""
    small = ["context.population=240", "context.places=3", "context.dissimilarity=0.3"]
    return load_scenario("targeted", [f"regime={regime}", f"funding={funding}", f"context={context}", *small])


def composed(regime: str, funding: str, context: str) -> Scenario:
    """Return a scenario put together from compositions that each vary one choice."""
    town = scenario(context=context)
    return replace(
        town, regime=scenario(regime=regime).regime, funding=scenario(funding=funding).funding, later=(), shocks=()
    )


def lived(cell: tuple[str, str, str]) -> tuple[tuple[str, str, str], pd.DataFrame, list[str]]:
    """Return fifty years of a cell: its outcomes every five years and all that is wrong with its world at the end."""
    s = composed(*cell)
    simulation, recorder = Simulation(s, 1), Recorder(s.measures, MONTHS)
    recorder.record(simulation.world, None)
    for month in range(1, MONTHS + 1):
        simulation.step()
        if month % EVERY == 0:
            recorder.record(simulation.world, simulation.accounts)
    return cell, recorder.monthly(), broken(simulation.world)


@pytest.fixture(scope="module")
def lives() -> Lives:
    """Run every cell, on all processors."""
    lived(CELLS[0])  # compiles, and stores what is compiled for the others
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        return {cell: (table, wrong) for cell, table, wrong in pool.map(lived, CELLS, chunksize=4)}


def test_every_pair_of_shipped_choices_is_there() -> None:
    full = [regime for regime in REGIMES if regime not in NATIONAL]
    assert {(regime, context) for regime, _, context in CELLS} >= set(product(full, CONTEXTS))
    assert {(regime, funding) for regime, funding, _ in CELLS} >= set(product(full, FUNDINGS))
    assert {regime for regime, _, _ in CELLS} == set(REGIMES)
    assert {(funding, context) for _, funding, context in CELLS} == set(product(FUNDINGS, CONTEXTS))


def test_every_world_is_sound_after_fifty_years(lives: Lives) -> None:
    assert not {cell: wrong for cell, (_, wrong) in lives.items() if wrong}


def test_no_population_explodes_or_dies_out(lives: Lives) -> None:
    for cell, (table, _) in lives.items():
        persons = table["population"]
        assert 0.4 * persons.iloc[0] < persons.iloc[-1] < 4.0 * persons.iloc[0], cell


def test_no_outcome_leaves_its_range(lives: Lives) -> None:
    shares = [name for name, outcome in OUTCOMES.items() if outcome.unit == "share" and not name.endswith("_gap")]
    for cell, (table, _) in lives.items():
        found = table[[*shares]].to_numpy(dtype=np.float64)
        assert np.nanmin(found) >= 0.0, cell
        assert np.nanmax(found) <= 1.0, cell


def at_an_end(values: NDArray[np.float64]) -> bool:
    """Return whether a share has stayed at 0 or at 1."""
    return bool(np.all(values < 0.005) or np.all(values > 0.995))


def stuck(table: pd.DataFrame) -> list[str]:
    """Return the outcomes that stayed at an end for the last twenty-five years."""
    shares = [name for name, outcome in OUTCOMES.items() if outcome.unit == "share" and not MAY_BE_NONE.fullmatch(name)]
    return [name for name in shares if at_an_end(table[name].iloc[5:].to_numpy(dtype=np.float64))]


def test_no_outcome_sticks_at_0_or_1(lives: Lives) -> None:
    assert not {cell: stuck(table) for cell, (table, _) in lives.items() if stuck(table)}


def test_an_outcome_that_sticks_is_seen(lives: Lives) -> None:
    """Control that must fail."""
    table = next(iter(lives.values()))[0].copy()
    table.loc[5:, "trust"] = 0.999
    assert stuck(table) == ["trust"]


def test_persons_still_differ_after_fifty_years(lives: Lives) -> None:
    """The spread of hosts' warmth (.23 in surveys) neither collapses nor grows to two camps."""
    for cell, (table, _) in lives.items():
        assert 0.10 < table["warmth_spread"].iloc[-1] < 0.35, cell
