"""Between any two processes of a month a watch notes what stands in every column, so that what moves first is seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from cohesion_sim.chance import Key
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.policy.instruments import INSTRUMENTS, LOCAL, PERSONAL
from cohesion_sim.policy.levers import Levers
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.world import World
from tests.digests import columns
from tests.worlds import Table, running

START, SERVICES = "timeline", "services"
"""What comes before the first process of a month, and what comes after those that decide who is there."""
PARTS = {len(names): names for names in (PERSONAL, LOCAL, INSTRUMENTS, (*INSTRUMENTS, "debt_service", "none"))}
"""Names of the parts of a column that has one for each instrument, by their number."""
PARTED = ("people.stage", "provision.", "accounts.")
WORLD = ("people", "ties", "places", "flows", "vacant_rows", "faces", "mood")
"""A column whose name starts so is of the world; the others are of policy: levers, money, queues, knowledge."""


@dataclass(frozen=True)
class Frame:
    """Every column at one time: after a process of a month."""

    month: int
    after: str
    columns: dict[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Watch(Mechanism):
    """It stands after a process, changes nothing, and notes every column of the simulation that it is given."""

    after: str
    watched: list[Simulation]
    frames: list[Frame]

    name: ClassVar = "watch"
    writes: ClassVar = frozenset()

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Note everything."""
        self.frames.append(Frame(world.month, self.after, noted(self.watched[0])))


@dataclass(frozen=True, kw_only=True)
class EarlyWatch(Watch):
    """A watch before services."""

    vital: ClassVar = True


def noted(simulation: Simulation) -> dict[str, bytes]:
    """Return the bits of every column; those of one lever, and of one instrument, apart."""
    found: dict[str, bytes] = {}
    for full_name, column in columns(simulation).items():
        name = full_name.removeprefix("levers.")
        if name.startswith(PARTED) and column.ndim == 2 and column.shape[1] in PARTS:
            parts: dict[str, Any] = dict(zip(PARTS[column.shape[1]], column.T, strict=True))
        elif name in ("country", "abroad"):
            parts = getattr(simulation.levers, name)._asdict()
        else:
            found[name] = column.tobytes()
            continue
        found |= {f"{name}[{part}]": np.asarray(bits).tobytes() for part, bits in parts.items()}
    return found


def watched(scenario: Scenario, table: Table, months: int, seed: int = 1) -> list[Frame]:
    """Return every column after every process of some months."""
    frames: list[Frame] = []
    simulations: list[Simulation] = []
    chain: list[Mechanism] = [EarlyWatch(after=START, watched=simulations, frames=frames)]
    chain.append(Watch(after=SERVICES, watched=simulations, frames=frames))
    for mechanism in scenario.mechanisms:
        watch = EarlyWatch if mechanism.vital else Watch
        chain += [mechanism, watch(after=mechanism.name, watched=simulations, frames=frames)]
    simulations.append(running(replace(scenario, mechanisms=tuple(chain)), table, seed))
    for _ in range(months):
        simulations[0].step()
    return frames


def differing(one: Frame, other: Frame) -> set[str]:
    """Return the names of the columns in which two runs differ at one time."""
    names = one.columns.keys() | other.columns.keys()
    return {name for name in names if one.columns.get(name) != other.columns.get(name)}


def of_the_world(names: set[str]) -> set[str]:
    """Return those names of columns that are people's, ties' or places'."""
    return {name for name in names if name.split(".")[0] in WORLD}
