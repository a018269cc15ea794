"""A design is announced before it is run, or results are held against what was announced."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cohesion_sim.cli.analyse import decimal, listed
from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError

KEYS: dict[str, Any] = {
    "outcomes": None, "matters": "0.01", "hypothesis": "", "author": "", "results": None, "output": None,
}  # fmt: skip
OF_FILE = ("replicates", "seed")


def main(arguments: Sequence[str]) -> int:
    """Announce an experiment, or check results against an announcement, and return the exit code."""
    words = [word for word in arguments if "=" not in word]
    given = [word for word in arguments if "=" in word]
    own = settings("preregister", [word for word in given if word.partition("=")[0] in KEYS], KEYS)
    if len(words) != 1:
        raise UserError("preregister needs one experiment, or one registration with results=FOLDER")
    return held(Path(words[0]), own["results"]) if own["results"] else announced(words[0], given, own)


def announced(name: str, given: list[str], own: dict[str, Any]) -> int:
    """Write the registration as JSON and Markdown."""
    from cohesion_sim.analysis.registration import as_text, registration
    from cohesion_sim.experiment.description import located, read_experiment
    from cohesion_sim.runs import stored

    if not own["outcomes"]:
        raise UserError("preregister needs outcomes=[…]: what will be judged, such as outcomes=[belonging,trust.hosts]")
    of_file = settings(
        "preregister", [word for word in given if word.partition("=")[0] in OF_FILE], dict.fromkeys(OF_FILE, 0)
    )
    changed = {key: value for key, value in of_file.items() if any(word.startswith(f"{key}=") for word in given)}
    scenario = [word for word in given if word.partition("=")[0] not in (*KEYS, *OF_FILE)]
    experiment = read_experiment(located(name), scenario, changed)
    found = registration(
        experiment, listed(own["outcomes"]), decimal("matters", own["matters"]), own["hypothesis"] or "",
        own["author"] or "",
    )  # fmt: skip
    folder = stored.folder_for(own["output"] or ".")
    print(stored.document(folder / f"{experiment.name}_registration.json", found))
    print(stored.text(folder / f"{experiment.name}_registration.md", as_text(found)))
    return 0


def held(path: Path, results: str) -> int:
    """Say how results deviate from a registration; return 1 if they do."""
    from cohesion_sim.analysis.registration import deviations, read
    from cohesion_sim.experiment.store import Store

    found = deviations(read(path), Store.open(results))
    for sentence in found:
        print(f"deviates: {sentence}")
    if not found:
        print("as announced: same runs, same model, run after the registration, none missing")
    return int(bool(found))
