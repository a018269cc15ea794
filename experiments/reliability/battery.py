"""The keyed battery: Philox passes every test on draws as the model makes them; two broken generators must fail.

Question
    Do numbers that are a function of (seed, stream, month, person, draw) look random along each of these, and between
    neighbours along each of these? A sequence test does not ask this.

Controls that must fail
    ``steps``: each coordinate takes one step of a fixed size, ``seed + k·id``: home-made and common.
    ``summed``: a good mixer of the plain sum of the coordinates: uniform everywhere, yet person 5 in month 7 has the
    luck of person 7 in month 5.

False alarms
    A test fails below p = 1e-6; with 21 tests a good generator fails one by chance in 2.1e-5 of all batteries. The
    keys are fixed, so the outcome is the same in every run. Each test uses 2¹⁴ to 2¹⁸ draws: it sees correlations above
    .02 and cells off by a few percent.

Run ``python experiments/reliability/battery.py``; it exits with 1 if Philox fails or a control passes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cohesion_sim.chance import Key, pair_words, stream, words
from cohesion_sim.compiled import loop

ALPHA = 1e-6
Grid = NDArray[np.uint32]
Generator = Callable[..., Grid]
"""(seed, stream, month, person, draw), arrays or numbers that broadcast, to words of shape (…, 4)."""


@loop
def fill(seed: Any, lane: Any, month: Any, person: Any, draw: Any, out: Any) -> None:
    """Write four words a row."""
    for i in range(len(out)):
        a, b, c, d = words(Key(seed[i], lane[i], month[i]), person[i], draw[i])
        out[i, 0] = a
        out[i, 1] = b
        out[i, 2] = c
        out[i, 3] = d


def spread_out(*coordinates: Any) -> list[NDArray[np.int64]]:
    """Return the coordinates as arrays of one shape."""
    return [np.ascontiguousarray(a, np.int64) for a in np.broadcast_arrays(*coordinates)]


def keyed(seed: Any, lane: Any, month: Any, person: Any, draw: Any) -> Grid:
    """Return the words that the model uses."""
    arrays = spread_out(seed, lane, month, person, draw)
    out = np.empty((arrays[0].size, 4), np.uint32)
    seeds, lanes, months, people, draw_numbers = (a.ravel() for a in arrays)
    fill(seeds, lanes, months, people, draw_numbers, out)
    return out.reshape(*arrays[0].shape, 4)


def steps(seed: Any, lane: Any, month: Any, person: Any, draw: Any) -> Grid:
    """Return the words of a broken generator: a step of fixed size along each coordinate."""
    s, lane, m, p, d = (a.astype(np.uint64) for a in spread_out(seed, lane, month, person, draw))
    base = s + np.uint64(2654435761) * p + np.uint64(40503) * m + np.uint64(2246822519) * d + lane
    words_of = [base + np.uint64(3266489917 * (k + 1)) for k in range(4)]
    return (np.stack(words_of, -1) & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def summed(seed: Any, lane: Any, month: Any, person: Any, draw: Any) -> Grid:
    """Return the words of a broken generator: splitmix64 of the sum of the coordinates."""
    s, lane, m, p, d = (a.astype(np.uint64) for a in spread_out(seed, lane, month, person, draw))
    total = s + lane + m + p + d
    return np.stack([splitmix(total * np.uint64(4) + np.uint64(k)) for k in range(4)], -1)


def splitmix(x: NDArray[np.uint64]) -> Grid:
    """Return the upper words of Steele, Lea & Flood's mixer."""
    x = (x + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((x ^ (x >> np.uint64(31))) >> np.uint64(32)).astype(np.uint32)


GENERATORS: dict[str, Generator] = {"philox": keyed, "steps": steps, "summed": summed}

SEED, LANE, OTHER = 20_26, stream("encounters"), stream("employment")
MANY, SIDE = 1 << 16, 1 << 8


def unit(words_of: Grid) -> NDArray[np.float64]:
    """Return numbers between 0 and 1."""
    result: NDArray[np.float64] = (words_of.astype(np.float64) + 0.5) / 2.0**32
    return result


def even(cells: NDArray[np.int64], number: int) -> float:
    """Return the two-sided p-value of equal frequencies: too even is as suspicious as too uneven."""
    counts = np.bincount(cells.ravel(), minlength=number)
    mean = cells.size / number
    return two_sided(float(stats.chi2.sf(((counts - mean) ** 2 / mean).sum(), number - 1)))


def two_sided(p: float) -> float:
    """Return the p-value of a value as extreme on either side."""
    return min(1.0, 2.0 * min(p, 1.0 - p))


def uncorrelated(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Return the p-value of no correlation."""
    r = float(np.corrcoef(a.ravel(), b.ravel())[0, 1])
    return float(2.0 * stats.norm.sf(abs(r) * np.sqrt(a.size)))


def cells(words_of: Grid, bits: int) -> NDArray[np.int64]:
    """Return the leading bits as a cell number."""
    return (words_of >> np.uint32(32 - bits)).astype(np.int64)


def joint(words_of: list[Grid], bits: int) -> float:
    """Return the p-value of equal frequencies in the cube that several numbers span."""
    cell = np.zeros(words_of[0].shape, np.int64)
    for part in words_of:
        cell = (cell << bits) | cells(part, bits)
    return even(cell, 1 << (bits * len(words_of)))


def runs_up(u: NDArray[np.float64]) -> float:
    """Return the p-value of the number of runs up and down."""
    n = u.size
    runs = 1 + int(np.count_nonzero(np.diff(np.sign(np.diff(u)))))
    return float(2.0 * stats.norm.sf(abs(runs - (2 * n - 1) / 3) / np.sqrt((16 * n - 29) / 90)))


def gaps(u: NDArray[np.float64]) -> float:
    """Return the p-value of the gaps between visits to [0, 1/8)."""
    gap = np.minimum(np.diff(np.flatnonzero(u < 0.125)) - 1, 40)
    chances = 0.125 * 0.875 ** np.arange(41)
    chances[40] = 0.875**40
    counts = np.bincount(gap, minlength=41)
    expected = chances * gap.size
    return two_sided(float(stats.chi2.sf(((counts - expected) ** 2 / expected).sum(), 40)))


def repeats(words_of: Grid) -> float:
    """Return the p-value of the number of words that occur again, which is nearly Poisson."""
    n = words_of.size
    again = n - np.unique(words_of).size
    mean = n * (n - 1) / 2.0**33
    return two_sided(float(stats.poisson.sf(again - 1, mean)) if again > mean else 0.5)


def flips(generator: Generator) -> float:
    """Return the p-value of half the bits changing when the person's number changes by one bit."""
    people = np.arange(2048)
    before = generator(SEED, LANE, 3, people, 0)
    changed = [before ^ generator(SEED, LANE, 3, people ^ (1 << bit), 0) for bit in range(0, 60, 4)]
    ones = int(np.bitwise_count(np.stack(changed)).sum())
    bits = np.stack(changed).size * 32
    return float(2.0 * stats.norm.sf(abs(ones - bits / 2) / np.sqrt(bits / 4)))


def battery(g: Generator) -> Iterator[tuple[str, float]]:
    """Yield the name and the p-value of each test of a generator."""
    people, few = np.arange(MANY), np.arange(SIDE)
    by_person = g(SEED, LANE, 3, people, 0)
    grid = g(SEED, LANE, few[:, None], few[None, :], 0)
    u = unit(by_person[:, 0])
    yield "uniform over persons (χ², 256 cells)", even(cells(by_person[:, 0], 8), 256)
    yield (
        "uniform over months of one person (KS)",
        float(stats.kstest(unit(g(SEED, LANE, people, 77, 0)[:, 0]), "uniform").pvalue),
    )
    yield "uniform over draws of one person (χ²)", even(cells(g(SEED, LANE, 3, 77, people)[:, 1], 8), 256)
    yield "uniform over seeds (χ²)", even(cells(g(people, LANE, 3, 77, 0)[:, 0], 8), 256)
    yield "uniform over streams (χ²)", even(cells(g(SEED, people, 3, 77, 0)[:, 0], 8), 256)
    yield "neighbouring persons uncorrelated", uncorrelated(u[1:], u[:-1])
    yield "months of a person uncorrelated", uncorrelated(unit(grid[1:, :, 0]), unit(grid[:-1, :, 0]))
    yield "streams uncorrelated", uncorrelated(u, unit(g(SEED, OTHER, 3, people, 0)[:, 0]))
    yield "seeds uncorrelated", uncorrelated(u, unit(g(SEED + 1, LANE, 3, people, 0)[:, 0]))
    yield "draws of a block uncorrelated", uncorrelated(u, unit(by_person[:, 1]))
    yield "pairs of neighbouring persons (χ², 32²)", joint([by_person[1::2, 0], by_person[::2, 0]], 5)
    yield "triples over months (χ², 16³)", joint([g(SEED, LANE, m, people, 0)[:, 0] for m in range(3)], 4)
    yield "a draw and the next (χ², 32²)", joint([g(SEED, LANE, 3, people, d)[:, 2] for d in range(2)], 5)
    yield "a seed and the next (χ², 32²)", joint([g(SEED + s, LANE, 3, people, 0)[:, 3] for s in range(2)], 5)
    yield "runs up and down over persons", runs_up(u)
    yield "gaps between small numbers", gaps(u)
    top = u.reshape(-1, 8).max(axis=1) ** 8
    yield "largest of eight persons (KS)", float(stats.kstest(top, "uniform").pvalue)
    order = np.argsort(np.argsort(u.reshape(-1, 4)[: 1 << 14], axis=1), axis=1) @ np.array([64, 16, 4, 1])
    yield "order of four persons (χ², 24)", even(np.unique(order, return_inverse=True)[1], 24)
    ones = np.array([np.count_nonzero(by_person & np.uint32(1 << bit)) for bit in range(32)])
    worst = float(np.max(np.abs(ones - by_person.size / 2)) / np.sqrt(by_person.size / 4))
    yield "each bit set half the time", min(1.0, 64.0 * float(stats.norm.sf(worst)))
    yield "repeated words over persons and months", repeats(grid)
    yield "one bit of the person flips half the bits", flips(g)


@loop
def fill_pairs(month: Any, one: Any, other: Any, out: Any) -> None:
    """Write two words a pair."""
    for i in range(len(out)):
        a, b, _, _ = pair_words(Key(2026, 7, month), one[i], other[i], 0)
        out[i, 0] = a
        out[i, 1] = b


def pair_tests() -> Iterator[tuple[str, float]]:
    """Yield the tests of the draws that two persons share."""
    one, other = (a.ravel() for a in np.meshgrid(np.arange(SIDE), SIDE + np.arange(SIDE)))
    months = []
    for month in range(2):
        out = np.empty((one.size, 2), np.uint32)
        fill_pairs(month, one, other, out)
        months.append(out)
    first = months[0]
    yield "uniform over pairs (χ²)", even(cells(first[:, 0], 8), 256)
    yield "pairs with a person in common uncorrelated", uncorrelated(unit(first[1:, 0]), unit(first[:-1, 0]))
    yield "months of a pair uncorrelated", uncorrelated(unit(first[:, 0]), unit(months[1][:, 0]))
    yield "repeated words over pairs", repeats(first)


def failures(name: str) -> list[str]:
    """Return the names of the tests that a generator fails."""
    return [test for test, p in battery(GENERATORS[name]) if p < ALPHA]


def main() -> int:
    """Print a table of p-values, a column a generator."""
    table = {name: dict(battery(generator)) for name, generator in GENERATORS.items()}
    print(f"{'test':45}" + "".join(f"{name:>12}" for name in table))
    for test in table["philox"]:
        print(f"{test:45}" + "".join(f"{column[test]:12.2g}" for column in table.values()))
    for test, p in pair_tests():
        print(f"{test:45}{p:12.2g}")
    failed = {name: sum(p < ALPHA for p in column.values()) for name, column in table.items()}
    print(f"{'failed at p < 1e-6':45}" + "".join(f"{count:12d}" for count in failed.values()))
    return int(failed["philox"] > 0 or failed["steps"] == 0 or failed["summed"] == 0)


if __name__ == "__main__":
    sys.exit(main())
