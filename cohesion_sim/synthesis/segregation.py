"""Places differ in size and in who lives there; the gap between hosts and migrants is set to a given dissimilarity.

Equation
    D = ½ Σ_p |migrants_p / migrants − hosts_p / hosts|

    Migrants of group g go to place p in proportion to size_p · exp(λ·z_pg); hosts fill the rest. λ is found by
    bisection.

Sources
    Duncan & Duncan 1955, ASR 20: index of dissimilarity. C10: typical values .30 to .50.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arithmetic import decaying
from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.chance import Key, normal, stream
from cohesion_sim.compiled import loop, rule
from cohesion_sim.context import Context
from cohesion_sim.errors import UserError
from cohesion_sim.policy.budget import divide, divided
from cohesion_sim.state.places import dissimilarity

TOLERANCE = 0.02


def sizes(context: Context, seed: int) -> NDArray[np.int64]:
    """Return the number of residents of each place, at least one, uneven as the context says; shape (places,)."""
    key = Key(seed, stream("places"), 0)
    weights = np.array(
        [exponential(context.place_spread * float(normal(key, place, 0))) for place in range(context.places)]
    )
    spare = context.population - context.places
    return divided(spare, weights) + 1


@rule
def exponential(x: float) -> float:
    """Return e to the x."""
    return 1.0 / decaying(x) if x > 0 else decaying(-x)


def settlement(context: Context, seed: int) -> NDArray[np.int64]:
    """Return persons by place and group at the start, hosts first; shape (places, groups + 1).

    Raises
    ------
    UserError
        If the dissimilarity cannot be reached with these sizes and shares.
    """
    room = sizes(context, seed)
    migrants = round(context.migrant_share * context.population)
    shares = np.array([origin.share for origin in context.origins])
    groups = divided(migrants, shares)
    key = Key(seed, stream("settlement"), 0)
    pull = np.array(
        [
            [0.8 * float(normal(key, place, 0)) + 0.6 * float(normal(key, place, 1 + g)) for g in range(len(groups))]
            for place in range(context.places)
        ]
    )
    target = context.dissimilarity
    low, high = 0.0, 12.0
    best = placed(room, groups, pull, 0.0)
    if migrants == 0 or migrants == context.population or context.places == 1:
        return best
    for _ in range(40):
        middle = 0.5 * (low + high)
        trial = placed(room, groups, pull, middle)
        reached = dissimilarity(trial[:, 0], trial[:, 1:].sum(axis=1))
        if abs(reached - target) < abs(dissimilarity(best[:, 0], best[:, 1:].sum(axis=1)) - target):
            best = trial
        low, high = (middle, high) if reached < target else (low, middle)
    reached = dissimilarity(best[:, 0], best[:, 1:].sum(axis=1))
    if abs(reached - target) > TOLERANCE:
        best, reached = rearranged(room, best, target)
    if abs(reached - target) > TOLERANCE:
        raise UserError(
            f"context.dissimilarity is {target:g}; with {context.places} places and {migrants} migrants among "
            f"{context.population} persons the nearest that can be reached is {reached:.2f}"
        )
    return best


def placed(
    room: NDArray[np.int64], groups: NDArray[np.int64], pull: NDArray[np.float64], strength: float
) -> NDArray[np.int64]:
    """Return persons by place and group when migrants follow ``pull`` with a strength, within the room there is."""
    result = np.zeros((len(room), len(groups) + 1), np.int64)
    place_all(room, groups, pull, strength, result)
    return result


@loop
def place_all(room: Counts, groups: Counts, pull: Doubles, strength: float, result: Counts) -> None:
    """Write persons by place and group."""
    free = room.copy()
    weights, open_weights, rest = np.empty(len(room)), np.empty(len(room)), np.empty(len(room))
    given = np.empty(len(room), np.int64)
    for g in range(len(groups)):
        left = groups[g]
        for place in range(len(room)):
            weights[place] = exponential(min(30.0, strength * pull[place, g])) * room[place]
        settled = 1
        while left > 0:
            for place in range(len(room)):
                wanted = weights[place] if settled > 0 else float(free[place])
                open_weights[place] = wanted if free[place] > 0 else 0.0
            divide(left, open_weights, given, rest)
            settled = 0
            for place in range(len(room)):
                here = min(given[place], free[place])
                result[place, 1 + g] += here
                free[place] -= here
                settled += here
            left -= settled
    for place in range(len(room)):
        result[place, 0] = free[place]


def rearranged(room: NDArray[np.int64], start: NDArray[np.int64], target: float) -> tuple[NDArray[np.int64], float]:
    """Return a settlement nearer to the target, by swapping a migrant and a host between two places at a time."""
    now = start.copy()
    reached = dissimilarity(now[:, 0], now[:, 1:].sum(axis=1))
    for _ in range(int(room.sum())):
        migrants = now[:, 1:].sum(axis=1)
        excess = migrants / max(1, int(migrants.sum())) - now[:, 0] / max(1, int(now[:, 0].sum()))
        sign = 1.0 if reached > target else -1.0
        leaving, receiving = np.flatnonzero(migrants > 0), np.flatnonzero(now[:, 0] > 0)
        if len(leaving) == 0 or len(receiving) == 0:
            break
        rich = leaving[np.argmax(sign * excess[leaving])]
        poor = receiving[np.argmin(sign * excess[receiving])]
        group = 1 + int(np.argmax(now[rich, 1:]))
        trial = now.copy()
        trial[rich, group] -= 1
        trial[poor, group] += 1
        trial[rich, 0] += 1
        trial[poor, 0] -= 1
        nearer = dissimilarity(trial[:, 0], trial[:, 1:].sum(axis=1))
        if rich == poor or abs(nearer - target) > abs(reached - target) + 1e-9:
            break
        now, reached = trial, nearer
    return now, reached
