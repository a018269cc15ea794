"""The verdicts of a small validation are written down, failing ones included; ``python -m tests.verdicts`` renews them.

A change of the model that flips a verdict, for better or worse, changes this file in the same commit.
"""

from __future__ import annotations

import json
from pathlib import Path

from cohesion_sim.validation.pattern import PATTERNS
from cohesion_sim.validation.scoring import listed, scored

FILE = Path(__file__).with_name("verdicts.json")
SEEDS, POPULATION = 2, 3000


def small() -> dict[str, str]:
    """Return the verdict of each pattern that is quick enough, at two seeds and 3 000 persons."""
    names = [name for name in listed(None) if PATTERNS[name].small]
    scores = scored(names, seeds=SEEDS, population=POPULATION, off=False, processes=1)
    return {score.finding.name: score.verdict for score in scores}


if __name__ == "__main__":
    FILE.write_text(json.dumps(small(), indent=1) + "\n", encoding="utf-8")
