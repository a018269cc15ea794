"""Every figure says where its numbers come from: context, persons, replicates, seeds, version."""

from __future__ import annotations

from typing import Any

from cohesion_sim.plots.numbers import number
from cohesion_sim.runs.provenance import version
from cohesion_sim.strings import label, text


def source(run: Any, language: str) -> str:
    """Return the source line of a result or comparison.

    Parameters
    ----------
    run
        Its ``.scenarios`` (by name) or ``.scenario`` give the context; ``.replicates`` and ``.seed`` where it has them.
    language
        ``"en"`` or ``"fr"``.
    """
    scenarios = getattr(run, "scenarios", None)
    scenario = next(iter(scenarios.values())) if scenarios else getattr(run, "scenario", None)
    said = [text("note.model", language, version=version("cohesion-sim"))]
    if scenario is not None:
        persons = number(scenario.context.population, 0, language)
        said.append(label("context", scenario.context.name, language))
        said.append(text("note.persons", language, persons=persons))
    if getattr(run, "replicates", None):
        said.append(text("note.replicates", language, replicates=run.replicates))
    if getattr(run, "seed", None) is not None:
        said.append(text("note.seed", language, seed=run.seed))
    return text("note.source", language, said=", ".join(said))


def model(language: str) -> str:
    """Return the source line of what no run is behind."""
    return text("note.source", language, said=text("note.model", language, version=version("cohesion-sim")))
