"""The benchmark of the workshop: seconds from a change to the first new points, to five replicates, to the whole.

The workshop has been open for a while: all its processes have loaded the model.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, NamedTuple

import numpy as np

from cohesion_sim.app import limits
from cohesion_sim.app.crew import Crew
from cohesion_sim.app.plan import read_request
from cohesion_sim.app.streams import load, pictures

FIRST_POINTS, WHOLE = 1.0, 5.0
"""Aims in seconds, on two cores."""


class Timing(NamedTuple):
    """Seconds from a request to its first points, to the first picture of five replicates, and to its end."""

    what: str
    points: float
    picture: float
    whole: float


def measured(persons: int, months: int, replicates: int, processes: int | None) -> list[Timing]:
    """Return timings of a new comparison, of a change beside a known baseline, and of ten clients at once."""
    return asyncio.run(several(persons, months, replicates, processes))


async def several(persons: int, months: int, replicates: int, processes: int | None) -> list[Timing]:
    """Measure one after the other on one crew."""
    crew = Crew(processes)
    crew.open()
    await crew.opened()
    load()
    try:
        both = asked(persons, months, replicates, 0.5)
        found = [await timed(crew, "two new scenarios", both)]
        found.append(await timed(crew, "a lever moved, baseline known", asked(persons, months, replicates, 0.6)))
        found.append(await timed(crew, "the same again", both))
        clients = [asked(persons, months, limits.FIRST, 0.01 * number) for number in range(10)]
        many = await asyncio.gather(*(timed(crew, f"client {n}", each) for n, each in enumerate(clients)))
        slowest = np.max([each[1:] for each in many], axis=0).tolist()
        found.append(Timing("ten clients at once, slowest", *slowest))
        return found
    finally:
        crew.close()


def asked(persons: int, months: int, replicates: int, mixing: float) -> dict[str, Any]:
    """Return a comparison of a baseline with one moved lever."""
    return {
        "place": {"persons": persons, "months": months},
        "policies": {
            "base": {"regime": "laissez_faire"},
            "a": {"regime": "mainstreamed", "levers": {"social_mixing": mixing}},
        },
        "replicates": replicates,
    }


async def timed(crew: Crew, what: str, request: dict[str, Any]) -> Timing:
    """Follow one stream with a clock."""
    began = time.perf_counter()
    points = picture = 0.0
    async for sent in pictures(crew, read_request(request), what, here):
        message = json.loads(sent)
        now = time.perf_counter() - began
        if message["type"] == "picture":
            points = points or (now if message["done"]["a"] else 0.0)
            picture = picture or (now if min(message["done"].values()) >= limits.FIRST else 0.0)
    return Timing(what, points, picture, time.perf_counter() - began)


async def here() -> bool:
    """Say that the client is still there."""
    return False
