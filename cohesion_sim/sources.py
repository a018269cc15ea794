"""What decides a number is written in a few rooms of the package; a change elsewhere makes no other model.

Compiled code is kept, and a run has its identity, for as long as these files stay as they are.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
FILES = (
    "arithmetic.py",
    "arrays.py",
    "chance.py",
    "compiled.py",
    "context.py",
    "ledger.py",
    "parameters.py",
    "runs/ends.py",
    "runs/simulation.py",
    "scenario.py",
    "sealing.py",
    "survey/luck.py",
)
ROOMS = ("measures", "mechanisms", "policy", "state", "synthesis")


def model_sources(package: Path = PACKAGE) -> list[Path]:
    """Return the files that decide what a run's numbers are, in a fixed order."""
    return [package / name for name in FILES] + [
        path for room in ROOMS for path in sorted((package / room).rglob("*.py"))
    ]


def model_digest(package: Path = PACKAGE) -> str:
    """Return the SHA-256 of names and contents of these files, hexadecimal."""
    found = hashlib.sha256()
    for path in model_sources(package):
        found.update(path.relative_to(package).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()
