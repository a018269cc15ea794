"""An experiment is one YAML file: a question, a scenario, what is varied, how often, and within what limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cohesion_sim.chance import MASK
from cohesion_sim.config.library import is_path
from cohesion_sim.config.making import NAME, texts
from cohesion_sim.config.overrides import CHOICES
from cohesion_sim.config.points import Compositions
from cohesion_sim.config.reading import read_yaml
from cohesion_sim.config.records import number, whole
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.experiment.design import Design, design
from cohesion_sim.resources import shipped_files

MOST_REPLICATES = 100_000
LIMITS = {"seconds": 3600.0, "gigabytes": 4.0}
"""What one run may take unless the file says otherwise."""
KEYS = (
    "name",
    "title",
    "question",
    "scenario",
    "set",
    "baseline",
    "design",
    "replicates",
    "seed",
    "series_every",
    "limits",
)


@dataclass(frozen=True)
class Experiment:
    """What an experiment file says.

    Attributes
    ----------
    name, title, question
        Name of the results' folder, and texts by language.
    compositions
        Makes the scenarios.
    baseline
        The configuration that others are compared with, by column of the design; empty if none is named.
    replicates, seed
        Runs of each configuration; replicate r has seed ``seed + r`` in all of them.
    series_every
        Months between two rows of the series that are kept; 0 keeps none.
    seconds, gigabytes
        Most time and memory that a run may take.
    written
        The file as it was read.
    asked
        Where the file is, and what was asked beside it: ``file``, ``settings`` and ``own``.
    """

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    compositions: Compositions
    design: Design
    baseline: Mapping[str, Any] = field(default_factory=dict)
    replicates: int = 1
    seed: int = 1
    series_every: int = 1
    seconds: float = LIMITS["seconds"]
    gigabytes: float = LIMITS["gigabytes"]
    written: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)


def experiments() -> dict[str, Path]:
    """Return the shipped experiments by name."""
    return shipped_files("experiments")


def located(reference: str) -> Path:
    """Return the file of an experiment, by name or path.

    Raises
    ------
    UserError
        If there is none.
    """
    if is_path(reference):
        path = Path(reference).expanduser()
        if not path.is_file():
            raise UserError(f"{reference}: there is no such experiment file")
        return path
    if reference not in experiments():
        raise unknown("experiment", reference, experiments())
    return experiments()[reference]


def read_experiment(path: Path, settings: Sequence[str] = (), own: Mapping[str, Any] | None = None) -> Experiment:
    """Return the experiment that a file describes.

    Parameters
    ----------
    path
        The file.
    settings
        Changes of the scenario as on the command line.
    own
        Values in place of the file's own, such as ``replicates``.

    Raises
    ------
    UserError
        For the first thing that is wrong, naming the file.
    """
    given = {**anchored(read_yaml(path), path.resolve().parent), **(own or {})}
    for key in given:
        if key not in KEYS:
            raise UserError(f"{path}: {unknown('key of an experiment', str(key), KEYS)}")
    try:
        found = understood(given, path, settings)
    except UserError as error:
        raise UserError(f"{path}: {error}") from error
    asked = {"file": str(path.resolve()), "settings": list(settings), "own": dict(own or {})}
    return replace(found, asked=asked)


def understood(given: Mapping[str, Any], path: Path, settings: Sequence[str]) -> Experiment:
    """Return the experiment that plain values describe."""
    fixed = given.get("set", {})
    if not isinstance(fixed, Mapping):
        raise UserError(f"set is {fixed!r}; it must hold keys with values, such as months: 60")
    compositions = Compositions(given.get("scenario"), settings, fixed)
    compositions.scenario({})
    made = design(given.get("design", {}), compositions)
    limits = {**LIMITS, **dict(given.get("limits", {}))}
    if unlike := set(limits) - set(LIMITS):
        raise unknown("limit", unlike.pop(), LIMITS)
    name = given.get("name", path.stem)
    if not isinstance(name, str) or not NAME.match(name):
        raise UserError(f"name is {name!r}; it must be made of letters, digits, _ and -, at most 100 of them")
    replicates = whole("replicates", given.get("replicates", 1), 1, MOST_REPLICATES)
    return Experiment(
        name=name,
        title=texts("title", given.get("title", {})),
        question=texts("question", given.get("question", {})),
        compositions=compositions,
        design=made,
        baseline=baseline(given.get("baseline", {}), made),
        replicates=replicates,
        seed=whole("seed", given.get("seed", 1), 0, MASK - replicates + 1),
        series_every=whole("series_every", given.get("series_every", 1), 0, 1200),
        seconds=number("limits.seconds", limits["seconds"], 0.1, 1e7),
        gigabytes=number("limits.gigabytes", limits["gigabytes"], 0.1, 1e4),
        written=path.read_text(encoding="utf-8-sig"),
    )


def baseline(given: Any, made: Design) -> dict[str, Any]:
    """Return the configuration to compare with, checked against the design's columns."""
    if not isinstance(given, Mapping):
        raise UserError(f"baseline is {given!r}; it must name factors with values, such as regime: laissez_faire")
    for key, value in given.items():
        if key not in made.columns:
            raise UserError(f"baseline: {unknown('factor of the design', str(key), made.columns)}")
        labels = [word for factor in made.crossed if factor.key == key for word in factor.labels]
        labels += [words[key] for _, words in made.listed if key in words]
        if labels and value not in labels:
            raise UserError(f"baseline.{key}: {unknown('value in the design', str(value), map(str, labels))}")
    return dict(given)


def anchored(given: Any, folder: Path, choice: bool = False) -> Any:
    """Return plain values in which files that are chosen mean the same from any folder."""
    if isinstance(given, Mapping):
        return {key: anchored(value, folder, choice or key in CHOICES) for key, value in given.items()}
    if isinstance(given, list):
        return [anchored(value, folder, choice) for value in given]
    return str(folder / given) if choice and isinstance(given, str) and is_path(given) else given
