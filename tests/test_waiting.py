"""Waiting follows capacity: at the price of a course in two years a German-like city waits as long as Germany did.

A55 sets the capacity of courses, so that this checks the set-up, not the model: 17 weeks in 2016, 34 in 2020. The level
of funding is the one D10 calls a course in two years, 1,750 EUR a migrant and year; at twice that the wait is short.
"""

from __future__ import annotations

from functools import cache

import pytest

from cohesion_sim.config import load_scenario
from cohesion_sim.measures.money import NAMES, WEEKS, booked
from cohesion_sim.policy.needs import LANGUAGE
from cohesion_sim.runs.simulation import Simulation

SEEDS = (1, 2, 3)
SHORTEST, LONGEST = 17.0, 34.0
"""Weeks to the start of a course in Germany, 2016 and 2020 (A55)."""


@cache
def waited(eur: int, seed: int) -> tuple[float, float]:
    """Return the weeks that those had waited who start a course in the years two to four, and the queue over places."""
    scenario = load_scenario("german_courses", [f"funding.eur_per_migrant_year={eur}"])
    simulation = Simulation(scenario, seed)
    waits, started, expected = 0, 0, []
    for month in range(48):
        simulation.step()
        accounts = simulation.accounts
        assert accounts is not None
        if month >= 12:
            waits += int(accounts.waits[:, LANGUAGE].sum())
            started += int(accounts.admitted[:, LANGUAGE].sum())
            expected.append(booked(accounts)[NAMES.index("waiting_weeks")])
    return waits / started * WEEKS, sum(expected) / len(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_at_a_course_in_two_years_the_wait_is_germanys(seed: int) -> None:
    """24, 26 and 27 weeks when this was written."""
    assert SHORTEST < waited(1750, seed)[0] < LONGEST


@pytest.mark.parametrize("seed", SEEDS)
def test_more_money_is_a_shorter_wait_by_both_measures(seed: int) -> None:
    """By the weeks that those had waited who start, and by those that the queue has before it."""
    levels = [waited(eur, seed) for eur in (875, 1750, 3500, 7000)]
    for measure in (0, 1):
        weeks = [level[measure] for level in levels]
        assert weeks == sorted(weeks, reverse=True)
    assert levels[-1][1] < SHORTEST / 2.0
