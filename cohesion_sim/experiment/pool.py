"""Runs share the cores as processes: one that fails, dies or never ends is reported, and the others go on.

Each process does one task at a time, so that it is known which one it was doing when it died or had to be ended. Where
the system can, processes are forked and start with all rules compiled; elsewhere they load them from the disk. They end
with the process that started them, however that ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NamedTuple, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")
GIGABYTE = 1 << 30


class Limits(NamedTuple):
    """Most seconds and gigabytes that one task may take; None for no limit."""

    seconds: float | None = None
    gigabytes: float | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True)
class Failure:
    """A task that came to no end of its own."""

    reason: str


def usual_processes(tasks: int) -> int:
    """Return the number of processes for a number of tasks: one a core."""
    return max(1, min(tasks, os.cpu_count() or 1))


def done(
    tasks: Iterable[T], work: Callable[[T], R], processes: int, limits: Limits = NO_LIMITS
) -> Iterator[tuple[T, R | Failure]]:
    """Yield each task with its result as they finish, in any order; ended early, it ends its processes.

    Parameters
    ----------
    tasks
        Taken one by one, as processes fall free.
    work
        A function of a module; what it raises is a failure of its task.
    processes
        How many at once.
    limits
        What one task may take.
    """
    with Staff(work, processes, limits) as staff:
        yield from staff.done(tasks)


class Staff(Generic[T, R]):
    """Processes that share tasks; those that are hired before there are any prepare themselves meanwhile.

    Parameters
    ----------
    work, processes, limits
        As in :func:`done`.
    prepare
        What a process does before its first task.
    """

    def __init__(
        self, work: Callable[[T], R], processes: int, limits: Limits = NO_LIMITS,
        prepare: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        self._work, self._processes, self._limits, self._prepare = work, processes, limits, prepare
        self._lifeline = _context().Pipe(duplex=False)
        self._idle: list[_Worker[T]] = []
        self._busy: list[_Worker[T]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes, whatever they are doing."""
        for worker in (*self._idle, *self._busy):
            worker.end()
        for end in self._lifeline:
            end.close()

    def hire(self, tasks: int) -> None:
        """Start the processes now that at least so many tasks will need."""
        self._idle = [self._new() for _ in range(min(tasks, self._processes))]

    def done(self, tasks: Iterable[T]) -> Iterator[tuple[T, R | Failure]]:
        """Yield each task with its result as they finish, in any order."""
        left = iter(tasks)
        for task in left:
            self._begin(task)
            if len(self._busy) == self._processes:
                break
        while self._busy:
            for worker in _heard(self._busy):
                task, result = worker.answer()
                following = next(left, _NOTHING)
                if following is not _NOTHING and worker.usable:
                    worker.give(following)
                else:
                    self._busy.remove(worker)
                    worker.end()
                    if following is not _NOTHING:
                        self._begin(following)
                yield task, result

    def _begin(self, task: T) -> None:
        worker = self._idle.pop() if self._idle else self._new()
        worker.give(task)
        self._busy.append(worker)

    def _new(self) -> _Worker[T]:
        return _Worker(self._work, self._limits, self._lifeline, self._prepare)


_NOTHING: Any = object()


def _context() -> Any:
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def _heard(staff: list[_Worker[T]]) -> list[_Worker[T]]:
    """Wait for an answer, a death or the end of somebody's time, and return those concerned."""
    deadline = min(worker.deadline for worker in staff)
    signs: list[Any] = [sign for worker in staff for sign in (worker.connection, worker.process.sentinel)]
    ready = set(map(id, wait(signs, None if deadline == float("inf") else max(0.0, deadline - time.monotonic()))))
    now = time.monotonic()
    return [
        worker
        for worker in staff
        if id(worker.connection) in ready or id(worker.process.sentinel) in ready or worker.deadline <= now
    ]


@dataclass
class _Worker(Generic[T]):
    """A process and what it is doing."""

    work: Callable[[T], Any]
    limits: Limits
    lifeline: tuple[Connection, Connection]
    prepare: Callable[[], None] | None
    task: T = field(init=False)
    usable: bool = True
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        self.connection, theirs = _context().Pipe()
        told = (self.work, theirs, self.connection, self.lifeline, self.limits, self.prepare)
        self.process = _context().Process(target=_serve, args=told, daemon=True)
        self.process.start()
        theirs.close()

    def give(self, task: T) -> None:
        """Give a task."""
        self.task = task
        self.deadline = time.monotonic() + (self.limits.seconds or float("inf"))
        try:
            self.connection.send(task)
        except (BrokenPipeError, ConnectionResetError):
            self.usable = False

    def answer(self) -> tuple[T, Any]:
        """Return the task and what came of it; whoever died or ran out of time is ended."""
        try:
            if self.connection.poll():
                result, self.usable = self.connection.recv()
                return self.task, result
        except (EOFError, ConnectionResetError):
            pass
        self.usable = False
        out_of_time = self.process.is_alive() and self.deadline <= time.monotonic()
        self.end()
        if out_of_time:
            return self.task, Failure(f"it did not end within {self.limits.seconds:g} seconds")
        return self.task, Failure(f"its process ended ({_how(self.process.exitcode)})")

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _how(code: int | None) -> str:
    """Return how a process ended."""
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


def _serve(
    work: Callable[[Any], Any], mine: Connection, theirs: Connection, lifeline: tuple[Connection, Connection],
    limits: Limits, prepare: Callable[[], None] | None,
) -> None:  # fmt: skip
    """Do tasks until there is nobody left to do them for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    theirs.close()
    lifeline[1].close()
    threading.Thread(target=_end_with, args=(lifeline[0],), daemon=True).start()
    gc.freeze()
    gc.set_threshold(100_000)  # runs leave next to no cycles behind
    restrict(limits.gigabytes)
    if prepare is not None:
        prepare()
    while True:
        try:
            task = mine.recv()
        except EOFError:
            return
        usable = True
        try:
            result = work(task)
        except MemoryError:
            result, usable = Failure(f"it needed more than {limits.gigabytes:g} gigabytes of memory"), False
        except BaseException as error:  # whatever it is, SystemExit included, it is reported with its task
            result = Failure(f"{type(error).__name__}: {error}")
        mine.send((result, usable))


def _end_with(lifeline: Connection) -> None:
    """Wait until whoever started this process is gone, then end it."""
    try:
        lifeline.recv()
    except (EOFError, OSError):
        os._exit(1)


def restrict(gigabytes: float | None) -> None:
    """Keep this process from taking more memory than it has and this, where the system can."""
    if gigabytes is None or sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = now + int(gigabytes * GIGABYTE)
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
