"""Dask runs the same tasks on any number of machines; the records, and the say in what is finished, stay here.

A task that has taken three workers down is suspect (``allowed-failures`` 2). Dask suspects all that were on a worker,
those that only waited there, too; so a suspect is handed out once more, and given up if it comes to the same end. A
scheduler that restarts forgets what it was doing: its tasks are handed to it again, and what was stored already is not
run twice.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any, Generic, NamedTuple, TypeVar

from cohesion_sim.errors import UserError
from cohesion_sim.experiment.pool import Failure, Limits
from cohesion_sim.runs import provenance

T = TypeVar("T")
R = TypeVar("R")
PATIENCE = 300.0
"""Seconds to wait for a scheduler that does not answer."""
AHEAD = 2
"""Tasks that each worker is given at once, so that it need not wait for the next."""
ALLOWED_FAILURES = 2
LOST = "workers died of it again and again (want of memory, or more than its time)"


class _Charge(NamedTuple, Generic[T]):
    """A task that was handed out, and whether workers died with it before."""

    task: T
    suspect: bool


class Answer(NamedTuple):
    """What a worker sends back: its model, and the result unless its model is another one."""

    model: str
    result: Any


def done(
    tasks: Iterable[T], work: Callable[[T], R], scheduler: str | None, processes: int, limits: Limits
) -> Iterator[tuple[T, R | Failure]]:
    """Yield each task with its result as they finish, in any order.

    Parameters
    ----------
    tasks, work
        As in :func:`cohesion_sim.experiment.pool.done`.
    scheduler
        Address of a Dask scheduler; None starts one with so many ``processes`` on this machine.
    limits
        Seconds end the worker, which Dask replaces; memory is for the nannies to limit, and is told to our own.

    Raises
    ------
    UserError
        If Dask is not installed, the scheduler does not answer, or its workers are of another kind or version.
    """
    client = _connected(scheduler, processes, limits)
    left, running = iter(tasks), dict[Any, _Charge[T]]()
    again: list[_Charge[T]] = []
    try:
        while True:
            try:
                _fill(client, running, again, left, work, limits)
                if not running:
                    return
                ready = _finished(running)
                connected = client.status == "running"
            except OSError:
                ready, connected = [], False
            for future in ready:
                charge = running.pop(future)
                result = _result(future)
                future.release()
                if result is None or (result == Failure(LOST) and not charge.suspect):
                    again.append(charge._replace(suspect=result is not None))
                else:
                    yield charge.task, result
            if not connected:
                again += running.values()
                running.clear()
                _closed(client)
                client = _connected(scheduler, processes, limits)
    finally:
        _closed(client)


def _fill(
    client: Any, running: dict[Any, _Charge[T]], again: list[_Charge[T]], left: Iterator[T],
    work: Callable[[T], R], limits: Limits,
) -> None:  # fmt: skip
    """Hand out tasks until each worker has enough, those first that were handed out before."""
    room = AHEAD * max(1, len(client.nthreads())) - len(running)
    while room > 0:
        if not again and (following := next(left, None)) is not None:
            again.append(_Charge(following, False))
        if not again:
            return
        running[client.submit(_answered, work, again[-1].task, limits.seconds, pure=False)] = again[-1]
        again.pop()
        room -= 1


def _closed(client: Any) -> None:
    """Leave a scheduler, which forgets what it was doing for us, and end it if it is our own."""
    with suppress(OSError, TimeoutError):
        client.close(timeout=2)
    if client.cluster is not None:
        with suppress(OSError, TimeoutError):
            client.cluster.close(timeout=2)


def _finished(running: dict[Any, Any]) -> list[Any]:
    """Return the futures that are not pending, after waiting a moment for one."""
    from distributed import wait

    try:
        wait(list(running), timeout=1, return_when="FIRST_COMPLETED")
    except (TimeoutError, CancelledError, OSError):
        time.sleep(0.05)
    return [future for future in running if future.status != "pending"]


def _result(future: Any) -> Any:
    """Return a task's result, or why there is none; None if it was lost on the way, by no fault of the task."""
    from distributed import KilledWorker

    if future.status in ("cancelled", "lost"):
        return None
    try:
        answer = future.result(timeout=30)
    except KilledWorker:
        return Failure(LOST)
    except (OSError, TimeoutError, CancelledError):
        return None
    except BaseException as error:  # whatever a worker raises is reported with its task
        if isinstance(error, KeyboardInterrupt):
            raise
        return Failure(f"{type(error).__name__}: {error}")
    if answer.model != provenance.model_version():
        raise UserError(
            f"a Dask worker has model version {answer.model}, and this process has {provenance.model_version()}; "
            "install the same version everywhere"
        )
    return answer.result


def _connected(scheduler: str | None, processes: int, limits: Limits) -> Any:
    """Return a client of a scheduler, waited for."""
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UserError("executor=dask needs Dask; install it with: pip install 'cohesion-sim[dask]'") from error
    dask.config.set({"distributed.scheduler.allowed-failures": ALLOWED_FAILURES})
    if scheduler is None:
        memory = None if limits.gigabytes is None else f"{limits.gigabytes}GB"
        cluster = LocalCluster(
            n_workers=processes, threads_per_worker=1, processes=True, memory_limit=memory or "auto",
            dashboard_address="127.0.0.1:0", silence_logs=50,
        )  # fmt: skip
        return Client(cluster)
    last: Exception | None = None
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            client = Client(scheduler, timeout=5)
            client.run_on_scheduler(_allow_failures)
            _refuse_threads(client)
            return client
        except (OSError, TimeoutError) as error:
            last = error
            time.sleep(0.5)
    raise UserError(
        f"the Dask scheduler at {scheduler} does not answer ({last}); what is finished is kept, start again to go on"
    )


def _allow_failures(dask_scheduler: Any = None) -> None:
    dask_scheduler.allowed_failures = ALLOWED_FAILURES


def _refuse_threads(client: Any) -> None:
    """Refuse workers with several threads: a run has one, and waits for the others' locks."""
    most = max(client.nthreads().values(), default=1)
    if most > 1:
        raise UserError(f"a Dask worker has {most} threads; start workers with --nthreads 1, one a core")


def _answered(work: Callable[[T], R], task: T, seconds: float | None) -> Answer:
    """Do a task on a worker; one that takes too long ends the worker, and its nanny starts another."""
    watch = threading.Timer(seconds, os._exit, (1,)) if seconds else None
    if watch is not None:
        watch.daemon = True
        watch.start()
    try:
        result: Any = work(task)
    except SystemExit as error:
        result = Failure(f"SystemExit: {error}")
    except MemoryError:
        result = Failure("it needed more memory than its worker has")
    finally:
        if watch is not None:
            watch.cancel()
    return Answer(provenance.model_version(), result)
