"""The first run of a fresh process pays for compilation; with compiled code in the cache it pays for loading only.

``python -m cohesion_sim.bench.first_run`` prints what the first and the second run took in its process, as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from time import perf_counter

PERSONS = 2_000
MONTHS = 2


def start_up(folder: str) -> float:
    """Return the seconds that a fresh process with this cache folder loses to compiling or loading compiled code."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
    done = subprocess.run(
        [sys.executable, "-m", "cohesion_sim.bench.first_run"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return max(0.0, float(told["first"]) - float(told["second"]))


def compile_seconds() -> tuple[float, float]:
    """Return the seconds lost with an empty cache folder, and with the one that this has filled."""
    with tempfile.TemporaryDirectory() as folder:
        return start_up(folder), start_up(folder)


def run_seconds() -> float:
    """Return the seconds that running a small city for two months takes here and now."""
    from cohesion_sim.bench.city import city
    from cohesion_sim.experiment.warming import warm
    from cohesion_sim.runs.run import simulate

    start = perf_counter()
    warm(city(PERSONS))
    simulate(replace(city(PERSONS), months=MONTHS))
    return perf_counter() - start


if __name__ == "__main__":
    first = run_seconds()
    print(json.dumps({"first": first, "second": run_seconds()}))
