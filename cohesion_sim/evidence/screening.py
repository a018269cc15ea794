"""Which outcomes hang on a number is read off a Morris screening: mean absolute elementary effects over its range.

A stored experiment with a Morris design is screened by :func:`screened`; the last screening that was kept lies beside
this file and is what the ledger shows. A number that was not in it has unknown influence, which is not none.

Sources
    Morris 1991; Campolongo, Cariboni & Saltelli 2007 (SALib).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    from cohesion_sim.experiment.store import Store

FILE = "screening.yaml"
HEADLINES = (
    "employment", "language", "belonging", "trust", "trust_institutions", "warmth", "solidarity", "threat_economic",
    "threat_cultural", "discrimination", "wellbeing", "marginalisation", "bridging_ties", "dissimilarity", "heritage",
    "host_orientation", "polarisation", "full_rights", "contact",
)  # fmt: skip
"""Outcomes that are looked at: those that the chapter is about, without their parts."""
MOST = 3
"""Outcomes named for each number."""
LEAST = 0.02
"""A number moves an outcome if it does so by more than this share of what the strongest number does."""


@dataclass(frozen=True)
class Screening:
    """What a screening found.

    Attributes
    ----------
    about
        How it was made: persons, months, trajectories, runs.
    moved
        By key of a number, the outcomes that it moves most, each with its rank among all numbers (1 the strongest).
    """

    about: Mapping[str, Any]
    moved: Mapping[str, Mapping[str, int]]


@cache
def kept() -> Screening | None:
    """Return the screening that lies beside this file, or None if none does."""
    import yaml

    place = files(__package__).joinpath(FILE)
    if not place.is_file():
        return None
    read = yaml.safe_load(place.read_text(encoding="utf-8"))
    return Screening(read["about"], read["moved"])


def screened(store: Store) -> Screening:
    """Return which outcomes each number of a Morris design moves most.

    An outcome counts by the influence of a number on it, as a share of that of the strongest number on it.

    Raises
    ------
    UserError
        If the experiment has another design, or runs are missing.
    """
    import numpy as np
    from SALib.analyze import morris

    told = store.about["sampling"]
    if told is None or told["method"] != "morris":
        raise UserError(f"{store.folder}: its design has no morris sample, so it screens nothing")
    sample = store.sample()
    runs = store.runs()
    outcomes = [name for name in HEADLINES if name in runs.columns]
    means = runs.groupby("sample")[outcomes].mean()
    if len(means.dropna(how="all")) < len(sample):
        raise UserError(f"{store.folder}: runs are missing; finish them with: cohesion-sim retry {store.folder}")
    strength: dict[str, dict[str, float]] = {name: {} for name in store.problem["names"]}
    ranks: dict[str, dict[str, int]] = {name: {} for name in store.problem["names"]}
    for outcome in outcomes:
        y = means[outcome].to_numpy(float)
        if not np.isfinite(y).all() or np.ptp(y) == 0.0:
            continue
        found = morris.analyze(store.problem, sample.to_numpy(float), y, num_levels=told["settings"]["levels"], seed=1)
        effects = np.asarray(found["mu_star"], float)
        order = np.argsort(-effects)
        for rank, which in enumerate(order, start=1):
            name = store.problem["names"][which]
            share = float(effects[which] / effects[order[0]])
            if share > LEAST:
                strength[name][outcome] = share
                ranks[name][outcome] = rank
    moved = {
        name: {outcome: ranks[name][outcome] for outcome in sorted(each, key=lambda o: -each[o])[:MOST]}
        for name, each in strength.items()
    }
    first = store.configuration(0)
    about = {
        "trajectories": told["settings"]["trajectories"], "numbers": len(moved), "runs": len(runs),
        "persons": first["context"]["population"], "months": first["months"],
    }  # fmt: skip
    return Screening(about, moved)


def keep(screening: Screening, place: Path) -> None:
    """Write a screening to a file."""
    import yaml

    head = (
        "# Made by 'cohesion-sim evidence screening=FOLDER keep=true': outcomes that each number moves most, by rank.\n"
    )
    body = {"about": dict(screening.about), "moved": {key: dict(each) for key, each in screening.moved.items()}}
    place.write_text(head + yaml.safe_dump(body, sort_keys=False, allow_unicode=True), encoding="utf-8")
