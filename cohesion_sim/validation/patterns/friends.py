"""The majority has few friends across, minorities many, and both have fewer than chance would give them."""

from __future__ import annotations

import numpy as np

from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import pattern
from cohesion_sim.validation.statistics import correlation, share

OPEN = {"ties": {"mixing": 0.8}, "mixing": {"mixing": 0.8, "kin_mixing": 0.3}}
"""As near to random mixing as the parameters go."""


@pattern("homophily", OPEN)
def homophily(bench: Bench) -> float:
    """Return the log odds ratio that a tie stays on its side, beyond what the sizes of the sides give."""
    roll = bench.roll()
    across, ties = roll["across"].astype(float), roll["ties"].astype(float)
    inside = ties - across
    odds = [inside[side].sum() / across[side].sum() for side in (roll.migrant, ~roll.migrant)]
    return float(np.log(odds[0] * odds[1]))


@pattern("migrant_friend", OPEN)
def migrant_friend(bench: Bench) -> float:
    """Return the share of hosts with migrant friends or family."""
    return share(bench.hosts("european")["migrant_friend"], 1.0)


@pattern("only_own_friends", OPEN)
def only_own_friends(bench: Bench) -> float:
    """Return the share of those born abroad all of whose friends are of their group."""
    answers = bench.migrants()
    return share(answers.loc[answers["generation"] == "first", "own_group_friends"], 1.0)


@pattern("mostly_own_friends", OPEN)
def mostly_own_friends(bench: Bench) -> float:
    """Return the share of migrants and their children more than half of whose friends are of their group."""
    return share(bench.migrants()["own_group_friends"], 0.5 + 1e-9)


@pattern("more_contact_in_own_group", OPEN)
def more_contact_in_own_group(bench: Bench) -> float:
    """Return the share of migrants and their children with more ties in their group than to hosts."""
    roll = bench.roll()
    migrant = roll.migrant
    return float((roll["own"][migrant] > roll["across"][migrant]).mean())


@pattern("friends_by_share", {"ties": {"mixing": 0.2}, "mixing": {"mixing": 0.2}})
def friends_by_share(bench: Bench) -> float:
    """Return how many more hosts lack a migrant friend in the third of places with fewest migrants than with most."""
    answers = bench.hosts()
    low, high = answers["place_share"].quantile([1 / 3, 2 / 3])
    few = answers.loc[answers["place_share"] <= low, "migrant_friend"]
    many = answers.loc[answers["place_share"] >= high, "migrant_friend"]
    return share(many, 1.0) - share(few, 1.0)


@pattern("friends_and_language", {"ties": None})
def friends_and_language(bench: Bench) -> float:
    """Return the correlation of language with friends outside the own group, among those born abroad."""
    answers = bench.migrants()
    first = answers[answers["generation"] == "first"]
    return -correlation(first, "language", "own_group_friends")
