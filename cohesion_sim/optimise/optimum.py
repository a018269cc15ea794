"""What a search found: the front on fresh luck, how far near-best mixes lie apart, what a point costs, who loses."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.comparisons.comparison import Comparison
from cohesion_sim.comparisons.contrast import Contrast
from cohesion_sim.comparisons.resampling import price_with_bounds, spent
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.optimise.fronts import beaten, front_of
from cohesion_sim.optimise.goal import Goal
from cohesion_sim.optimise.space import Mix, Space
from cohesion_sim.runs import provenance as origin
from cohesion_sim.runs import stored
from cohesion_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

PRESENT, MIX, UNFUNDED = "present_mix", "mix_{}", "no_money"
TOLERANCE = 0.005
"""A difference too small to matter, on scales from 0 to 1 (assumption)."""
WATCHED = ("belonging", "employment", "trust", "warmth", "threat_economic", "marginalisation")
"""Outcomes in which somebody may lose, besides the goals."""


@dataclass
class Optimum:
    """What a search found.

    Attributes
    ----------
    worlds, goals, space, start
        What was searched, for what, and the mix to begin with.
    mixes, gains
        All mixes tried, and their gains over the present mix, shape (mixes, worlds × seeds, goals).
    front
        Mixes of the front that were run again on fresh luck.
    confirmed
        Those runs, as a comparison with the present mix, and with a copy without money; replicates count worlds first.
    """

    worlds: Mapping[str, Scenario]
    goals: tuple[Goal, ...]
    space: Space
    start: Mix
    mixes: tuple[Mix, ...]
    gains: NDArray[np.float64]
    front: tuple[Mix, ...]
    confirmed: Comparison
    sampler: str
    interrupted: bool = False
    seconds: float = 0.0

    @property
    def names(self) -> list[str]:
        """Names of the mixes of the front."""
        return [MIX.format(number) for number in range(1, len(self.front) + 1)]

    @cached_property
    def tried(self) -> pd.DataFrame:
        """One row a mix tried, with its shares and levers.

        ``gain_…`` is the mean gain in a goal, ``worst_…`` that in the worst world; ``front`` says whether no mix beats
        it, ``near`` whether none does by enough to matter.
        """
        import pandas as pd

        mean = self.gains.mean(axis=1)
        by_world = self.gains.reshape(len(self.mixes), len(self.worlds), -1, len(self.goals)).mean(axis=2)
        front, near = set(front_of(mean).tolist()), ~beaten(mean, TOLERANCE)
        rows = []
        for number, mix in enumerate(self.mixes):
            gains = {
                f"{kind}_{goal.outcome}_{goal.of}": float(values[g])
                for g, goal in enumerate(self.goals)
                for kind, values in (("gain", mean[number]), ("worst", by_world[number].min(axis=0)))
            }
            rows.append(
                {"mix": number, **columns_of(mix), **gains, "front": number in front, "near": bool(near[number])}
            )  # fmt: skip
        return pd.DataFrame(rows)

    @cached_property
    def spread(self) -> pd.DataFrame:
        """How far near-best mixes lie apart: ``coordinate``, ``present``, ``low``, ``high`` (10, 90 %), ``median``."""
        import pandas as pd

        near = self.tried[self.tried["near"]]
        return pd.DataFrame(
            [
                {"coordinate": name, "present": now}
                | dict(zip(("low", "median", "high"), np.quantile(near[name], [0.1, 0.5, 0.9]).tolist()))
                for name, now in columns_of(self.start).items()
            ]
        )

    @cached_property
    def contrasts(self) -> list[Contrast]:
        """The front against the present mix, on fresh luck, by outcome and subgroup."""
        return [row for row in self.confirmed.contrasts if row.scenario != UNFUNDED]

    @cached_property
    def shown(self) -> pd.DataFrame:
        """One row a mix of the front, with shares and levers, and by goal the gain on fresh luck with its interval."""
        import pandas as pd

        rows = []
        for name, mix in zip(self.names, self.front):
            row: dict[str, Any] = {"mix": name, **columns_of(mix)}
            for goal in self.goals:
                found = self.gain(name, goal)
                row |= dict(zip((f"{part}_{goal.outcome}_{goal.of}" for part in ("gain", "low", "high")), found))
            rows.append(row)
        return pd.DataFrame(rows)

    def gain(self, name: str, goal: Goal) -> tuple[float, float, float]:
        """Return a mix's gain in a goal on fresh luck with its 95 % interval."""
        row = next(
            row
            for row in self.contrasts
            if (row.scenario, row.outcome, row.subgroup) == (name, goal.outcome, goal.of)
        )  # fmt: skip
        low, high = sorted((goal.better * row.low, goal.better * row.high))
        return goal.better * row.difference, low, high

    @property
    def compromise(self) -> str:
        """The mix of the front with the largest sum of gains on fresh luck, each over its range on the front."""
        gains = np.array([[self.gain(name, goal)[0] for goal in self.goals] for name in self.names])
        span = np.ptp(gains, axis=0)
        scaled = (gains - gains.min(axis=0)) / np.where(span > 0.0, span, 1.0)
        return self.names[int(scaled.sum(axis=1).argmax())]

    @cached_property
    def losers(self) -> pd.DataFrame:
        """Who loses: ``mix``, ``outcome``, ``subgroup``, ``gain`` with ``low`` and ``high``, all of it below 0."""
        import pandas as pd

        watched = {*WATCHED, *(goal.outcome for goal in self.goals)}
        rows = []
        for row in self.contrasts:
            better = OUTCOMES[row.outcome].direction
            low, high = sorted((better * row.low, better * row.high))
            if row.outcome in watched and better and high < 0.0:
                rows.append((row.scenario, row.outcome, row.subgroup, better * row.difference, low, high))
        return pd.DataFrame(rows, columns=["mix", "outcome", "subgroup", "gain", "low", "high"])

    @cached_property
    def prices(self) -> pd.DataFrame:
        """What a point (0.01) of each goal costs, against no money.

        Columns: ``mix``, ``outcome``, ``of``, ``eur`` spent a migrant and year, ``points``, ``eur_per_point`` with
        ``low`` and ``high``; NaN unless points are gained.
        """
        import pandas as pd

        runs = {(run.name, run.replicate): run for run in self.confirmed.runs if not run.error}
        rows = []
        for name in (PRESENT, *self.names):
            numbers = [n for n in range(self.confirmed.replicates) if (name, n) in runs and (UNFUNDED, n) in runs]
            if not numbers:
                continue
            more = np.array([spent(runs[name, n]) - spent(runs[UNFUNDED, n]) for n in numbers])
            for goal in self.goals:
                points = np.array([100.0 * goal.gain(runs[name, n].ends, runs[UNFUNDED, n].ends) for n in numbers])
                priced = price_with_bounds(more, points, self.confirmed.seed)
                rows.append((name, goal.outcome, goal.of, float(more.mean()), float(points.mean()), *priced))
        names = ["mix", "outcome", "of", "eur", "points", "eur_per_point", "low", "high"]
        return pd.DataFrame(rows, columns=names)

    def save(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write tables (Parquet and CSV) and provenance into a folder; return the files."""
        import pandas as pd

        place = stored.folder_for(folder)
        tables = {"front": self.shown, "tried": self.tried, "spread": self.spread, "prices": self.prices}
        tables |= {"losers": self.losers, "subgroups": pd.DataFrame(self.contrasts, columns=list(Contrast._fields))}
        made = {
            "scenarios": {world: origin.configuration(scenario) for world, scenario in self.worlds.items()},
            "goals": [[goal.outcome, goal.of] for goal in self.goals],
            "levers": list(self.space.levers),
            "sampler": self.sampler,
            "mixes": len(self.mixes),
            "failures": self.confirmed.failures,
            "interrupted": self.interrupted,
            "seconds": round(self.seconds, 3),
            **origin.surroundings(),
        }
        files = [path for name, each in tables.items() for path in stored.table(place / f"{name}.parquet", each, True)]
        return [*files, stored.document(place / "provenance.json", made)]


def columns_of(mix: Mix) -> dict[str, float]:
    """Return shares and levers of a mix by dotted key."""
    return {**{f"instruments.{name}": share for name, share in mix.shares.items()}, **mix.levers}
