"""A digest stands for every bit of a column, so that two processes can compare worlds column by column.

``python -m tests.digests 0 200`` prints, as JSON, the digests of the configurations 0 to 199 after each month.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.errors import UserError
from cohesion_sim.runs.simulation import Simulation
from tests.configurations import configuration

MONTHS = 3

Months = list[dict[str, str]]
"""Digest of each column, month by month, the start first."""


def columns(simulation: Simulation) -> dict[str, NDArray[Any]]:
    """Return everything that a month can change, by name."""
    world = simulation.world
    found: dict[str, NDArray[Any]] = {f"people.{name}": column for name, column in world.people.snapshot().items()}
    count = len(world.people)
    found |= {f"ties.{name}": getattr(world.ties, name)[:count] for name in ("partner", "link", "strength", "degree")}
    found |= {f"places.{name}": value for name, value in vars(world.places).items()}
    found["flows"] = np.array([world.flows[name] for name in sorted(world.flows)])
    found["vacant_rows"] = np.array(world.vacant_rows, np.int64)
    found["faces"] = world.faces
    found["mood"] = np.array([world.mood])
    found["levers.country"] = np.array(simulation.levers.country)
    found |= {f"levers.local.{name}": column for name, column in simulation.levers.local._asdict().items()}
    found["levers.abroad"] = np.array(simulation.levers.abroad)
    stocks = simulation.provision.stocks
    found |= {f"provision.{name}": getattr(stocks, name) for name in ("coverage", "intensity", "admission", "pressure")}
    found |= {f"quality.{name}": getattr(stocks, name) for name in ("knowledge", "practice", "room")}
    found["debt.owed"] = stocks.owed
    if simulation.accounts is not None:
        found |= {f"accounts.{name}": np.array(booked) for name, booked in simulation.accounts._asdict().items()}
    return found


def digest(column: NDArray[Any]) -> str:
    """Return sixteen hexadecimal digits that stand for the bits, the type and the shape of a column."""
    head = f"{column.dtype.str} {column.shape}".encode()
    return hashlib.blake2b(head + np.ascontiguousarray(column).tobytes(), digest_size=8).hexdigest()


def digests(simulation: Simulation) -> dict[str, str]:
    """Return the digest of each column."""
    return {name: digest(column) for name, column in columns(simulation).items()}


def months_of(number: int, threads: int = 1, months: int = MONTHS) -> Months:
    """Return the digests of a configuration at the start and after each month."""
    try:
        simulation = configuration(number).simulation(threads)
    except UserError as error:
        return [{"error": str(error)}]
    found = [digests(simulation)]
    for _ in range(months):
        simulation.step()
        found.append(digests(simulation))
    return found


def first_difference(one: Months, other: Months) -> str | None:
    """Return the month and the columns in which two runs first differ, None if every bit is the same."""
    if len(one) != len(other):
        return f"{len(one) - 1} months against {len(other) - 1}"
    for month, (a, b) in enumerate(zip(one, other, strict=True)):
        differing = [name for name in sorted(a.keys() | b.keys()) if a.get(name) != b.get(name)]
        if differing:
            return f"after {month} months: {', '.join(differing)}"
    return None


if __name__ == "__main__":
    low, high = int(sys.argv[1]), int(sys.argv[2])
    json.dump({number: months_of(number) for number in range(low, high)}, sys.stdout)
