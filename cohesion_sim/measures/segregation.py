"""Segregation is measured where people live: how unevenly the sides are spread, and whom the average migrant meets.

Equations
    D   = ½ Σ_p |m_p/M − h_p/H|                  dissimilarity
    P   = Σ_p (m_p/M)·(h_p/(h_p + m_p))          exposure of migrants to hosts

Source
    Massey & Denton 1988, The dimensions of residential segregation, Social Forces 67.
"""

from __future__ import annotations

import math

from cohesion_sim.arrays import Codes, Counts, Flags, Rows
from cohesion_sim.compiled import loop
from cohesion_sim.state.world import World


@loop
def settle_all(lo: int, hi: int, out: Counts, active: Flags, place: Rows, group: Codes) -> None:
    """Count hosts and migrants of all ages by place."""
    for i in range(lo, hi):
        out[place[i], int(group[i] > 0)] += int(active[i])


def residents(world: World) -> Counts:
    """Return hosts and migrants of all ages in each place, shape (places, 2)."""
    people = world.people
    return world.workers.total(
        settle_all, len(people), (len(world.places), 2), people.active, people.place, people.group
    )


def dissimilarity_and_exposure(count: Counts) -> tuple[float, float]:
    """Return dissimilarity and the exposure of migrants to hosts, both 0 to 1; NaN if one side is empty.

    Parameters
    ----------
    count
        Hosts and migrants in each place, shape (places, 2).
    """
    return apart_and_met(count)


@loop
def apart_and_met(count: Counts) -> tuple[float, float]:
    """Return D and P of places, added up one by one."""
    all_hosts = 0
    all_migrants = 0
    for place in range(len(count)):
        all_hosts += count[place, 0]
        all_migrants += count[place, 1]
    if all_hosts == 0 or all_migrants == 0:
        return math.nan, math.nan
    apart = 0.0
    met = 0.0
    for place in range(len(count)):
        hosts, migrants = count[place, 0], count[place, 1]
        apart += abs(migrants / all_migrants - hosts / all_hosts)
        met += migrants / all_migrants * (hosts / max(hosts + migrants, 1))
    return 0.5 * apart, met
