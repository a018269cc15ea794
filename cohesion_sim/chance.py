"""Chance is a function: every random number follows from (seed, mechanism, month, person, draw), never from a sequence.

So a run is the same on one thread or many, and two scenarios with one seed meet the same luck: what differs between
them is policy. The generator is Philox4x32-10, counter-based, checked against the published Random123 vectors.

    words = Philox(counter = (person low, person high, month, draw), key = (seed, stream of the mechanism))
    u     = (word + ½) / 2³²                                                             0 < u < 1

Source: Salmon, Moraes, Dror & Shaw 2011, Parallel random numbers: as easy as 1, 2, 3, SC'11.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import NamedTuple

from cohesion_sim.arrays import Keys, Words
from cohesion_sim.compiled import rule

BLOCK = 256
"""Rows whose draws are made at once."""
MASK = 0xFFFFFFFF
UNIT = 1.0 / 4294967296.0
IDENTITY = (1 << 62) - 1
"""Keys of persons are whole numbers from 0 to this."""


class Key(NamedTuple):
    """What a mechanism's draws of one month are keyed by, besides the person."""

    seed: int
    stream: int
    month: int


@cache
def stream(name: str) -> int:
    """Return the 32-bit stream of a mechanism, from its name: no list, no order, no clash when one is added."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "little")


@rule
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of Philox4x32-10 for a counter and a key, all below 2³²."""
    for _ in range(10):
        left = 0xD2511F53 * c0
        right = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (
            ((right >> 32) & 0xFFFFFFFF) ^ c1 ^ k0,
            right & 0xFFFFFFFF,
            ((left >> 32) & 0xFFFFFFFF) ^ c3 ^ k1,
            left & 0xFFFFFFFF,
        )
        k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF
        k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


@rule
def uniform(word: int) -> float:
    """Return the number strictly between 0 and 1 that a 32-bit word stands for."""
    return (word + 0.5) * (1.0 / 4294967296.0)


@rule
def words(key: Key, person: int, draw: int) -> tuple[int, int, int, int]:
    """Return a person's four words of this month, mechanism and draw."""
    return philox(person & 0xFFFFFFFF, (person >> 32) & 0xFFFFFFFF, key.month, draw, key.seed, key.stream)


@rule
def draws(key: Key, person: int, draw: int) -> tuple[float, float, float, float]:
    """Return a person's four uniform numbers of this month, mechanism and draw."""
    a, b, c, d = words(key, person, draw)
    return uniform(a), uniform(b), uniform(c), uniform(d)


@rule
def draw_block(key: Key, people_key: Keys, first: int, last: int, draw: int, drawn: Words) -> None:
    """Write the four words of rows ``first`` to ``last`` into ``drawn``, shape (4, BLOCK).

    The same words as :func:`words`, in a loop so plain that the compiler makes many of them at once.
    """
    for i in range(first, last):
        a, b, c, d = words(key, int(people_key[i]), draw)
        drawn[0, i - first] = a
        drawn[1, i - first] = b
        drawn[2, i - first] = c
        drawn[3, i - first] = d


@rule
def pair_words(key: Key, one: int, other: int, draw: int) -> tuple[int, int, int, int]:
    """Return the four words that two persons share, whichever of them asks."""
    first = min(one, other)
    second = max(one, other)
    rest = ((first >> 32) ^ ((second >> 32) << 2)) & 0xFFFFFFFF
    return philox(
        first & 0xFFFFFFFF,
        second & 0xFFFFFFFF,
        (key.month + draw * 0x01000193) & 0xFFFFFFFF,
        rest,
        key.seed,
        key.stream,
    )


@rule
def turn(person: int, period: int, month: int) -> bool:
    """Return whether it is a person's turn: once in ``period`` months, in a month of her own.

    What happens rarely is asked once a period with the rate of the whole period, which spares the draws in between.
    """
    return ((person >> 5) & 0xFFFF) % period == month % period


@rule
def pair_block(key: Key, one: Keys, other: Keys, count: int, draw: int, drawn: Words) -> None:
    """Write the first two words of ``count`` pairs into ``drawn``, shape (2, count or more).

    The same words as :func:`pair_words`, in a loop so plain that the compiler makes many of them at once.
    """
    for n in range(count):
        a, b, _, _ = pair_words(key, int(one[n]), int(other[n]), draw)
        drawn[0, n] = a
        drawn[1, n] = b


@rule
def normal(key: Key, person: int, draw: int) -> float:
    """Return a nearly normal number of mean 0 and standard deviation 1, within ±3.47.

    The sum of four uniforms, scaled (Irwin–Hall): portable to the last bit, which an inverse normal is not.
    """
    a, b, c, d = draws(key, person, draw)
    return (a + b + c + d - 2.0) * 1.7320508075688772


@rule
def identity(key: Key, a: int, b: int) -> int:
    """Return the 62-bit key of a new person, made from two numbers that say who she is."""
    p, q, _, _ = philox(a & 0xFFFFFFFF, (a >> 32) & 0xFFFFFFFF, b & 0xFFFFFFFF, key.month, key.seed, key.stream)
    return ((p & 0x3FFFFFFF) << 32) | q
