"""Refugees find work slowly, slower if they wait, faster with help; employers ask for more applications."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cohesion_sim.mechanisms.employment import Employment, hiring_penalty
from cohesion_sim.state.people import RETIRED
from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import pattern
from cohesion_sim.validation.patterns.language import MONTHS

NO_HELP = {"employment": {"support": 0.0, "train": 0.0}}
NO_LESSONS = {"language": {"lesson": 0.0}, "employment": {"course": 0.0}}
NO_SCAR = {"employment": {"scar": 0.005, "idle": 0.0}}


def refugees_at_work(bench: Bench, first: float, last: float) -> float:
    """Return the share at work of refugees of working age with so many years of stay, over several waves."""
    answers = bench.answers("migrants", "refugees", MONTHS)
    stay = answers["tenure_years"]
    chosen = (answers["refugee"] == 1) & (answers["age"] < RETIRED / 12) & (first <= stay) & (stay < last)
    return float(answers.loc[chosen, "employed"].mean())


@pattern("refugees_at_work_first_year", NO_HELP)
def refugees_at_work_first_year(bench: Bench) -> float:
    """Return the share at work in the first year."""
    return refugees_at_work(bench, 0.0, 1.0)


@pattern("refugees_at_work_second_year", NO_HELP)
def refugees_at_work_second_year(bench: Bench) -> float:
    """Return the share at work in the second year."""
    return refugees_at_work(bench, 1.0, 2.0)


@pattern("refugees_at_work_third_year", NO_HELP)
def refugees_at_work_third_year(bench: Bench) -> float:
    """Return the share at work in the third year."""
    return refugees_at_work(bench, 2.0, 3.0)


@pattern("refugees_at_work_five_years", NO_HELP)
def refugees_at_work_five_years(bench: Bench) -> float:
    """Return the share at work over the first five years."""
    return refugees_at_work(bench, 0.0, 5.0)


@pattern("refugees_at_work_later", NO_HELP)
def refugees_at_work_later(bench: Bench) -> float:
    """Return the share at work after five to ten years."""
    return refugees_at_work(bench, 5.0, 10.0)


@pattern("waiting_longer", NO_SCAR)
def waiting_longer(bench: Bench) -> float:
    """Return what a year more of waiting, drawn by lot, does to employment about three years after the decision."""
    return bench.effect("waiting", "employed", "refugees", start=12, window=36, months=12, follow=78)


@pattern("lessons_and_work", NO_LESSONS)
def lessons_and_work(bench: Bench) -> float:
    """Return what half a year of lessons does to jobless learners' employment two years after the start."""
    return bench.effect("lessons", "employed", "refugees", eligible="jobless_refugees", start=48, months=6, follow=24)


@pattern("intensive_programme", NO_HELP)
def intensive_programme(bench: Bench) -> float:
    """Return what a year of full employment support does to jobless refugees' employment half a year later."""
    return bench.effect(
        "job_support", "employed", "refugees", eligible="jobless_refugees", start=48, months=12, follow=18
    )


@pattern("job_matching", NO_HELP)
def job_matching(bench: Bench) -> float:
    """Return what half a year of half as much support does after a year."""
    return bench.effect(
        "job_support", "employed", "refugees", eligible="jobless_refugees", start=48, months=6, follow=12, dose=0.5
    )


@pattern("dispersal_and_work", {"employment": {"tie": 0.0}})
def dispersal_and_work(bench: Bench) -> float:
    """Return how much dispersal on arrival lowers employment three years later."""
    return -bench.effect("dispersal", "employed", start=24, window=36, follow=72)


@pattern("dispersal_and_language", {"language": {"use": 0.0}})
def dispersal_and_language(bench: Bench) -> float:
    """Return how much it raises proficiency."""
    return bench.effect("dispersal", "language", start=24, window=36, follow=72)


@pattern("callback_ratio")
def callback_ratio(bench: Bench) -> float:
    """Return applications that a migrant must send for one of a host with the same skills, at the mean place."""
    scenario, roll = bench.scenario(), bench.roll()
    rules = next(each for each in scenario.mechanisms if isinstance(each, Employment))
    hosts = roll["warmth"][~roll.migrant].astype(np.float64)
    law = scenario.regime.rights.antidiscrimination / 100.0
    return float(hiring_penalty(float(hosts.mean()), 0.5 * law, rules.compiled()))


@pattern("courses_and_work", NO_LESSONS)
def courses_and_work(bench: Bench) -> float:
    """Return what courses for all learners of random places do to their employment two years later."""
    return bench.effect("courses", "employed", "refugees", design="cluster", start=36, months=24, follow=36)


@pattern("employment_gap")
def employment_gap(bench: Bench) -> float:
    """Return how much more often hosts than those born abroad are at work, of working age."""
    sides = [bench.hosts(), bench.migrants()]
    answers = pd.concat([side[side["age"] < RETIRED / 12] for side in sides])
    at_work = answers.groupby("generation")["employed"].mean()
    return float(at_work["hosts"] - at_work["first"])
