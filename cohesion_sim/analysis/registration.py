"""What is asked, how it is run and how it will be judged is written down before: then nobody can choose it after.

The registration holds the hash of the plan, which names every run by configuration, seed and model version. Whoever has
the results can check that they are those that were announced, and that they were run after.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cohesion_sim.analysis.effects import ALPHA, POWER
from cohesion_sim.analysis.quantity import quantities
from cohesion_sim.errors import UserError
from cohesion_sim.experiment.about import factors
from cohesion_sim.experiment.description import Experiment
from cohesion_sim.experiment.plan import planned
from cohesion_sim.experiment.store import Store
from cohesion_sim.runs import provenance

WAY = {1: "higher is better", -1: "lower is better", 0: "no direction"}


def registration(
    experiment: Experiment, outcomes: Sequence[str], matters: float, hypothesis: str, author: str
) -> dict[str, Any]:
    """Return what is announced of an experiment, as plain values.

    Parameters
    ----------
    outcomes
        What will be judged, such as ``"belonging"`` or ``"trust.hosts"``; nothing else will be a main result.
    matters
        The smallest difference that matters.
    hypothesis
        What is expected, in the author's words; may be empty.
    """
    plan = planned(experiment)
    sampling = experiment.design.sampling
    return {
        "registered": provenance.now(),
        "author": author,
        "experiment": experiment.name,
        "question": dict(experiment.question),
        "hypothesis": hypothesis,
        "outcomes": {each.name: WAY[each.better] for each in quantities(outcomes)},
        "smallest_difference_that_matters": matters,
        "judged_by": {
            "analysis": "cohesion-sim analyse effects",
            "baseline": dict(experiment.baseline),
            "level": ALPHA,
            "power": POWER,
            "multiplicity": "Holm; intervals that hold at once by Bonferroni",
        },
        "factors": factors(experiment.design),
        "sampling": None if sampling is None else {"method": sampling.method, "settings": dict(sampling.settings)},
        "runs": len(plan.runs),
        "replicates": experiment.replicates,
        "seed": experiment.seed,
        "model_version": provenance.model_version(),
        "plan": plan.identity,
        "written": experiment.written,
    }


def as_text(announced: dict[str, Any]) -> str:
    """Return a registration as a page of Markdown to deposit."""
    judged = announced["judged_by"]
    lines = [
        f"# Pre-registration: {announced['experiment']}",
        f"Registered {announced['registered']}" + (f" by {announced['author']}" if announced["author"] else "") + ".",
        *(f"**Question** ({language}): {said}" for language, said in announced["question"].items()),
        f"**Hypothesis**: {announced['hypothesis'] or 'none; the study is exploratory'}",
        "**Outcomes**: " + "; ".join(f"{name} ({way})" for name, way in announced["outcomes"].items()),
        f"**Smallest difference that matters**: {announced['smallest_difference_that_matters']:g}",
        f"**Judged by**: `{judged['analysis']}`, level {judged['level']:g}, {judged['multiplicity']}",
        f"**Baseline**: {json.dumps(judged['baseline'], ensure_ascii=False)}",
        f"**Runs**: {announced['runs']}, {announced['replicates']} replicates from seed {announced['seed']}",
        f"**Model**: {announced['model_version']}; **plan**: `{announced['plan']}`",
        "**Design**",
        f"```yaml\n{announced['written'].rstrip()}\n```",
    ]
    return "\n\n".join(lines) + "\n"


def deviations(announced: dict[str, Any], store: Store) -> list[str]:
    """Return how the results of an experiment deviate from what was announced; empty if they do not."""
    found = []
    if store.about["plan"] != announced["plan"]:
        found.append("the runs are not those that were announced: design, seeds, numbers or model differ")
    if store.about["model_version"] != announced["model_version"]:
        found.append(f"the model is {store.about['model_version']}, announced was {announced['model_version']}")
    began = store.timings()["began"]
    first = min((str(each) for each in began if str(each)), default="")
    if first and first < announced["registered"]:
        found.append(f"the first run began {first}, before the registration of {announced['registered']}")
    missing = len(store.planned) - len(store.runs())
    if missing:
        found.append(f"{missing} of {len(store.planned)} runs are missing")
    return found


def read(path: Path) -> dict[str, Any]:
    """Return a registration that was saved.

    Raises
    ------
    UserError
        If the file is none.
    """
    try:
        announced: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: it is no registration; give the .json that preregister wrote") from error
    if not {"plan", "registered", "model_version"} <= set(announced):
        raise UserError(f"{path}: it is no registration; give the .json that preregister wrote")
    return announced
