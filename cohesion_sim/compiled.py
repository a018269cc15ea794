"""Rules are written for one person and run for millions: compiled by Numba, spread over threads in blocks of rows.

A **rule** is a scalar function that reads as in the paper. A **loop** applies rules to rows ``lo`` to ``hi`` and writes
only to its own rows, so that how the rows are divided changes nothing. Loops release the interpreter lock: plain
threads run their blocks side by side, and a small run costs no more than one call.

With ``NUMBA_DISABLE_JIT=1`` both are plain Python: the reference to which the compiled run is compared bit by bit.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite.binding
import numba
import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from cohesion_sim.arrays import Doubles, Rows
from cohesion_sim.sources import model_digest

F = TypeVar("F", bound=Callable[..., Any])

SCALE = 1 << 30
"""Sums over persons are kept in whole numbers of 1/SCALE, so that they do not depend on the order of adding."""


def _cache_folder() -> str:
    """Return a folder for compiled code that is tied to the sources: editing a rule never runs the old one."""
    for root in (os.environ.get("XDG_CACHE_HOME"), Path.home() / ".cache", tempfile.gettempdir()):
        if not root:
            continue
        folder = Path(root) / "cohesion-sim" / model_digest()[:16]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return str(folder)
    return ""


def _processor_features() -> str | None:
    """Return what the compiler is told of this processor; it halves vectors of 512 bits unless told not to."""
    features: str = llvmlite.binding.get_host_cpu_features().flatten()
    return f"{features},-prefer-256-bit" if "+avx512f" in features else None


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = _cache_folder()  # type: ignore[attr-defined]  # set by name when Numba starts
if not {"NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES", "NUMBA_ENABLE_AVX"} & set(os.environ):
    numba.config.CPU_FEATURES = _processor_features()  # type: ignore[attr-defined]


LOOPS: list[Any] = []
"""All loops, in the order in which their modules were imported."""


def rule(function: F) -> F:
    """Let the compiler inline a rule for one person into the loops that use it; called from Python, it is Python.

    A rule has no machine code of its own, which would cost a third of the first compilation.
    """
    inlined: F = register_jitable(error_model="numpy", nogil=True, forceinline=True)(function)
    return inlined


def loop(function: F) -> F:
    """Compile a loop over rows ``lo`` to ``hi``, cached on disk, without the interpreter lock."""
    compiled = numba.njit(error_model="numpy", nogil=True, cache=True)(function)
    LOOPS.append(compiled)
    return cast(F, compiled)


@contextmanager
def called() -> Iterator[set[tuple[int, tuple[Any, ...]]]]:
    """Run loops that are not yet compiled in plain Python; gather which are called, and with arguments of which types.

    Yields
    ------
    set
        Grows with the calls: the place of a loop in ``LOOPS``, and the types of its arguments.
    """
    found: set[tuple[int, tuple[Any, ...]]] = set()

    def plain(number: int) -> Callable[..., Any]:
        def note(*arguments: Any) -> Any:
            found.add((number, tuple(numba.typeof(each) for each in arguments)))
            return LOOPS[number].py_func

        return note

    for number, each in enumerate(LOOPS):
        each._compile_for_args = plain(number)  # what Numba asks for code that it lacks
    try:
        yield found
    finally:
        for each in LOOPS:
            del each._compile_for_args


BLOCK = 256
"""Rows that a loop prepares at once, so that what it prepares stays in the nearest cache."""


@rule
def rows(first: Any, last: Any) -> range:
    """Return the rows ``first`` to ``last``; unsigned, so that the compiler takes many of them at once."""
    return range(np.uint64(first), np.uint64(last))


@rule
def block(start: int, last: int) -> tuple[Any, Any]:
    """Return the first row of a block and the one after its last; unsigned, as :func:`rows` takes them."""
    return np.uint64(start), np.uint64(min(last, start + BLOCK))


@rule
def gathered(column: Doubles, place: Rows, first: Any, last: Any, near: Doubles) -> None:
    """Write into ``near`` what a column of places holds for each row of a block."""
    for i in range(first, last):
        near[i - first] = column[place[i]]


SHARES = 4
"""Blocks a thread gets on average: one that is held up leaves the rest of its rows to the others."""


class Workers:
    """Threads that share the rows of a loop: whoever is free takes the next block.

    Parameters
    ----------
    threads
        How many blocks run at once; 1 means no thread is started.
    grain
        The least number of rows worth a block of its own.
    """

    def __init__(self, threads: int = 1, grain: int = 16_384) -> None:
        self.threads = threads
        self.grain = grain
        self._others = ThreadPoolExecutor(threads - 1) if threads > 1 else None

    def bounds(self, count: int) -> list[tuple[int, int]]:
        """Return the blocks, in row order, into which ``count`` rows are divided."""
        parts = max(1, min(SHARES * self.threads, count // self.grain)) if self.threads > 1 else 1
        return [(count * part // parts, count * (part + 1) // parts) for part in range(parts)]

    def spread(self, work: Callable[..., Any], count: int, *arguments: Any) -> None:
        """Run ``work(lo, hi, *arguments)`` over all rows."""
        if self._others is None:
            work(0, count, *arguments)
            return
        self._run(work, [(lo, hi, *arguments) for lo, hi in self.bounds(count)])

    def total(self, work: Callable[..., Any], count: int, shape: tuple[int, ...], *arguments: Any) -> NDArray[np.int64]:
        """Return the sum over blocks of what ``work(lo, hi, out, *arguments)`` adds to its own zeroed ``out``."""
        if self._others is None:
            whole = np.zeros(shape, np.int64)
            work(0, count, whole, *arguments)
            return whole
        blocks = self.bounds(count)
        parts = np.zeros((len(blocks), *shape), np.int64)
        self._run(work, [(lo, hi, out, *arguments) for (lo, hi), out in zip(blocks, parts, strict=True)])
        added: NDArray[np.int64] = parts.sum(axis=0)
        return added

    def _run(self, work: Callable[..., Any], calls: list[tuple[Any, ...]]) -> None:
        """Make all calls; this thread works with the others instead of waiting for them."""
        assert self._others is not None
        left = iter(calls)

        def take() -> None:
            for call in left:
                work(*call)

        helping = min(self.threads, len(calls)) - 1
        futures = [self._others.submit(take) for _ in range(helping)]
        take()
        for future in futures:
            future.result()
