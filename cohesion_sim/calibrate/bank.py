"""A bank is runs at points spread evenly over the priors, kept as they finish: started again, it goes on.

Points are a scrambled Sobol' sequence by seed: a larger bank begins with the points of a smaller one. Each point has
its own luck.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.calibrate.question import Question
from cohesion_sim.errors import UserError
from cohesion_sim.experiment.pool import Failure, done
from cohesion_sim.sources import model_digest
from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.pattern import PATTERNS

FILE = "bank.csv"
DIGITS = 12
"""Of the digest that tells one model from another."""


class Job(NamedTuple):
    """A point to run."""

    row: int
    seed: int
    population: int
    changes: dict[str, dict[str, float]]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Bank:
    """Finished runs.

    Attributes
    ----------
    points
        Shape (runs, numbers), in the unit cube of the priors.
    found
        What was measured, shape (runs, targets).
    failed
        Runs that came to nothing.
    """

    points: NDArray[np.float64]
    found: NDArray[np.float64]
    failed: int


def points(question: Question, runs: int, seed: int) -> NDArray[np.float64]:
    """Return the points of a bank in the unit cube, shape (runs, numbers)."""
    from scipy.stats import qmc

    sequence = qmc.Sobol(len(question.keys), rng=np.random.default_rng(seed))
    return np.asarray(sequence.random_base2(int(runs - 1).bit_length())[:runs])


def measured(job: Job) -> list[float]:
    """Run one point and return what each target's statistic is there."""
    bench = Bench.without(job.seed, job.population, job.changes)
    return [float(PATTERNS[name].measure(bench)) for name in job.targets]


def bank(
    question: Question,
    folder: Path,
    *,
    runs: int,
    population: int,
    seed: int,
    processes: int,
    progress: Callable[[int, int], None] | None = None,
) -> Bank:
    """Run what is not in the folder yet and return the whole bank.

    Raises
    ------
    UserError
        If the folder holds a bank that answers another question, or too few runs came to an end.
    """
    head = ["row", "seed", "population", "model", *question.keys, *question.targets]
    unit = points(question, runs, seed)
    asked = [
        [str(row), str(seed), str(population), model_digest()[:DIGITS], *(repr(float(value)) for value in point)]
        for row, point in enumerate(question.scaled(unit))
    ]
    place = folder / FILE
    known = read(place, head, asked) if place.is_file() else {}
    jobs = [
        Job(row, seed * 100_003 + row, population, question.changes(point), question.targets)
        for row, point in enumerate(question.scaled(unit))
        if row not in known
    ]
    with place.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if not known:
            file.truncate(0)
            writer.writerow(head)
        for job, result in done(jobs, measured, processes):
            values = [float("nan")] * len(question.targets) if isinstance(result, Failure) else result
            known[job.row] = values
            writer.writerow([*asked[job.row], *(repr(value) for value in values)])
            file.flush()
            if progress is not None:
                progress(len(known), runs)
    found = np.array([known[row] for row in range(runs)])
    fine = np.isfinite(found).all(axis=1)
    if fine.sum() < 10 * len(question.keys):
        raise UserError(f"{fine.sum()} runs came to an end; {len(question.keys)} numbers need ten times as many")
    return Bank(unit[fine], found[fine], int((~fine).sum()))


def read(place: Path, head: list[str], asked: list[list[str]]) -> dict[int, list[float]]:
    """Return the runs of a kept bank by row.

    Raises
    ------
    UserError
        If it holds other columns, or a run of another point, seed, population or model than is asked.
    """
    with place.open(newline="", encoding="utf-8") as file:
        columns, *rows = list(csv.reader(file)) or [head]
    targets = len(head) - len(asked[0])
    kept = [row for row in rows if int(row[0]) < len(asked)]
    if columns != head or any(row[:-targets] != asked[int(row[0])] for row in kept):
        raise UserError(f"{place} is the bank of another calibration or model; give another output folder")
    return {int(row[0]): [float(value) for value in row[-targets:]] for row in kept}
