"""Whom a draw picks follows from keys and addresses, not from slots: a tie more or less shifts nobody else's partner.

Among ties the one is picked whose partner's key, hashed with the draw, is least. At a venue two addresses are tried;
whom kin and associations bring near is found by origin, at one of two dozen addresses.
"""

from __future__ import annotations

import numpy as np

from cohesion_sim.arithmetic import whole
from cohesion_sim.arrays import Bytes, Codes, Counts, Keys, Rows, Words
from cohesion_sim.compiled import rows, rule
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
def salt(high: int, low: int) -> int:
    """Return the 62-bit number that two words of a draw make."""
    return ((high & 0x3FFFFFFF) << 32) | low


@rule
def keys_near(count: int, who: Rows, people_key: Keys, partner: Rows, near: Keys) -> None:
    """Read the keys of all partners of each of ``who``, before the first of them is decided on."""
    for n in range(count):
        i = np.uint64(who[n])
        for s in rows(0, partner.shape[1]):
            near[n, s] = people_key[np.uint64(max(int(partner[i, s]), 0))]


@rule
def friends_drawn(
    count: int, who: Rows, asking: Rows, word: int, drawn: Words, near: Keys, people_key: Keys, partner: Rows,
    degree: Bytes,
) -> None:  # fmt: skip
    """Put in the place of each of ``who`` the friend that two words of her draw pick; its number is in ``asking``."""
    keys_near(count, who, people_key, partner, near)
    for n in range(count):
        i = np.uint64(who[n])
        draw = np.uint64(asking[n])
        slot = least(salt(whole(drawn[word, draw]), whole(drawn[word + 1, draw])), near[n], whole(degree[i]))
        who[n] = partner[i, slot]


@rule
def at_venue(place: int, u: float, v: float, register: Rows, start: Counts, span: Counts) -> int:
    """Return who answers at one of two random addresses of a place, or nobody."""
    one = int(register[start[place] + int(u * span[place])])
    other = int(register[start[place] + int(v * span[place])])
    return other if one == VACANT else one


ADDRESSES = 24
"""Addresses at which somebody of one's own origin is looked for."""


@rule
def of_origin(origin: int, first: int, wide: int, salted: int, group: Codes, register: Rows) -> int:
    """Return the first of an origin who answers at random addresses, ``wide`` of them from ``first``, or nobody."""
    for n in range(ADDRESSES):
        other = int(register[first + (mixed(salted, n) >> 16) % wide])
        if other != VACANT and group[other] == origin:
            return other
    return NOBODY
