"""The baseline holds what came out of forty configurations, to the last bit: it changes only on purpose.

``python -m tests.baseline --write`` writes ``tests/baseline.json``. Do so in the commit that changes results, and say
why in the commit and in the changelog; ``python -m tests.baseline`` says which configurations differ and in what.

The means are there to be read in a diff; the digests stand for every bit of a part of the world. Beside them stands a
digest of what each rule gives for two hundred drawn sets of numbers.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from cohesion_sim.errors import UserError
from tests.configurations import KINDS, configuration
from tests.digests import columns, digest
from tests.rules import fingerprint, rules

FILE = Path(__file__).with_name("baseline.json")
TOWNS = list(KINDS).index("a town")
NUMBERS = [*range(3010, 3010 + 2 * len(KINDS)), *(3010 + TOWNS + len(KINDS) * n for n in range(2, 14))]
"""Two configurations of each kind, and twelve towns more, where rare events happen."""
MONTHS = 4
MEANS = (
    "trust", "trust_institutions", "belonging", "solidarity", "warmth", "language", "discrimination", "heritage",
    "host_orientation", "threat_economic", "threat_cultural", "wellbeing", "employed",
)  # fmt: skip


def outcome(number: int) -> dict[str, Any]:
    """Return what comes out of a configuration: persons, means of those present, a digest for each part of it."""
    c = configuration(number)
    try:
        simulation = c.simulation()
    except UserError as error:
        return {"kind": c.kind, "means": {}, "digests": {"error": str(error)}}
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
    """Return all outcomes by number of the configuration, and the digest of each rule."""
    return {
        "rules": {name: fingerprint(name) for name in sorted(rules())},
        "configurations": {str(number): outcome(number) for number in NUMBERS},
    }


def stored() -> dict[str, dict[str, Any]]:
    """Return the outcomes and digests in the file."""
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
    said = [f"{name} gives other numbers" for name in now["rules"] if was["rules"].get(name) != now["rules"][name]]
    for number, found in now["configurations"].items():
        differs = difference(was["configurations"][number], found)
        said += [f"configuration {number} ({found['kind']}): {differs}"] if differs else []
    print("\n".join(said) or "nothing differs")
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())
