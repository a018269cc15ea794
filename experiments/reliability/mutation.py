"""The mutation run: bugs of one token are planted in the rules one at a time, and the tests must notice nearly all.

Question
    What share of planted bugs do the tests kill? (Aim: 95 %.)

Method
    Every operator, number, comparison and index inside a rule, a loop or a policy function is a place for a bug:

    sign        a + b  →  a − b            factor      a·b  →  a
    term        a + b  →  a                constant    c    →  1.01·c, or n + 1 for whole numbers
    boundary    n < 5  →  n <= 5           comparison  a < b  →  a > b
    branch      x if c else y  →  y if c else x
    extreme     min  →  max                index       a[here]  →  a[0]

    ``count`` of these are drawn, evenly over files. Each is planted in a copy of the package; the baseline runs first
    (every bit of its configurations), in plain Python; if it does not notice, the property tests run. A copy without a
    bug must pass, or nothing is reported. Two things are left out: what only the ledger reads, which has tests of its
    own, and the bounds in ``clipped(x, low, high)`` of a share, a guard that the rules never reach.

Run ``python experiments/reliability/mutation.py [--count 80] [--seed 1] [--processes 2] [--only policy/]``. It prints
each survivor and the share killed, and exits with 1 below 95 %.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "cohesion_sim"
RULES = (
    "mechanisms/*.py", "state/*.py", "policy/needs.py", "policy/enrolment.py", "policy/doses.py", "chance.py",
    "arithmetic.py",
)  # fmt: skip
"""Files in which functions compiled by ``rule`` or ``loop`` get bugs."""
WHOLE = (
    "policy/budget.py", "policy/levers.py", "policy/plan.py", "policy/provision.py", "policy/purse.py",
    "policy/quality.py", "policy/revenue.py", "policy/stocks.py", "policy/timeline.py",
)  # fmt: skip
"""Files in which every function gets bugs."""
FIRST = ("tests/test_baseline.py",)
THEN = (
    "tests/test_arithmetic.py", "tests/test_chance.py", "tests/test_policy.py", "tests/test_state.py",
    "tests/test_synthesis.py", "tests/test_edges.py", "tests/test_mechanism_contracts.py", "tests/test_legal_status.py",
    "tests/test_needs.py", "tests/test_enrolment.py", "tests/test_doses.py", "tests/test_budget.py",
    "tests/test_revenue.py", "tests/test_quality.py", "tests/test_provision.py",
)  # fmt: skip
SECONDS = 900
AIM = 0.95


@dataclass(frozen=True)
class Bug:
    """A bug of one token: where, of which kind, what stood there, what stands there now."""

    file: str
    line: int
    kind: str
    was: str
    now: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.kind}:  {self.was}  →  {self.now}"


def changed(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield the kinds of bug that an expression can have, and what it becomes."""
    twin = copy.deepcopy(node)
    match twin:
        case ast.BinOp(op=ast.Add() | ast.Sub() as op):
            twin.op = ast.Sub() if isinstance(op, ast.Add) else ast.Add()
            yield "sign", twin
            yield "term", twin.left
        case ast.BinOp(op=ast.Mult() | ast.Div()):
            yield "factor", twin.left
        case ast.Compare(ops=[op], comparators=[bound]):
            if isinstance(bound, ast.Constant | ast.Name) and whole(bound) and type(op) in EDGES:
                twin.ops = [EDGES[type(op)]()]
                yield "boundary", twin
            elif type(op) in TURNED:
                twin.ops = [TURNED[type(op)]()]
                yield "comparison", twin
        case ast.IfExp():
            twin.body, twin.orelse = twin.orelse, twin.body
            yield "branch", twin
        case ast.Call(func=ast.Name(id="min" | "max" as name)):
            twin.func = ast.Name("max" if name == "min" else "min")
            yield "extreme", twin
        case ast.Subscript(slice=ast.Name(id="here" | "p" | "place")):
            twin.slice = ast.Constant(0)
            yield "index", twin
        case ast.Constant(value=bool()):
            return
        case ast.Constant(value=int() | float() as number):
            twin.value = number + 1 if isinstance(number, int) else (number * 1.01 or 0.01)
            yield "constant", twin


EDGES: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.Gt, ast.Gt: ast.Lt, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip


def whole(bound: ast.Constant | ast.Name) -> bool:
    """Return whether a bound is a whole number, so that its edge is hit."""
    return isinstance(bound.value, int) if isinstance(bound, ast.Constant) else bound.id.isupper()


