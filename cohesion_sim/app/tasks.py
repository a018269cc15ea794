"""What the worker processes do: whole runs of the real model, each a function of plain arguments."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from typing import Any

from cohesion_sim.app import limits
from cohesion_sim.app.keeping import kept
from cohesion_sim.app.plan import Place, Policy
from cohesion_sim.app.plan import scenario as scenario_of
from cohesion_sim.comparisons.comparison import Comparison
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.experiment.pool import restrict
from cohesion_sim.experiment.warming import warm
from cohesion_sim.scenario import Scenario

GIGABYTES = 2.0
"""Most memory that a worker takes beyond what it has after warming up."""


def prepare() -> None:
    """Make a fresh worker ready: polite to the page, deaf to Ctrl-C, rules loaded, memory bounded."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    warm(Scenario())
    restrict(GIGABYTES)


def rehearse() -> bool:
    """Compile or load what only an account of causes needs, while nobody asks for one."""
    place = Place("teaching_town", limits.LEAST_PERSONS, limits.LEAST_MONTHS)
    why(scenario_of(place, Policy("", "laissez_faire", {}, 0.0, ())), 1)
    return True


def ready() -> int:
    """Return which process this is, after a moment in which the others can take the same question."""
    time.sleep(0.05)
    return os.getpid()


def run(scenario: Scenario, seed: int, replicate: int) -> Finished:
    """Run a replicate and return its series, its end and its persons."""
    return kept(scenario, seed + replicate)._replace(replicate=replicate)


def draw(scenario: Scenario, seed: int, number: int) -> Finished:
    """Run one draw from the priors and return its end."""
    found = kept(scenario, seed + number - 1)
    return found._replace(replicate=number - 1, draw=number, series=found.series[:0], persons=None)


def why(scenario: Scenario, seed: int) -> list[tuple[str, str, str, str, float]]:
    """Return what moved each outcome over a run: outcome, side, mechanism, term, change."""
    from cohesion_sim.runs.result import recorded

    _, ledger = recorded(scenario, seed, threads=1)
    summed = ledger.groupby(["outcome", "side", "mechanism", "term"], sort=False)["change"].sum()
    rows = summed.reset_index().itertuples(index=False)
    return [(str(row[0]), str(row[1]), str(row[2]), str(row[3]), float(row[4])) for row in rows]


def town(scenario: Scenario, seed: int) -> dict[str, Any]:
    """Return a town as it is drawn, year by year."""
    from cohesion_sim.app.town import pictured

    return pictured(scenario, seed)


def life(scenario: Scenario, seed: int, person: int) -> dict[str, Any]:
    """Return the story of one person."""
    from cohesion_sim.app.lives import told

    return told(scenario, seed, person)


def somebody(scenario: Scenario, seed: int, how: str) -> int:
    """Return the key of the person who got the least, the median or the most help."""
    from cohesion_sim.runs.story import chosen

    return chosen(scenario, seed, how, 1)


def report(found: Comparison, causes: Mapping[str, Any], asked: Mapping[str, Any], language: str) -> str:
    """Return the full report of a comparison."""
    from cohesion_sim.app.report import written

    return written(found, causes, asked, language)
