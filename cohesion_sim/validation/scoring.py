"""Scoring measures every pattern at several seeds, with its mechanism and without, and judges the mean."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.stats import t as student

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.validation import patterns as patterns
from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import PATTERNS
from cohesion_sim.validation.published import Published, published

FEW = 8
"""Measurements of one part that share no run: few, so that a bar moves."""
PASS, FAIL, UNKNOWN = "pass", "fail", "not measured"


class Job(NamedTuple):
    """A pattern to measure once."""

    name: str
    seed: int
    population: int
    off: bool


@dataclass(frozen=True)
class Score:
    """A pattern's place on the scorecard.

    Attributes
    ----------
    value, low, high
        Mean over seeds and its 95 % interval.
    off
        Mean with the mechanism switched off; NaN if nothing could be, or it was not asked for.
    verdict, verdict_off
        ``"pass"``, ``"fail"`` or ``"not measured"``.
    sure
        Whether the interval lies on one side of the range's ends.
    seeds
        How many gave a value.
    """

    finding: Published
    value: float
    low: float
    high: float
    off: float
    verdict: str
    verdict_off: str
    sure: bool
    seeds: int

    @property
    def earned(self) -> bool:
        """Whether it passes and would not without its mechanism."""
        return self.verdict == PASS and self.verdict_off != PASS


def scored(
    names: Sequence[str] | None = None,
    *,
    seeds: int = 10,
    population: int = 10_000,
    off: bool = True,
    first_seed: int = 1,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Score]:
    """Return the scores of some patterns, or of all, in order of their numbers.

    Parameters
    ----------
    names
        Patterns; all if not given.
    seeds, first_seed
        How many runs of each, with seeds one after another.
    population
        Persons of a run.
    off
        Whether each is measured with its mechanism switched off, too.
    processes
        Processes at once; as many as the machine has cores if not given.
    progress
        Called with the measurements done and the measurements in all.

    Raises
    ------
    UserError
        For a pattern that does not exist, or too small a population.
    """
    chosen = listed(names)
    if population < 1000:
        raise UserError(f"population is {population}; it must be at least 1000, or patterns drown in noise")
    runs = range(first_seed, first_seed + seeds)
    jobs = [Job(name, seed, population, False) for seed in runs for name in chosen]
    jobs += [Job(name, seed, population, True) for seed in runs for name in chosen if off and PATTERNS[name].off]
    values: dict[tuple[str, bool], list[float]] = {}
    for done, (job, value) in enumerate(measured(jobs, processes or usual(len(jobs))), start=1):
        values.setdefault((job.name, job.off), []).append(value)
        if progress is not None:
            progress(done, len(jobs))
    return [score(published()[name], values[name, False], values.get((name, True), [])) for name in chosen]


def listed(names: Sequence[str] | None) -> list[str]:
    """Return the names of patterns in the order of the scorecard."""
    for name in names or ():
        if name not in PATTERNS:
            raise unknown("pattern", name, PATTERNS)
    return [name for name in published() if names is None or name in names]


def usual(jobs: int) -> int:
    """Return the number of processes for so many measurements."""
    return max(1, min(jobs, os.cpu_count() or 1))


def measured(jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, float]]:
    """Yield each measurement as it is done; those of one seed are done by one process, which remembers its runs."""
    if processes == 1:
        for job in jobs:
            yield job, measure(job)
        return
    method = "fork" if sys.platform == "linux" else "spawn"
    with ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context(method), initializer=_undisturbed
    ) as pool:
        for part, values in pool.map(_part, _parts(jobs)):
            yield from zip(part, values, strict=True)


def measure(job: Job) -> float:
    """Return the value of a pattern at one seed; NaN if too few persons are there to measure it."""
    chosen = PATTERNS[job.name]
    bench = Bench.without(job.seed, job.population, chosen.off if job.off else {})
    with np.errstate(invalid="ignore", divide="ignore"):
        try:
            return float(chosen.measure(bench))
        except UserError:
            return math.nan


def score(finding: Published, values: Sequence[float], off: Sequence[float]) -> Score:
    """Return the score that some values give."""
    value, low, high, count = interval(values)
    value_off, low_off, high_off, _ = interval(off)
    ends = (finding.low, finding.high)
    sure = math.isfinite(low) and not any(low < end < high for end in ends)
    return Score(
        finding, value, low, high, value_off, verdict(finding, value, low, high),
        verdict(finding, value_off, low_off, high_off), sure, count,
    )  # fmt: skip


def interval(values: Sequence[float]) -> tuple[float, float, float, int]:
    """Return mean, 95 % interval (NaN from one value) and number of the values that are known."""
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return math.nan, math.nan, math.nan, 0
    mean = math.fsum(known) / len(known)
    if len(known) == 1:
        return mean, math.nan, math.nan, 1
    reach = float(student.ppf(0.975, len(known) - 1)) * float(np.std(known, ddof=1)) / math.sqrt(len(known))
    return mean, mean - reach, mean + reach, len(known)


def verdict(finding: Published, value: float, low: float, high: float) -> str:
    """Return whether a value counts as found."""
    if not math.isfinite(value):
        return UNKNOWN
    inside = finding.low - 1e-9 <= value <= finding.high + 1e-9
    if inside and finding.beyond_chance:
        inside = math.isfinite(low) and low > finding.low and high < finding.high
    return PASS if inside else FAIL


def _parts(jobs: Sequence[Job]) -> list[list[Job]]:
    """Return jobs in parts of one seed: all with their mechanisms, which share runs, or a few without, which do not."""
    parts: list[list[Job]] = []
    for job in jobs:
        last = parts[-1] if parts else None
        room = last is not None and (len(last) < FEW or not job.off)
        if last and room and (last[0].seed, last[0].off) == (job.seed, job.off):
            last.append(job)
        else:
            parts.append([job])
    return parts


def _part(jobs: list[Job]) -> tuple[list[Job], list[float]]:
    return jobs, [measure(job) for job in jobs]


def _undisturbed() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