def compiled(function: ast.FunctionDef) -> bool:
    """Return whether a function is a rule or a loop."""
    return any(isinstance(mark, ast.Name) and mark.id in ("rule", "loop") for mark in function.decorator_list)


def called(node: ast.AST, name: str) -> bool:
    """Return whether a node calls a function of a name."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def for_the_ledger(assigned: ast.Assign, function: ast.FunctionDef) -> bool:
    """Return whether nothing but ledger notes reads what is assigned."""
    names = {part.id for part in ast.walk(assigned.targets[0]) if isinstance(part, ast.Name)}
    noted = {id(part) for call in ast.walk(function) if called(call, "noted") for part in ast.walk(call)}
    reads = [n for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load) and n.id in names]
    return bool(reads) and all(id(read) in noted for read in reads)


def expressions(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield the expressions of a function's body; texts, annotations and ledger notes are left out."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        if called(node, "noted") or (isinstance(node, ast.Assign) and for_the_ledger(node, function)):
            continue
        if isinstance(node, ast.Call) and called(node, "clipped"):
            waiting.append(node.args[0])
            continue
        if isinstance(node, ast.expr):
            yield node
        if isinstance(node, ast.AnnAssign):
            waiting += [child for child in (node.value,) if child is not None]
        elif not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.JoinedStr | ast.Raise):
            waiting += list(ast.iter_child_nodes(node))


def bugs(path: Path, everywhere: bool) -> Iterator[Bug]:
    """Yield every bug that a file can have."""
    text = path.read_bytes()
    lines = [0]
    for line in text.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef) or function.name == "noted":
            continue
        if not (everywhere or compiled(function)):
            continue
        for node in expressions(function):
            start = lines[node.lineno - 1] + node.col_offset
            end = lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            for kind, twin in changed(node):
                now = ast.unparse(twin)
                was = ast.unparse(node)
                yield Bug(str(path.relative_to(ROOT)), node.lineno, kind, was, now, start, end)


def drawn(count: int, seed: int, only: str = "") -> list[Bug]:
    """Return ``count`` bugs, evenly over files whose path holds ``only``, in turn one of each kind they can have."""
    rng = Random(seed)
    piles = []
    for patterns, everywhere in ((RULES, False), (WHOLE, True)):
        for pattern in patterns:
            for path in sorted((ROOT / PACKAGE).glob(pattern)):
                found = list(bugs(path, everywhere)) if only in str(path.relative_to(ROOT)) else []
                if found:
                    rng.shuffle(found)
                    piles.append(found)
    chosen: list[Bug] = []
    kinds: list[str] = sorted({bug.kind for pile in piles for bug in pile})
    while len(chosen) < count and any(piles):
        for number, pile in enumerate(piles):
            wanted = kinds[(len(chosen) + number) % len(kinds)]
            place = next((n for n, bug in enumerate(pile) if bug.kind == wanted), 0)
            if pile:
                chosen.append(pile.pop(place))
    return chosen[:count]


def copied(folder: Path) -> None:
    """Copy what the tests need."""
    for part in (PACKAGE, "tests", "experiments/reliability", "configs", "scenarios"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)


def passes(folder: Path, tests: tuple[str, ...]) -> bool:
    """Return whether tests pass in a copy; an endless loop does not."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "NUMBA_DISABLE_JIT": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False
    return run.returncode == 0


def survives(bug: Bug | None) -> bool:
    """Return whether a bug, or none, goes unnoticed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copied(folder)
        if bug is not None:
            path = folder / bug.file
            text = path.read_bytes()
            path.write_bytes(text[: bug.start] + f"({bug.now})".encode() + text[bug.end :])
        return passes(folder, FIRST) and passes(folder, THEN)


def main() -> int:
    """Plant the bugs and print the share that is killed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="part of the name of the files that get bugs, as in policy/")
    asked = parser.parse_args()
    if not survives(None):
        print("the tests fail without any bug; mend that first")
        return 2
    planted = drawn(asked.count, asked.seed, asked.only)
    alive = 0
    with ThreadPoolExecutor(asked.processes) as pool:
        for bug, survived in zip(planted, pool.map(survives, planted), strict=True):
            alive += survived
            if survived:
                print(f"survived  {bug}", flush=True)
    killed = len(planted) - alive
    print(f"killed {killed} of {len(planted)} planted bugs: {100.0 * killed / len(planted):.1f} %")
    return int(killed < AIM * len(planted))


if __name__ == "__main__":
    sys.exit(main())
