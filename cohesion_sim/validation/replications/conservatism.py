"""Residents keep their culture if they hold on to it better than newcomers do to theirs (Erten et al. 2018).

Model
    Each round a share μ of a society is replaced by migrants with culture B. Then persons meet with chance i; in a pair
    of both cultures each side gives way with chance 1 − c of its own culture, keeping numbers:
        Δq = i·q·(1 − q)·(c_A − c_B)
    At rest the residents' share, before the next arrivals are counted in, is max(0, 1 − μ / ((1 − μ)·i·(c_A − c_B))).

Our own model has orientations that vary by degree, not two cultures: the rule runs here on our keyed chances.

Source: Erten, van den Berg and Weissing 2018, Nature Communications 9: 58.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key, draws, stream
from cohesion_sim.compiled import loop

Cultures = NDArray[np.bool_]


@loop
def round_of_meetings(
    resident: Cultures, after: Cultures, arrivals: float, meeting: float, keep_a: float, keep_b: float, key: Key
) -> None:
    """Let migrants replace some, and everybody meet somebody at random: who meets the other culture may give way."""
    count = len(resident)
    for i in range(count):
        if draws(key, i, 0)[0] < arrivals:
            resident[i] = False
    for i in range(count):
        u, v, w, _ = draws(key, i, 1)
        after[i] = resident[i]
        other = resident[int(v * count)]
        keeps = keep_a if resident[i] else keep_b
        if u < meeting and other != resident[i] and w >= keeps:
            after[i] = other


def resident_share(
    arrivals: float, meeting: float, keep_a: float, keep_b: float, persons: int = 20_000, rounds: int = 600,
    seed: int = 1,
) -> float:  # fmt: skip
    """Return the residents' share after their losses to arrivals, mean of the last hundred rounds."""
    resident, after = np.ones(persons, np.bool_), np.ones(persons, np.bool_)
    shares = []
    for month in range(rounds):
        round_of_meetings(resident, after, arrivals, meeting, keep_a, keep_b, Key(seed, stream("conservatism"), month))
        shares.append(float(resident.mean()))
        resident, after = after, resident
    return float(np.mean(shares[-100:]))


def closed_form(arrivals: float, meeting: float, keep_a: float, keep_b: float) -> float:
    """Return the share at rest by the published formula."""
    return max(0.0, 1.0 - arrivals / ((1.0 - arrivals) * meeting * (keep_a - keep_b)))
