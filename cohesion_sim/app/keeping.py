"""The workshop keeps of a run what its pages show: the monthly table, where it ended, and everybody at the end.

Subgroups month by month, which a comparison on the command line records too, are on no page and are not counted here.
"""

from __future__ import annotations

import numpy as np

from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.measures.personal import Register
from cohesion_sim.measures.recorder import Recorder
from cohesion_sim.runs.ends import ends_of
from cohesion_sim.runs.running import run_through
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario


def kept(scenario: Scenario, seed: int) -> Finished:
    """Run a scenario on one thread and return what the pages show of it."""
    recorder, register = Recorder(scenario.measures, scenario.months), Register(scenario.measures)

    def watch(now: Simulation) -> None:
        recorder.record(now.world, now.accounts)
        register.watch(now.world)

    done = run_through(scenario, seed, watch, threads=1)
    columns = recorder.columns()
    series = np.stack(list(columns.values()), axis=1)
    return Finished("", 0, 0, ends_of(columns), tuple(columns), series, "", register.persons(done.world))
