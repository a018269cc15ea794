"""What an experiment will take is forecast from a few months of some of its configurations, run here and now.

seconds of a run = start + months · month,   start and month from a run of 12 months and one of 24
disk = runs · (rows kept · columns · 8 bytes · 0.3 + 12 kB)
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from time import perf_counter

from cohesion_sim.experiment.description import Experiment
from cohesion_sim.experiment.tables import KEPT
from cohesion_sim.experiment.warming import warm
from cohesion_sim.runs.ends import course
from cohesion_sim.scenario import Scenario

SHORT, LONGER = 12, 24
"""Months of the two runs; both hold the last 12 months, which cost more because subgroups are measured."""
TRIED = 3
"""Configurations that are tried: first, last and between."""
PACKED = 0.3
"""Size of a series as Parquet over its plain size."""
REST = 12_000
"""Bytes of a run beside its series."""


@dataclass(frozen=True)
class Forecast:
    """What an experiment will take.

    Attributes
    ----------
    points, runs
        Configurations, and runs in all.
    seconds
        Processor time of one run on average.
    megabytes
        Disk for all.
    """

    points: int
    runs: int
    seconds: float
    megabytes: float

    def hours(self, processes: int) -> float:
        """Return how long it takes with so many processes, each on a core of its own."""
        return self.runs * self.seconds / processes / 3600.0


def forecast(experiment: Experiment) -> Forecast:
    """Return what an experiment will take."""
    points = list(experiment.design.points())
    tried = sorted({round(share * (len(points) - 1) / max(1, TRIED - 1)) for share in range(TRIED)})
    scenarios = [experiment.compositions.scenario(points[number].values) for number in tried]
    warm(scenarios[0])
    seconds = sum(map(expected, scenarios)) / len(scenarios)
    every = experiment.series_every
    rows = sum(math.ceil((scenario.months + 1) / every) if every else 0 for scenario in scenarios) / len(scenarios)
    runs = len(points) * experiment.replicates
    return Forecast(len(points), runs, seconds, runs * (rows * len(KEPT) * 8 * PACKED + REST) / 1e6)


def expected(scenario: Scenario) -> float:
    """Return the seconds that a run of a scenario is expected to take."""
    short, longer = (timed(replace(scenario, months=min(months, scenario.months))) for months in (SHORT, LONGER))
    month = max(0.0, longer - short) / max(1, min(LONGER, scenario.months) - SHORT)
    return short + month * (scenario.months - SHORT)


def timed(scenario: Scenario) -> float:
    """Return the seconds that a run takes."""
    start = perf_counter()
    course(scenario, scenario.seed)
    return perf_counter() - start
