"""Conformity keeps groups apart in spite of migration (Mesoudi 2018): a little of it saves most of the variation.

Model
    s groups, s traits, each group starts with a trait of its own. Each generation first a share m leaves for anywhere
    (its own group included), then everybody takes, with chance a, the most common trait among n = 5 people of the
    group (ties by lot), else keeps what she has. F_ST = (H_total − H_within) / H_total.

The order of events is that of the paper's description and of its author's published code: migration, then conformity.
With it the recursion gives .348, .717, .944 at a = .2, .4, .8 for m = .1 and five groups; two groups give .344, .714,
.943. Our model has no trait that is copied whole: the rule runs here on our keyed chances, person by person.

Source: Mesoudi 2018, PLoS ONE 13(10): e0205573, model 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key, draws, stream
from cohesion_sim.compiled import loop

DEMONSTRATORS = 5
Traits = NDArray[np.int64]


@loop
def generation(traits: Traits, mixed: Traits, after: Traits, groups: int, m: float, a: float, key: Key) -> None:
    """Let a generation migrate (``traits`` to ``mixed``) and conform (to ``after``); persons lie by group."""
    count = len(traits)
    size = count // groups
    for i in range(count):
        u, v, _, _ = draws(key, i, 0)
        mixed[i] = traits[int(v * count)] if u < m else traits[i]
    seen = np.zeros(groups, np.int64)
    for i in range(count):
        first = i // size * size
        u, v, w, x = draws(key, i, 1)
        y, z, _, _ = draws(key, i, 2)
        after[i] = mixed[i]
        if u >= a:
            continue
        seen[:] = 0
        for lot in (v, w, x, y, z):
            seen[mixed[first + int(lot * size)]] += 1
        most, tied = 0, 0
        for trait in range(groups):
            if seen[trait] > most:
                most, tied = seen[trait], 1
            elif seen[trait] == most:
                tied += 1
        wanted = int(draws(key, i, 3)[0] * tied)
        for trait in range(groups):
            if seen[trait] == most:
                if wanted == 0:
                    after[i] = trait
                    break
                wanted -= 1


def variation(traits: Traits, groups: int) -> float:
    """Return F_ST of traits over groups of equal size."""
    size = len(traits) // groups
    shares = np.array(
        [np.bincount(traits[g * size : (g + 1) * size], minlength=groups) / size for g in range(groups)]
    )  # fmt: skip
    total = 1.0 - float((shares.mean(axis=0) ** 2).sum())
    within = float((1.0 - (shares**2).sum(axis=1)).mean())
    return (total - within) / total if total > 0.0 else 0.0


def variation_kept(conformity: float, migration: float, groups: int = 5, size: int = 4000, generations: int = 120,
                   seed: int = 1) -> float:  # fmt: skip
    """Return F_ST after some generations, mean of the last twenty.

    Parameters
    ----------
    conformity, migration
        Chances a and m, 0 to 1.
    size
        Persons in a group.
    """
    traits = np.repeat(np.arange(groups), size)
    mixed, after = np.empty_like(traits), np.empty_like(traits)
    kept = []
    for month in range(generations):
        generation(traits, mixed, after, groups, migration, conformity, Key(seed, stream("conformity"), month))
        traits, after = after, traits
        kept.append(variation(traits, groups))
    return float(np.mean(kept[-20:]))
