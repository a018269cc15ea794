"""The baseline holds what came out of twenty-six configurations, to the last bit: it changes only on purpose.

``python -m tests.baseline --write`` writes ``tests/baseline.json``. Do so in the commit that changes results, and say
why in the commit and in the changelog; ``python -m tests.baseline`` says which configurations differ and in what.

The means are there to be read in a diff; the digests stand for every bit of a part of the world.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from tests.configurations import KINDS, configuration
from tests.digests import columns, digest

FILE = Path(__file__).with_name("baseline.json")
NUMBERS = range(3000, 3000 + 2 * len(KINDS))
MONTHS = 4
MEANS = (
    "trust", "trust_institutions", "belonging", "solidarity", "warmth", "language", "discrimination", "heritage",
    "host_orientation", "threat_economic", "threat_cultural", "wellbeing", "employed",
)  # fmt: skip


def outcome(number: int) -> dict[str, Any]:
    """Return what comes out of a configuration: persons, means of those present, a digest for each part of it."""
    c = configuration(number)
    simulation = c.simulation()
    for _ in range(MONTHS):
        simulation.step()
    people = simulation.world.people
    means = {name: getattr(people, name)[people.active].mean(dtype=np.float64) for name in MEANS}
    parts: dict[str, Any] = {}
    for name, column in sorted(columns(simulation).items()):
        parts.setdefault(name.partition(".")[0], hashlib.blake2b(digest_size=8)).update(digest(column).encode())
    return {
        "kind": c.kind,
        "persons": simulation.world.population,
        "ties": int(simulation.world.ties.degree.sum()) // 2,
        "means": {name: round(float(mean), 6) for name, mean in means.items()},
        "digests": {part: found.hexdigest() for part, found in parts.items()},
    }


def outcomes() -> dict[str, dict[str, Any]]:
    """Return all outcomes, by number of the configuration."""
    return {str(number): outcome(number) for number in NUMBERS}


def stored() -> dict[str, dict[str, Any]]:
    """Return the outcomes in the file."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def difference(was: dict[str, Any], now: dict[str, Any]) -> str:
    """Return in what an outcome differs from what it was, empty if in nothing."""
    parts = [part for part in now["digests"] if was["digests"].get(part) != now["digests"][part]]
    means = [
        f"{name} {was['means'].get(name)} → {mean}"
        for name, mean in now["means"].items()
        if was["means"].get(name) != mean
    ]
    return "; ".join([", ".join(parts), *means]) if parts else ""


def main() -> int:
    """Write the baseline, or compare with it."""
    now = outcomes()
    if "--write" in sys.argv:
        FILE.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return 0
    was = stored()
    changed = {number: difference(was[number], found) for number, found in now.items()}
    for number, said in changed.items():
        if said:
            print(f"configuration {number} ({now[number]['kind']}): {said}")
    return int(any(changed.values()))


if __name__ == "__main__":
    sys.exit(main())
