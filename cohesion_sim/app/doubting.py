"""How sure we are: the same comparison in the sceptic's and the optimist's world, and over draws from the priors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import numpy as np

from cohesion_sim.app import limits, tasks
from cohesion_sim.app.crew import Crew
from cohesion_sim.app.picture import TOLD, differences, finite
from cohesion_sim.app.plan import Request
from cohesion_sim.app.streams import PAUSE, Gone, identity, line, one_run
from cohesion_sim.comparisons.paired import left_open
from cohesion_sim.comparisons.priors import compared, with_draw
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.config.library import names
from cohesion_sim.measures.outcomes import OUTCOMES, SIDES

DRAWS = 24
"""Draws from the priors: p is known to about ±0.2 at the worst."""


async def doubts(crew: Crew, request: Request, asker: str, gone: Gone) -> AsyncIterator[bytes]:
    """Yield progress, then each scenario against the baseline in every world and over the priors."""
    waiting: dict[asyncio.Task[Finished], tuple[str, str]] = {}
    for world in names("world"):
        for name, scenario in request.scenarios(world).items():
            same = identity(scenario)
            for replicate in range(limits.FIRST):
                run = one_run(crew, scenario, same, request.place.seed, replicate, name, asker, 2)
                waiting[asyncio.create_task(run)] = (world, name)
    central = request.scenarios()
    fixed = compared(central)
    for number in range(1, DRAWS + 1):
        for name, scenario in central.items():
            drawn = with_draw(scenario, request.place.seed, number, fixed)
            key = f"draw {identity(drawn)} {request.place.seed + number - 1}"
            ends = crew.do(key, tasks.draw, (drawn, request.place.seed, number), asker, 2)
            waiting[asyncio.create_task(ends)] = ("priors", name)
    every = len(waiting)
    found: dict[tuple[str, str], list[Finished]] = {}
    try:
        while waiting:
            done, _ = await asyncio.wait(waiting, timeout=PAUSE, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                found.setdefault(waiting.pop(task), []).append(task.result())
            if await gone():
                return
            yield line({"type": "progress", "done": every - len(waiting), "all": every})
        yield line({"type": "sure", **judged(found, list(request.policies))})
    finally:
        for task in waiting:
            task.cancel()


def judged(found: Mapping[tuple[str, str], Sequence[Finished]], policies: Sequence[str]) -> dict[str, Any]:
    """Return the differences in each world, and the chance of being better over the priors."""
    baseline = policies[0]
    worlds = {world: differences({name: found[world, name] for name in policies}, baseline) for world in names("world")}
    drawn = {name: {run.replicate: run.ends for run in found["priors", name]} for name in policies}
    chances = [
        chance(drawn[name], drawn[baseline], name, outcome, side)
        for name in policies[1:]
        for outcome in TOLD
        for side in SIDES
        if side in OUTCOMES[outcome].columns
    ]
    return {"worlds": worlds, "priors": chances}


Ends = Mapping[int, Mapping[tuple[str, str], float]]


def chance(here: Ends, there: Ends, name: str, outcome: str, side: str) -> dict[str, Any]:
    """Return what the priors leave open of one difference."""
    values = [
        here[draw].get((outcome, side), np.nan) - there[draw].get((outcome, side), np.nan)
        for draw in sorted(here.keys() & there.keys())
    ]
    low, high, better = left_open(np.array(values, np.float64), OUTCOMES[outcome].direction)
    return {
        "scenario": name, "outcome": outcome, "side": side,
        "low": finite(low), "high": finite(high), "p_better": finite(better), "draws": len(values),
    }  # fmt: skip
