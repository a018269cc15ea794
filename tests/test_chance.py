"""The generator is Philox to the published bits, looks random as it is used, and its controls fail."""

from __future__ import annotations

import os
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.chance import (
    IDENTITY,
    Key,
    draws,
    identity,
    normal,
    pair_words,
    philox,
    stream,
    uniform,
    words,
)
from experiments.reliability.battery import ALPHA, GENERATORS, battery, failures, pair_tests

compiled_only = pytest.mark.skipif(
    os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="a million draws take minutes in plain Python"
)

VECTORS = [
    (
        (0, 0, 0, 0),
        (0, 0),
        (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    ),
    (
        (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
        (0xFFFFFFFF, 0xFFFFFFFF),
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
"""Counter, key and words of philox4x32-10, from the known-answer file of Random123."""

WORDS = st.integers(0, 2**32 - 1)
PERSONS = st.integers(0, IDENTITY)
KEYS = st.builds(Key, seed=WORDS, stream=WORDS, month=st.integers(0, 10_000))


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_philox_gives_the_published_words(
    counter: tuple[int, ...], key: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert philox(*counter, *key) == expected


def test_words_put_person_month_and_draw_into_the_counter() -> None:
    """The third published vector, reached through the model's own key."""
    counter, key, expected = VECTORS[2]
    person = counter[0] | (counter[1] & 0x3FFFFFFF) << 32
    low = philox(counter[0], counter[1] & 0x3FFFFFFF, counter[2], counter[3], *key)
    assert words(Key(key[0], key[1], counter[2]), person, counter[3]) == low != expected


@given(KEYS, PERSONS, st.integers(0, 1000))
def test_a_draw_is_strictly_between_0_and_1(key: Key, person: int, draw: int) -> None:
    assert all(0.0 < u < 1.0 for u in draws(key, person, draw))


def test_uniform_reaches_both_ends_but_not_0_or_1() -> None:
    assert uniform(0) == 0.5 / 2**32
    assert uniform(2**32 - 1) == 1.0 - 0.5 / 2**32


@given(KEYS, PERSONS, PERSONS, st.integers(0, 1000))
def test_two_persons_share_their_draw_whoever_asks(key: Key, one: int, other: int, draw: int) -> None:
    assert pair_words(key, one, other, draw) == pair_words(key, other, one, draw)


@given(KEYS, PERSONS, st.integers(0, 1000))
def test_every_part_of_the_key_counts(key: Key, person: int, draw: int) -> None:
    here = words(key, person, draw)
    assert here != words(key._replace(month=key.month + 1), person, draw)
    assert here != words(key._replace(seed=key.seed ^ 1), person, draw)
    assert here != words(key._replace(stream=key.stream ^ 1), person, draw)
    assert here != words(key, person ^ 1, draw)
    assert here != words(key, person ^ (1 << 40), draw)
    assert here != words(key, person, draw + 1)


def test_every_part_of_a_pairs_key_counts() -> None:
    key = Key(1, 2, 3)
    here = pair_words(key, 5, 9 << 35, 0)
    assert here != pair_words(key, 5 | 1 << 40, 9 << 35, 0)
    assert here != pair_words(key, 5, 9 << 36, 0)
    assert here != pair_words(key, 5, 9 << 35, 1)
    assert here != pair_words(key._replace(month=4), 5, 9 << 35, 0)


def test_the_words_of_a_pair_by_hand() -> None:
    """Small keys have no upper half: the pair's numbers are the first two words of the counter."""
    assert pair_words(Key(11, 12, 13), 5, 9, 2) == philox(5, 9, 13 + 2 * 0x01000193, 0, 11, 12)


def test_a_stream_follows_from_the_name_alone() -> None:
    """The first four bytes of the name's SHA-256, the least first: a change would give every mechanism other luck."""
    assert stream("language") == 0x4B30EFA4
    assert 0 <= stream("") < 2**32


@given(KEYS, st.integers(-64, IDENTITY), st.integers(0, 2**31))
def test_identities_are_keys(key: Key, a: int, b: int) -> None:
    assert 0 <= identity(key, a, b) <= IDENTITY


def test_identities_do_not_clash() -> None:
    """50,000 births: the chance that two of them share a 62-bit key is 3e-10."""
    key = Key(1, stream("births"), 5)
    assert len({identity(key, mother, n) for mother in range(5_000) for n in range(10)}) == 50_000


def test_identity_uses_62_bits() -> None:
    found = [identity(Key(1, 2, 3), n, 0) for n in range(200)]
    assert int(np.bitwise_or.reduce(found)) == IDENTITY


@compiled_only
def test_a_nearly_normal_number_has_mean_0_and_spread_1() -> None:
    """100,000 draws: four standard errors of the mean are .013, of the spread .009 (false alarm 6e-5 each)."""
    key = Key(1, stream("persons"), 0)
    drawn = np.array([normal(key, person, 0) for person in range(100_000)])
    assert abs(drawn.mean()) < 0.013
    assert abs(drawn.std() - 1.0) < 0.009
    assert np.abs(drawn).max() <= 2.0 * 1.7320508075688772


def test_normal_by_hand() -> None:
    key = Key(1, 2, 3)
    assert normal(key, 4, 5) == (sum(draws(key, 4, 5)) - 2.0) * 1.7320508075688772


@compiled_only
def test_philox_passes_the_keyed_battery() -> None:
    """False alarm 2.1e-5 for the 21 tests together."""
    p_values = dict(battery(GENERATORS["philox"]))
    assert len(p_values) >= 12
    assert not [test for test, p in p_values.items() if p < ALPHA]


@compiled_only
def test_pairs_pass_their_battery() -> None:
    assert not [test for test, p in pair_tests() if p < ALPHA]


@compiled_only
@pytest.mark.parametrize(("broken", "at_least"), [("steps", 14), ("summed", 2)])
def test_broken_generators_fail_the_battery(broken: str, at_least: int) -> None:
    """Controls that must fail: without them a battery that accepts anything would look fine."""
    assert len(failures(broken)) >= at_least


def test_a_month_more_is_another_world() -> None:
    seen = [draws(Key(1, 2, month), 3, 0)[0] for month in range(50)]
    assert all(a != b for a, b in pairwise(seen))
