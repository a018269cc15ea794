"""Before processes are forked, a small run compiles or loads all rules, so that none of them has to."""

from __future__ import annotations

from dataclasses import replace

from cohesion_sim.runs.ends import course
from cohesion_sim.scenario import Scenario

WARM = 2_000
"""Most persons in the run that compiles the rules."""


def warm(scenario: Scenario) -> None:
    """Run a month of a small version of a scenario; what is wrong with it will be told by its own runs."""
    context = scenario.context
    persons = min(context.population, max(WARM, context.places))
    try:
        course(replace(scenario, months=1, context=replace(context, population=persons)), 0)
    except Exception:  # a mechanism that fails does so in its own process, where it is reported
        return
