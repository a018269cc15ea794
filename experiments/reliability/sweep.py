"""An experiment survives what happens to them: kills, lost workers, full disks, flipped bits, runs that go wrong.

Questions, and what must come out
    kills       the program is killed (SIGKILL) at random moments and started again: no run lost, none twice, no process
                left behind, and a store equal in content to one that was never interrupted
    stops       Ctrl-C and SIGTERM: it ends within 5 s with 130 or 143, leaves no process behind, and goes on later
    two starts  at the same time on one folder: one works, the other says so
    executors   one process, two, and Dask give the same content
    dask        two workers on loopback are killed in turn, then the scheduler; the content is the same
    bad runs    some raise, exit, take too much memory or never end: each is recorded once, all others are done
    full disk   a clear error; what was finished is intact; with room again it goes on
    bits        any flipped bit of any file is noticed

Control that must fail
    Without the ledger of digests nothing would be noticed of most flips: Parquet reads its files without an error.

Run ``python experiments/reliability/sweep.py`` for the full counts (about ten minutes on two cores), or name questions:
``python experiments/reliability/sweep.py kills=50 bits=1000``; ``small`` asks all with small counts. It exits with 1 if
anything comes out otherwise.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from cohesion_sim.experiment import digests, pool, spool
from cohesion_sim.experiment.attempt import Task, attempted
from cohesion_sim.experiment.description import read_experiment
from cohesion_sim.experiment.execution import run_experiment
from cohesion_sim.experiment.executors import Executor, warmed
from cohesion_sim.experiment.pool import Limits
from cohesion_sim.experiment.record import Record
from cohesion_sim.experiment.store import Store
from cohesion_sim.experiment.verifying import verified

SMALL = """\
scenario: targeted
set: {context.population: 240, context.places: 4, context.migrant_share: 0.3, context.dissimilarity: 0.3, months: 2}
design:
  factorial: {regime: [laissez_faire, targeted], funding: [low, high]}
