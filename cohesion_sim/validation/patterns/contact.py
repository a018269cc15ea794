"""Contact goes with less prejudice, because it warms and because the warm seek it."""

from __future__ import annotations

import pandas as pd

from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import pattern
from cohesion_sim.validation.statistics import correlation, share

NO_CONTACT = {"encounters": {"gain": 0.0}, "threat": {"calm": 0.0}, "ties": {"warm": 0.0}, "mixing": {"warm": 0.0}}


@pattern("contact_and_prejudice", NO_CONTACT)
def contact_and_prejudice(bench: Bench) -> float:
    """Return the correlation among hosts."""
    return correlation(bench.hosts(), "contact_frequency", "prejudice")


@pattern("contact_of_minorities", {"encounters": {"minority": 1.0}})
def contact_of_minorities(bench: Bench) -> float:
    """Return the correlation among migrants over that among hosts."""
    minority = correlation(bench.migrants(), "contact_frequency", "prejudice")
    return minority / correlation(bench.hosts(), "contact_frequency", "prejudice")


@pattern("contact_trial", {"encounters": {"gain": 0.0}})
def contact_trial(bench: Bench) -> float:
    """Return by how many standard deviations meetings through half a year lower hosts' prejudice a month later."""
    return -bench.trial_d("meetings", "prejudice", months=6, follow=7)


@pattern("contact_valence", {"encounters": {"beta_warmth": 0.0, "beta_language": 0.0, "beta_authority": 0.0,
                                            "beta_distance": 0.0, "beta_threat": 0.0, "beta_tie": 0.0,
                                            "beta_equal": 0.0}})  # fmt: skip
def contact_valence(bench: Bench) -> float:
    """Return pleasant over unpleasant meetings remembered by hosts."""
    answers = bench.hosts()
    return float(answers["contact_positive"].sum() / answers["contact_negative"].sum())


@pattern("weekly_contact", {"encounters": {"casual": 0.0}})
def weekly_contact(bench: Bench) -> float:
    """Return the share of hosts who talk with migrants at least weekly."""
    return share(bench.hosts("european")["contact_frequency"], 4.0)


@pattern("extended_contact", {"norms": {"peers": 0.0}})
def extended_contact(bench: Bench) -> float:
    """Return the correlation of hosts' warmth with how many of their host friends have migrant friends."""
    return -correlation(bench.hosts(), "extended_contact", "prejudice")


@pattern("refugees_in_contact", {"encounters": {"casual": 0.0}})
def refugees_in_contact(bench: Bench) -> float:
    """Return the share of refugees of up to five years of stay who spend time with hosts at least weekly."""
    return share(_recent_refugees(bench)["time_together"], 4.0)


@pattern("refugees_without_contact", {"ties": {"bridge": 0.0}})
def refugees_without_contact(bench: Bench) -> float:
    """Return the share of the same who never spend time with hosts."""
    return 1.0 - share(_recent_refugees(bench)["time_together"], 2.0)


def _recent_refugees(bench: Bench) -> pd.DataFrame:
    answers = bench.migrants("refugees")
    return answers[(answers["refugee"] == 1) & (answers["tenure_years"] <= 5.0)]
