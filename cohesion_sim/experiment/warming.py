"""Before processes are forked, a small run compiles or loads all rules, so that none of them has to."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import numba

from cohesion_sim.compiled import LOOPS, called
from cohesion_sim.runs.ends import course
from cohesion_sim.scenario import Scenario

WARM = 2_000
"""Most persons in the run that compiles the rules."""
COMPILERS = 4
"""Most processes that compile side by side."""


def warm(scenario: Scenario) -> None:
    """Run a month of a small version of a scenario; what is wrong with it will be told by its own runs."""
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]  # set by name when Numba starts
        return
    context = scenario.context
    persons = min(context.population, max(WARM, context.places))
    small = replace(scenario, months=1, context=replace(context, population=persons))
    try:
        share_compilation(small)
        course(small, 0)
    except Exception:  # a mechanism that fails does so in its own process, where it is reported
        return


def compiled() -> bool:
    """Return whether the rules have been compiled on this machine before, so that each process may load them itself."""
    done = _mark()
    return done is not None and done.exists()


def _mark() -> Path | None:
    """Return the file that says that the rules are compiled for this processor, or None if nothing can be kept."""
    folder: str = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    processor = repr(LOOPS[0].targetctx.codegen().magic_tuple())
    return Path(folder, f"compiled-{blake2b(processor.encode(), digest_size=8).hexdigest()}") if folder else None


def share_compilation(scenario: Scenario) -> None:
    """Compile what a scenario needs on all cores, once for each cache folder and processor, where the system can fork.

    The scenario is run in plain Python to learn which loops it calls with which types; each loop is then compiled, the
    longest first, by whichever process is free, and found in the cache afterwards.
    """
    done, processes = _mark(), min(COMPILERS, os.cpu_count() or 1)
    if sys.platform != "linux" or processes == 1 or done is None or done.exists():
        return
    with called() as found:
        course(scenario, 0)
    todo = sorted({place for place, _ in found}, key=lambda place: len(LOOPS[place].py_func.__code__.co_code))
    forking = multiprocessing.get_context("fork")
    begun = forking.Value("i", 0)

    def compile_some() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        while True:
            with begun.get_lock():
                number = begun.value
                begun.value += 1
            if number >= len(todo):
                return
            longest = todo[-1 - number]
            for place, types in found:
                if place == longest:  # one process for all types: the cache of a loop has one writer
                    LOOPS[place].compile(types)

    crew = [forking.Process(target=compile_some, daemon=True) for _ in range(processes)]
    for process in crew:
        process.start()
    for process in crew:
        process.join()
    done.touch()