replicates: %d
"""
PROGRAM = [sys.executable, "-m", "cohesion_sim"]
PATIENCE = 5.0
"""Seconds within which everything must have ended."""


def written(folder: Path, runs: int) -> Path:
    """Write the experiment file of so many small runs (a multiple of four)."""
    file = folder / "small.yaml"
    file.write_text(SMALL % (runs // 4))
    return file


def undisturbed(file: Path, folder: Path) -> str:
    """Return the digest of a store that nothing happens to."""
    experiment = read_experiment(file)
    run_experiment(experiment, folder, Executor("local", 2, None, Limits()))
    return Store.open(folder).digest()


@cache
def expected(runs: int) -> str:
    """Return the digest of a store of so many runs that nothing happened to."""
    with tempfile.TemporaryDirectory() as room:
        return undisturbed(written(Path(room), runs), Path(room) / "undisturbed")


def start(file: Path, folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start the program on an experiment, in a process group of its own."""
    return subprocess.Popen(
        [*PROGRAM, "experiment", str(file), f"output={folder}", "processes=2", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def finished(folder: Path) -> int:
    """Return how many runs a store holds, at a glance."""
    complete = sum(line.rows for name, line in digests.read(folder).items() if name.startswith("runs/"))
    return complete + len(spool.waiting(folder))


def family(process: subprocess.Popen[Any]) -> list[psutil.Process]:
    """Return the processes that a process has started."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def outlived(processes: list[psutil.Process]) -> int:
    """Return how many processes are still there after the patience is over."""
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    return len([process for process in alive if process.status() != psutil.STATUS_ZOMBIE])


def once_working(process: subprocess.Popen[str], folder: Path, before: int) -> None:
    """Wait until a program has stored something new, or has ended."""
    while process.poll() is None and finished(folder) <= before:
        time.sleep(0.03)


def kills(count: int, runs: int) -> str:
    """Kill and start again, and return what was found."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as room:
        place = Path(room)
        file = written(place, runs)
        folder, orphans, killed = place / "killed", 0, 0
        while killed < count:
            process = start(file, folder)
            if killed % 2:
                once_working(process, folder, finished(folder))
                time.sleep(chance.uniform(0.0, 0.15))
            else:
                time.sleep(chance.uniform(0.0, 3.0))
            started = family(process)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            orphans += outlived(started)
            killed += 1
            if killed < count and finished(folder) == runs:
                shutil.rmtree(folder)
        out, _ = start(file, folder).communicate()
        table = Store.open(folder).runs()
        doubled = int(table.duplicated(["point", "replicate"]).sum())
        same = Store.open(folder).digest() == expected(runs) and verified(folder).sound
    right(len(table) == runs and not doubled and same and not orphans, out)
    return (
        f"{killed} kills, {runs} runs: {runs - len(table)} lost, {doubled} twice, {orphans} left behind, content equal"
    )


def stops(count: int, runs: int) -> str:
    """Stop in both ways that the system knows, and return what was found."""
    slowest = 0.0
    with tempfile.TemporaryDirectory() as room:
        place = Path(room)
        file = written(place, runs)
        for number in range(count):
            folder = place / f"stopped{number}"
            for code, sign in ((130, signal.SIGINT), (143, signal.SIGTERM)):
                process = start(file, folder)
                once_working(process, folder, finished(folder))
                started, clock = family(process), time.monotonic()
                os.killpg(process.pid, sign) if sign == signal.SIGINT else process.send_signal(sign)
                _, err = process.communicate(timeout=60)
                slowest = max(slowest, time.monotonic() - clock)
                left = outlived(started)
                said = f"{sign.name}: ended with {process.returncode}, {left} left behind, {err}"
                right(process.returncode == code and not left and "Traceback" not in err, said)
            start(file, folder).communicate()
            right(Store.open(folder).digest() == expected(runs), "content differs")
    right(slowest < PATIENCE, f"{slowest:.1f} s")
    return f"{2 * count} stops, the slowest after {slowest:.1f} s, nothing left behind, content equal"


def two_starts(runs: int) -> str:
    """Start twice at once, and return what was found."""
    with tempfile.TemporaryDirectory() as room:
        place = Path(room)
        file = written(place, runs)
        both = [start(file, place / "both") for _ in range(2)]
        ends = [process.communicate() for process in both]
        codes = sorted(process.returncode for process in both)
        right(codes == [0, 2] and any("is being written by" in err for _, err in ends), str(ends))
        right(Store.open(place / "both").digest() == expected(runs), "content differs")
    return "one of two starts worked, the other said so, content equal"


def executors(runs: int) -> str:
    """Run by one process, by two and by Dask, and return what was found."""
    with tempfile.TemporaryDirectory() as room:
        place = Path(room)
        experiment = read_experiment(written(place, runs))
        digests = set()
        for name, processes in (("local", 1), ("local", 2), ("dask", 2)):
            folder = place / f"{name}{processes}"
            run_experiment(experiment, folder, Executor(name, processes, None, Limits(gigabytes=2.0)))
            digests.add(Store.open(folder).digest())
    right(len(digests) == 1, str(digests))
    return f"{runs} runs by 1 process, 2 processes and Dask: content equal"


@contextmanager
def cluster(port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run a Dask scheduler and two workers with nannies on loopback."""
    address = f"tcp://127.0.0.1:{port}"
    scheduler = [PROGRAM[0], "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    worker = [PROGRAM[0], "-m", "distributed.cli.dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1"]
    commands = [[*command, "--no-dashboard"] for command in (scheduler, worker, worker)]
    processes = [
        subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        yield processes
    finally:
        end(processes)


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """End processes and all that they started."""
    for process in processes:
        for child in family(process):
            child.kill()
        process.kill()
        process.wait()


def dask(count: int, runs: int) -> str:
    """Kill workers in turn, then the scheduler with all workers, and return what was found."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as room:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        place = Path(room)
        file = written(place, runs)
        folder, killed = place / "dask", 0
        with cluster(port) as processes:
            process = start(file, folder, "executor=dask", f"scheduler=tcp://127.0.0.1:{port}")
            once_working(process, folder, 0)
            while process.poll() is None and killed < count:
                workers = [child for child in family(processes[1 + killed % 2]) if "spawn_main" in str(child.cmdline())]
                if workers:
                    workers[0].kill()
                    killed += 1
                once_working(process, folder, finished(folder) + 10)
        restarted = process.poll() is None
        with cluster(port):
            _, err = process.communicate(timeout=600)
        right(process.returncode == 0, f"{set(Store.open(folder).runs()['error'])} {err}")
        right(Store.open(folder).digest() == expected(runs) and verified(folder).sound, "content differs")
    when = "under way" if restarted else "too late"
    return f"{killed} workers killed in turn, scheduler restarted {when}, content equal"


BAD: tuple[tuple[str, str], ...] = (
    ("raise", "RuntimeError"),
    ("exit", "its process ended"),
    ("memory", "gigabytes of memory"),
    ("endless", "did not end within"),
)
"""What a bad run does, and what is recorded of it."""
EACH, HIGH = 12, 4_000.0
"""Of the richest configuration, a quarter of all runs, one seed in twelve is bad."""


def misbehaving(task: Task) -> Record:
    """Do a run; one in fifty goes wrong, in one of four ways."""
    rich = task.scenario.regime.name == "targeted" and task.scenario.funding.eur_per_migrant_year > HIGH
    which = BAD[task.seed // EACH % len(BAD)][0] if rich and task.seed % EACH == 0 else ""
    if which == "raise":
        raise RuntimeError("a run that raises")
    if which == "exit":
        os._exit(3)
    if which == "memory":
        return Record("", "", "x" * (1 << 40), None, attempted(task).timing)
    while which == "endless":
        time.sleep(0.1)
    return attempted(task)


def bad_runs(runs: int) -> str:
    """Let some runs go wrong, and return what was found."""
    with tempfile.TemporaryDirectory() as room:
        place = Path(room)
        experiment = read_experiment(written(place, runs))
        limits = Limits(seconds=3.0, gigabytes=1.0)
        run_experiment(experiment, place / "bad", lambda tasks, work: pool.done(warmed(tasks), misbehaving, 2, limits))
        table = Store.open(place / "bad").runs()
        sound = verified(place / "bad").sound
    failed = table[table["status"] == "failed"]
    planted = runs // 4 // EACH
    by_cause = {kind: int(failed["error"].str.contains(words, regex=False).sum()) for kind, words in BAD}
    right(len(table) == runs and len(failed) == planted == sum(by_cause.values()) and sound, str(by_cause))
    return f"{runs} runs, {len(failed)} bad ones recorded once each {by_cause}, {runs - len(failed)} done"


def full_disk(runs: int) -> str:
    """Fill a small disk, make room, go on, and return what was found; needs the right to mount."""
    with tempfile.TemporaryDirectory() as room, tempfile.TemporaryDirectory() as disk:
        file = written(Path(room), runs)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True)
        if mounted.returncode:
            return "left out: no right to mount a small disk"
        try:
            folder = Path(disk) / "store"
            process = start(file, folder)
            _, err = process.communicate(timeout=300)
            right(process.returncode == 2 and "No space left" in err and "Traceback" not in err, err)
            kept = finished(folder)
            right(verified(folder).sound and kept > 0, "not intact")
            subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
            start(file, folder).communicate()
            right(Store.open(folder).digest() == expected(runs), "content differs")
        finally:
            subprocess.run(["umount", "--lazy", disk], check=True)  # Arrow's threads may still be closing a file
    return f"full after {kept} of {runs} runs: '{err.strip().splitlines()[-1]}'; intact, and went on to equal content"


def bits(count: int, runs: int) -> str:
    """Flip single bits of a store, and return what was found."""
    chance = random.Random(2)
    with tempfile.TemporaryDirectory() as room:
        file = written(Path(room), runs)
        folder = Path(room) / "store"
        before = undisturbed(file, folder)
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]
        sizes = [path.stat().st_size for path in files]
        unnoticed = 0
        for _ in range(count):
            path = chance.choices(files, sizes if chance.random() < 0.5 else None)[0]
            content = path.read_bytes()
            path.write_bytes(flipped(content, chance.randrange(8 * len(content))))
            unnoticed += verified(folder).sound
            path.write_bytes(content)
        right(verified(folder).sound, "the store was not mended")
        victim = folder / "series" / "000000.parquet"
        victim.write_bytes(victim.read_bytes()[:-1000])
        right(not verified(folder).sound, "a truncated file was not noticed")
        undisturbed(file, folder)
        right(verified(folder).sound and Store.open(folder).digest() == before, "not recomputed")
    right(not unnoticed, f"{unnoticed} unnoticed")
    return f"{count} flipped bits in {len(files)} files: {unnoticed} unnoticed; a truncated file was computed anew"


def flipped(content: bytes, bit: int) -> bytes:
    """Return bytes of which one bit is the other."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def right(holds: bool, otherwise: str) -> None:
    """Raise an error that says what was found instead, unless something holds."""
    if not holds:
        raise AssertionError(otherwise)


QUESTIONS: dict[str, tuple[int, int, Callable[[int], str]]] = {
    "kills": (50, 4, lambda count: kills(count, 400)),
    "stops": (5, 1, lambda count: stops(count, 400)),
    "two_starts": (1, 1, lambda count: two_starts(400)),
    "executors": (1_000, 60, executors),
    "dask": (10, 2, lambda count: dask(count, 800)),
    "bad_runs": (1_000, 200, bad_runs),
    "full_disk": (1_000, 40, full_disk),
    "bits": (1_000, 30, lambda count: bits(count, 300)),
}
"""Questions with their full counts and with small ones."""


def counts(words: list[str]) -> dict[str, int]:
    """Return how often to ask which question: those that are named, or all."""
    small = "small" in words
    usual = {name: less if small else full for name, (full, less, _) in QUESTIONS.items()}
    asked = [word for word in words if word != "small"] or list(QUESTIONS)
    return {name: int(count) if count else usual[name] for name, _, count in (word.partition("=") for word in asked)}


def main(words: list[str]) -> int:
    """Ask questions and return the exit code."""
    wrong = 0
    for name, count in counts(words).items():
        clock = time.monotonic()
        try:
            said = QUESTIONS[name][2](count)
        except AssertionError as error:
            said, wrong = f"WRONG: {error}", wrong + 1
        print(f"{name:<10} {time.monotonic() - clock:6.1f} s  {said}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
