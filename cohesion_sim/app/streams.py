"""Curves stream as runs finish: one line of JSON a picture; a page that goes away takes its runs out of the queue."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any

from cohesion_sim.app import limits, tasks
from cohesion_sim.app.crew import Crew
from cohesion_sim.app.picture import picture
from cohesion_sim.app.plan import Request
from cohesion_sim.comparisons.paired import student
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.runs.provenance import configuration, digest, model_version
from cohesion_sim.scenario import Scenario

Gone = Callable[[], Awaitable[bool]]
"""Returns whether the page has gone away."""
PAUSE, LATER = 0.2, 0.5
"""Least seconds between two pictures: while the first come, and when they only become finer."""


def load() -> None:
    """Load what the first picture needs, before anybody waits for it: the model's version and Student's t."""
    model_version()
    student(1)


def line(content: Mapping[str, Any]) -> bytes:
    """Return a message of a stream."""
    return json.dumps(content, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def identity(scenario: Scenario) -> str:
    """Return the part of a run's key that is the same for all seeds."""
    return digest([configuration(scenario), model_version()])


async def one_run(
    crew: Crew, scenario: Scenario, identified: str, seed: int, replicate: int, name: str, asker: str, urgency: int
) -> Finished:
    """Return a run, shared with all who ask for the same."""
    key = f"run {identified} {seed + replicate}"
    found: Finished = await crew.do(key, tasks.run, (scenario, seed, replicate), asker, urgency)
    return found._replace(name=name, replicate=replicate)


async def whole_runs(crew: Crew, request: Request, asker: str, replicates: int) -> list[Finished]:
    """Return the first replicates of all scenarios, for what is worked out from whole runs."""
    waiting = []
    for name, scenario in request.scenarios().items():
        same = identity(scenario)
        waiting += [
            one_run(crew, scenario, same, request.place.seed, replicate, name, asker, 0)
            for replicate in range(replicates)
        ]
    return list(await asyncio.gather(*waiting))


def by_scenario(runs: Sequence[Finished]) -> dict[str, list[Finished]]:
    """Return runs by scenario, in the order in which they were asked for."""
    found: dict[str, list[Finished]] = {}
    for run in runs:
        found.setdefault(run.name, []).append(run)
    return found


async def pictures(crew: Crew, request: Request, asker: str, gone: Gone) -> AsyncIterator[bytes]:
    """Yield pictures of a comparison, five replicates first, until all are done or the page has gone away."""
    scenarios = request.scenarios()
    same = {name: identity(scenario) for name, scenario in scenarios.items()}
    runs: dict[str, list[Finished]] = {name: [] for name in scenarios}
    waiting: dict[asyncio.Task[Finished], str] = {}
    for replicate in range(request.replicates):
        urgency = 0 if replicate == 0 else 1 if replicate < limits.FIRST else 2
        for name, scenario in scenarios.items():
            run = one_run(crew, scenario, same[name], request.place.seed, replicate, name, asker, urgency)
            waiting[asyncio.create_task(run)] = name
    yield line({"type": "begin", "version": model_version(), "wanted": request.replicates, "ready": crew.ready})
    baseline, last, fresh = next(iter(scenarios)), 0.0, False
    try:
        while waiting:
            done, _ = await asyncio.wait(waiting, timeout=PAUSE, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                runs[waiting.pop(task)].append(task.result())
                fresh = True
            if await gone():
                return
            pause = PAUSE if min(map(len, runs.values())) < limits.FIRST else LATER
            if fresh and (not waiting or time.monotonic() - last >= pause):
                last, fresh = time.monotonic(), False
                yield line(picture(runs, baseline))
        yield line({"type": "end"})
    finally:
        for task in waiting:
            task.cancel()
