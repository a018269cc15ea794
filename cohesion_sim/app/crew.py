"""A crew of processes shares the cores among all who ask: first pictures first, askers in turn, equal requests once.

Whoever stops waiting (a superseded request, a closed page) takes the tasks that only she wanted out of the queue.
"""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

from cohesion_sim.app import limits, tasks
from cohesion_sim.app.ending import begin
from cohesion_sim.app.refusing import refused
from cohesion_sim.errors import UserError


@dataclass
class Task:
    """A piece of work that somebody waits for.

    ``waiting`` holds a future for each asker with the urgency of her request; the smallest counts.
    """

    key: str
    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    order: int
    waiting: dict[asyncio.Future[Any], tuple[int, str]] = field(default_factory=dict)
    started: bool = False


class Crew:
    """Worker processes, the tasks that wait for them, and the results that were asked for last.

    Parameters
    ----------
    processes
        As many as there are cores, unless given.
    prepare
        What a fresh process does first.
    """

    def __init__(self, processes: int | None = None, prepare: Callable[[], None] = tasks.prepare) -> None:
        self._prepare = prepare
        self.processes = processes or max(1, os.cpu_count() or 1)
        self.ready = False
        self._pool: ProcessPoolExecutor | None = None
        self._opening: asyncio.Task[None] | None = None
        self._tasks: dict[str, Task] = {}
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._served: defaultdict[str, int] = defaultdict(int)
        self._running: set[asyncio.Task[None]] = set()
        self._number = 0

    def open(self, rehearsal: Callable[[], bool] | None = None) -> None:
        """Start a process that loads the model; what is asked meanwhile waits, a rehearsal comes after it."""
        self._pool = self._fresh()
        self._opening = asyncio.create_task(self._load(rehearsal))

    async def _load(self, rehearsal: Callable[[], bool] | None) -> None:
        """Let the first process compile or load the rules, so that the others, which start next, only load them."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._pool, tasks.ready)
        self.ready = True
        self._start()
        heard: set[int] = set()
        while len(heard) < self.processes:
            asked = [loop.run_in_executor(self._pool, tasks.ready) for _ in range(self.processes)]
            heard.update(await asyncio.gather(*asked))
        if rehearsal is not None:
            await self.do("rehearsal", rehearsal, (), "nobody", 9)

    async def opened(self) -> None:
        """Wait until all processes are there and have loaded the model."""
        if self._opening is not None:
            await self._opening

    def close(self) -> None:
        """End all processes."""
        for running in self._running:
            running.cancel()
        if self._opening is not None:
            self._opening.cancel()
        if self._pool is not None:
            end(self._pool)

    def _fresh(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.processes, mp_context=get_context("spawn"), initializer=begin, initargs=(self._prepare,)
        )

    async def do(self, key: str, work: Callable[..., Any], arguments: tuple[Any, ...], asker: str, urgency: int) -> Any:
        """Return the result of some work, from memory if it is known.

        Parameters
        ----------
        key
            Equal for equal results.
        work, arguments
            A function of a module, and what it is called with.
        asker
            Who wants it: askers take turns.
        urgency
            0 for a first picture, more for what can wait.

        Raises
        ------
        UserError
            If the work failed.
        """
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._welcome(asker)
        task = self._tasks.get(key)
        if task is None:
            self._number += 1
            task = self._tasks[key] = Task(key, work, arguments, self._number)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        task.waiting[future] = (urgency, asker)
        self._start()
        try:
            return await future
        finally:
            task.waiting.pop(future, None)
            if not task.waiting and not task.started:
                self._tasks.pop(key, None)

    def _welcome(self, asker: str) -> None:
        """Give a new asker the same standing as who was served least, and forget those who wait for nothing."""
        if len(self._served) > limits.MOST_ASKERS:
            waiting = {each for task in self._tasks.values() for _, each in task.waiting.values()}
            self._served = defaultdict(int, {each: n for each, n in self._served.items() if each in waiting})
        if asker not in self._served:
            self._served[asker] = min(self._served.values(), default=0)

    def _start(self) -> None:
        """Give work to processes that have none."""
        while self.ready and len(self._running) < self.processes:
            idle = [task for task in self._tasks.values() if not task.started and task.waiting]
            if not idle:
                return
            task = min(idle, key=self._rank)
            _, asker = min(task.waiting.values())
            self._served[asker] += 1
            task.started = True
            running = asyncio.create_task(self._run(task))
            self._running.add(running)
            running.add_done_callback(self._ended)

    def _ended(self, running: asyncio.Task[None]) -> None:
        self._running.discard(running)
        if not running.cancelled():
            self._start()

    def _rank(self, task: Task) -> tuple[int, int, int]:
        urgency = min(urgency for urgency, _ in task.waiting.values())
        return urgency, min(self._served[asker] for _, asker in task.waiting.values()), task.order

    async def _run(self, task: Task) -> None:
        """Have a task done and tell all who wait for it."""
        try:
            result = await self._attempt(task)
        except UserError as error:
            reason = error
            self._tell(task, lambda future: future.set_exception(reason))
        else:
            self._keep(task.key, result)
            self._tell(task, lambda future: future.set_result(result))
        finally:
            self._tasks.pop(task.key, None)

    async def _attempt(self, task: Task) -> Any:
        pool = self._pool
        if pool is None:
            raise refused("closed")
        try:
            handed = asyncio.get_running_loop().run_in_executor(pool, task.work, *task.arguments)
            return await asyncio.wait_for(handed, limits.MOST_SECONDS)
        except UserError:
            raise
        except (BrokenProcessPool, TimeoutError) as error:
            self._renew(pool)
            raise refused("too_long") from error
        except Exception as error:
            raise refused("failed") from error

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        """Start processes afresh when one has died or had to be ended."""
        if self._pool is broken:
            end(broken)
            self._pool = self._fresh()

    def _keep(self, key: str, result: Any) -> None:
        self._kept[key] = result
        while len(self._kept) > limits.MOST_RUNS_KEPT:
            self._kept.popitem(last=False)

    @staticmethod
    def _tell(task: Task, say: Callable[[asyncio.Future[Any]], None]) -> None:
        for future in list(task.waiting):
            if not future.done():
                say(future)


def end(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool, whatever they are doing."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
