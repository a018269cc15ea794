"""Mixes are proposed in batches, run in every world on the same luck as the present mix, and judged by their mean gain.

The search is Optuna's. A batch has the same size whatever the number of processes, so that a search is the same on any
machine. What looks best was picked because it looked best: the front is run again on fresh luck, and that is reported.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.comparing import compile_rules
from cohesion_sim.comparisons.comparison import Comparison
from cohesion_sim.comparisons.pool import Report, collected, usual_processes
from cohesion_sim.comparisons.replication import Finished, Job
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.optimise.fronts import front_of, spread_out
from cohesion_sim.optimise.goal import Goal
from cohesion_sim.optimise.optimum import MIX, PRESENT, UNFUNDED, Optimum
from cohesion_sim.optimise.space import Mix, Space, mixed, present
from cohesion_sim.runs import provenance
from cohesion_sim.scenario import Scenario
from cohesion_sim.variation import varied

BATCH = 8
SHOWN = 6
"""Mixes of the front that are run again."""
FRESH = 1_000_000
"""Seeds of the second look begin so much further on."""


def sampler(name: str, seed: int) -> Any:
    """Return one of Optuna's samplers.

    Raises
    ------
    UserError
        If Optuna is not installed, or for a name that there is not.
    """
    try:
        import optuna
    except ImportError as error:
        raise UserError("optimise needs Optuna; install it with: pip install 'cohesion-sim[optimise]'") from error
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    makers: dict[str, Callable[[], Any]] = {
        "tpe": lambda: optuna.samplers.TPESampler(
            seed=seed, multivariate=True, constant_liar=True, n_startup_trials=32
        ),
        "nsga2": lambda: optuna.samplers.NSGAIISampler(seed=seed, population_size=4 * BATCH),
        "random": lambda: optuna.samplers.RandomSampler(seed=seed),
    }
    if name not in makers:
        raise unknown("sampler", name, makers)
    return makers[name]()


class Search:
    """A search for better mixes.

    Parameters
    ----------
    worlds
        The scenario in each reading of the evidence, by name; all alike but for their mechanisms' numbers.
    goals
        What to make better.
    space
        What may be changed.
    replicates
        Seeds of each mix in each world, counted from the scenario's.
    processes
        Processes that share the runs; by default one a core.
    progress
        Called with the runs done and the runs in all.
    """

    def __init__(
        self, worlds: Mapping[str, Scenario], goals: Sequence[Goal], space: Space, *, replicates: int = 1,
        processes: int | None = None, progress: Report | None = None,
    ) -> None:  # fmt: skip
        self.worlds, self.goals, self.space = dict(worlds), tuple(goals), space
        self.replicates, self.progress = replicates, progress
        self.first = next(iter(self.worlds.values()))
        self.start = present(self.first, space.levers)
        self.processes = usual_processes(BATCH) if processes is None else processes
        self.done = self.planned = 0
        self.interrupted = False

    def found(self, trials: int = 96, confirm: int = 4, named: str = "tpe") -> Optimum:
        """Search, look again at the front, and return what was found.

        Parameters
        ----------
        trials
            Mixes tried, the present one not counted.
        confirm
            Fresh seeds in each world for the mixes of the front.
        named
            ``"tpe"``, ``"nsga2"`` or ``"random"``.

        Raises
        ------
        UserError
            If every run fails, or Optuna is not installed.
        """
        clock = time.perf_counter()
        chosen = sampler(named, self.first.seed)
        each = len(self.worlds) * self.replicates
        self.planned = (trials + 1) * each + (SHOWN + 2) * len(self.worlds) * confirm
        if self.processes > 1:
            compile_rules(self.worlds)
        mixes, gains = self._tried(trials, chosen)
        front = front_of(gains.mean(axis=1))
        again = [mixes[number] for number in spread_out(gains.mean(axis=1), front, SHOWN)]
        confirmed = self._again(again, confirm)
        seconds = time.perf_counter() - clock
        return Optimum(
            self.worlds, self.goals, self.space, self.start, tuple(mixes), gains, tuple(again), confirmed, named,
            self.interrupted, seconds,
        )  # fmt: skip

    def _tried(self, trials: int, chosen: Any) -> tuple[list[Mix], NDArray[np.float64]]:
        """Return the mixes tried and their gains, shape (mixes, worlds × seeds, goals)."""
        import optuna

        study = optuna.create_study(directions=["maximize"] * len(self.goals), sampler=chosen)
        ranges: dict[str, optuna.distributions.BaseDistribution] = {
            name: optuna.distributions.FloatDistribution(low, high) for name, (low, high) in self.space.ranges.items()
        }
        study.enqueue_trial(self.space.point(self.start))
        base = self._run([self.start])[0]
        mixes, gains = list[Mix](), list[NDArray[np.float64]]()
        while len(mixes) < trials and not self.interrupted:
            asked = [study.ask(ranges) for _ in range(min(BATCH, trials - len(mixes)))]
            proposed = [self.space.mix(trial.params) for trial in asked]
            for trial, mix, runs in zip(asked, proposed, self._run(proposed), strict=True):
                gained = self._gains(runs, base)
                if np.isfinite(gained).all():
                    study.tell(trial, gained.mean(axis=0).tolist())
                    mixes.append(mix)
                    gains.append(gained)
                else:
                    study.tell(trial, state=optuna.trial.TrialState.FAIL)
        if not mixes:
            raise UserError("no mix could be run to its end; try one with: cohesion-sim run")
        return mixes, np.array(gains)

    def _gains(self, runs: Mapping[int, Finished], base: Mapping[int, Finished]) -> NDArray[np.float64]:
        """Return the gains of a mix, shape (worlds × seeds, goals), NaN where a run is missing."""
        numbers = range(len(self.worlds) * self.replicates)
        missing = [float("nan")] * len(self.goals)
        return np.array(
            [
                [goal.gain(runs[n].ends, base[n].ends) for goal in self.goals] if n in runs and n in base else missing
                for n in numbers
            ]
        )

    def _run(self, mixes: Sequence[Mix]) -> list[dict[int, Finished]]:
        """Run mixes in all worlds on the search's seeds; return, for each, the runs that did not fail by number."""
        named = {str(number): mix for number, mix in enumerate(mixes)}
        runs = self._collected(
            {name: {world: mixed(each, mix) for world, each in self.worlds.items()} for name, mix in named.items()},
            self.replicates, self.first.seed,
        )  # fmt: skip
        return [{run.replicate: run for run in runs if run.name == name and not run.error} for name in named]

    def _again(self, mixes: Sequence[Mix], confirm: int) -> Comparison:
        """Run the front, the present mix and no money on fresh luck, as a comparison with the present mix."""
        scenarios = {PRESENT: self.worlds}
        scenarios |= {
            MIX.format(number): {world: mixed(each, mix) for world, each in self.worlds.items()}
            for number, mix in enumerate(mixes, start=1)
        }
        scenarios[UNFUNDED] = {
            world: varied(each, {"funding.eur_per_migrant_year": 0.0}) for world, each in self.worlds.items()
        }
        began = provenance.now()
        seed = (self.first.seed + FRESH) % 2**31
        runs = self._collected(scenarios, confirm, seed)
        firsts = {name: next(iter(each.values())) for name, each in scenarios.items()}
        return Comparison(
            firsts, PRESENT, len(self.worlds) * confirm, seed, 0, runs, self.interrupted, 0.0, began
        )  # fmt: skip

    def _collected(self, scenarios: Mapping[str, Mapping[str, Scenario]], replicates: int, seed: int) -> list[Finished]:
        """Run scenarios in all worlds; the number of a run counts worlds first, then seeds."""
        jobs = [
            Job(name, scenario, which * replicates + replicate, seed + replicate, 0)
            for name, in_worlds in scenarios.items()
            for which, scenario in enumerate(in_worlds.values())
            for replicate in range(replicates)
        ]
        before = self.done

        def report(done: int, _: int) -> None:
            self.done = before + done
            if self.progress is not None:
                self.progress(self.done, max(self.planned, self.done))

        runs, interrupted = collected(jobs, min(self.processes, len(jobs)), report)
        self.interrupted = self.interrupted or interrupted
        return runs
