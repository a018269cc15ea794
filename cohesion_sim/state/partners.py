"""Whom a draw picks follows from keys and addresses, not from slots: a tie more or less shifts nobody else's partner.

Among ties the one is picked whose partner's key, hashed with the draw, is least. At a venue two addresses are tried.
"""

from __future__ import annotations

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Counts, Keys, Rows
from cohesion_sim.compiled import rule
from cohesion_sim.state.places import VACANT
from cohesion_sim.state.ties import NOBODY


@rule
def mixed(salt: int, key: int) -> int:
    """Return a hash of a draw and a partner's key."""
    once = ((key ^ salt) * 0x2545F4914F6CDD1D) & 0x3FFFFFFFFFFFFFFF
    return ((once ^ (once >> 29)) * 0x9E3779B97F4A7C1) & 0x3FFFFFFFFFFFFFFF


@rule
def least(salt: int, keys: Keys, count: int) -> int:
    """Return the number of the key whose hash with a draw is least, or nobody."""
    best = 1 << 62
    found = NOBODY
    for s in range(count):
        hashed = mixed(salt, int(keys[s]))
        found = s if hashed < best else found
        best = min(best, hashed)
    return found


@rule
def tie_drawn(salt: int, i: int, people_key: Keys, partner: Rows, degree: Bytes) -> int:
    """Return the slot of the tie that a draw picks, or nobody: as :func:`least`, read one by one."""
    best = 1 << 62
    found = NOBODY
    for s in range(whole(degree[i])):
        hashed = mixed(salt, int(people_key[partner[i, s]]))
        found = s if hashed < best else found
        best = min(best, hashed)
    return found


@rule
def friend_of_friend(
    i: int, e: int, f: int, g: int, h: int, people_key: Keys, partner: Rows, degree: Bytes
) -> int:  # fmt: skip
    """Return a friend of a friend, both picked by draws; it can be oneself."""
    friend = int(partner[i, tie_drawn(((e & 0x3FFFFFFF) << 32) | f, i, people_key, partner, degree)])
    return int(partner[friend, tie_drawn(((g & 0x3FFFFFFF) << 32) | h, friend, people_key, partner, degree)])


@rule
def at_venue(place: int, u: float, v: float, register: Rows, start: Counts, span: Counts) -> int:
    """Return who answers at one of two random addresses of a place, or nobody."""
    row = int(register[start[place] + int(u * span[place])])
    if row == VACANT:
        row = int(register[start[place] + int(v * span[place])])
    return row
